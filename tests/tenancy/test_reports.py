"""Reports and redirects show a school its own things, and the office all. Two schools."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from cms.home.models import NewsPage
from cms.tenancy.roles import Role
from tests import shared
from tests.factories import client_of, make_school, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

REPORTS = ("locked_pages", "aging_pages", "workflow", "workflow_tasks")


@shared.once
def sides():
    """Per school: a page that is locked, waits for approval and was published long ago, by people of the school."""
    found = {}
    for code in "AB":
        school = make_school(code)
        editor = make_user(Role.SCHOOL_EDITOR, school, last_name="Biên", first_name=f"Tập {code}")
        page = make_page(NewsPage, school, f"Tin của {code}", owner=editor)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)
        NewsPage.objects.filter(pk=page.pk).update(
            locked=True, locked_by=editor, locked_at=timezone.now(), last_published_at=timezone.now()
        )
        Redirect.objects.create(old_path=f"/cu-{code.lower()}", site=school.site, redirect_link="https://moi.example/")
        found[code] = school
    return found


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(("mine", "other"), ["AB", "BA"])
def test_each_school_sees_its_own(sides, report, mine, other):
    url = reverse(f"wagtailadmin_reports:{report}")
    html = client_of(make_user(Role.SCHOOL_ADMIN, sides[mine])).get(url).content.decode()
    assert f"Tin của {mine}" in html
    assert f"Tin của {other}" not in html
    assert f"Tập {other}" not in html  # among the choices of a filter
    table = client_of(make_user(Role.SCHOOL_ADMIN, sides[mine])).get(url, {"export": "csv"})
    text = table.getvalue().decode()
    assert f"Tin của {mine}" in text
    assert f"Tin của {other}" not in text


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("role", [Role.OFFICE_ADMIN, Role.OFFICE_OBSERVER])
def test_the_office_sees_all(sides, report, role):
    client = client_of(make_user(role))
    url = reverse(f"wagtailadmin_reports:{report}")
    assert client.get(url).status_code == 200
    table = client.get(url, {"export": "csv"}).getvalue().decode()  # all rows, not the first fifty
    assert "Tin của A" in table
    assert "Tin của B" in table


def test_a_page_locked_in_a_school_left_since_is_not_shown(sides):
    user = make_user(Role.SCHOOL_APPROVER, sides["A"])
    NewsPage.objects.filter(title="Tin của B").update(locked_by=user)
    assert "Tin của B" not in client_of(user).get(reverse("wagtailadmin_reports:locked_pages")).content.decode()


def test_page_types_count_the_own_pages(sides):
    make_page(NewsPage, sides["B"], "Tin thứ hai của B")
    url = reverse("wagtailadmin_reports:page_types_usage")

    def news(role, school=None):
        response = client_of(make_user(role, school)).get(url)
        assert response.status_code == 200
        return {row.model: row for row in response.context["object_list"]}["newspage"]

    assert news(Role.SCHOOL_EDITOR, sides["A"]).count == 1
    assert news(Role.SCHOOL_EDITOR, sides["B"]).count == 2
    assert news(Role.OFFICE_ADMIN).count == 3
    assert "B" not in news(Role.SCHOOL_EDITOR, sides["A"]).last_edited_page.title


# --- redirects -------------------------------------------------------------------------------------------------


def test_redirects_of_the_own_site(sides):
    Redirect.objects.create(old_path="/cho-moi-noi", redirect_link="/x/")
    client = client_of(make_user(Role.SCHOOL_ADMIN, sides["A"]))
    html = client.get(reverse("wagtailredirects:index")).content.decode()
    assert "/cu-a" in html
    assert "/cu-b" not in html
    assert "/cho-moi-noi" not in html
    assert reverse("wagtailredirects:start_import") not in html
    for redirect in Redirect.objects.exclude(site=sides["A"].site):
        for name in ("edit", "delete"):
            assert client.get(reverse(f"wagtailredirects:{name}", args=[redirect.pk])).status_code == 404


@pytest.mark.parametrize("extra", [{}, {"site": "B"}, {"redirect_page": "B"}])
def test_redirects_are_made_for_the_own_site_alone(sides, extra):
    client = client_of(make_user(Role.SCHOOL_ADMIN, sides["A"]))
    data = {"old_path": "/cu-moi", "is_permanent": "on", "redirect_link": "https://moi.example/", **extra}
    if extra.get("site") == "B":
        data["site"] = sides["B"].site_id
    if extra.get("redirect_page") == "B":
        data |= {"redirect_page": sides["B"].home_page_id, "site": sides["A"].site_id, "redirect_link": ""}
    assert client.post(reverse("wagtailredirects:add"), data).status_code in (200, 404)
    assert not Redirect.objects.filter(old_path="/cu-moi").exists()
    data = {
        "old_path": "/cu-moi",
        "is_permanent": "on",
        "redirect_link": "https://moi.example/",
        "site": sides["A"].site_id,
    }
    assert client.post(reverse("wagtailredirects:add"), data).status_code == 302
    assert Redirect.objects.get(old_path="/cu-moi").site == sides["A"].site


def test_editors_make_no_redirects(sides):
    client = client_of(make_user(Role.SCHOOL_EDITOR, sides["A"]))
    assert client.get(reverse("wagtailredirects:index")).status_code == 403
    assert reverse("wagtailredirects:index") not in client.get("/admin/").content.decode()
