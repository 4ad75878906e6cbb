"""People of several schools choose the one they work for; lists follow, and nothing is opened or shut by it."""

import pytest
from django.urls import reverse

from cms.home.models import NewsPage
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_school, make_user
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db

SWITCH = "/admin/working-for/"


@pytest.fixture
def user(a, b):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_ADMIN)
    return user


def test_lists_follow_the_choice(a, b, user):
    for school in (a, b):
        make_page(NewsPage, school, f"Tin của {school.code}")
        make_image(f"Ảnh của {school.code}", collection=school.collection)
    client = client_of(user)
    both = client.get("/admin/images/").content.decode()
    assert "Ảnh của A" in both
    assert "Ảnh của B" in both
    for mine, other in ((a, b), (b, a)):
        assert client.post(SWITCH, {"place": mine.pk}).status_code == 302
        images = client.get("/admin/images/").content.decode()
        assert f"Ảnh của {mine.code}" in images
        assert f"Ảnh của {other.code}" not in images
        found = client.get(reverse("wagtailadmin_pages:search"), {"q": "Tin"}).content.decode()
        assert f"Tin của {mine.code}" in found
        assert f"Tin của {other.code}" not in found
        dashboard = client.get("/admin/").content.decode()
        assert mine.name in dashboard
        assert other.name not in dashboard
        root = client.get(reverse("wagtailadmin_explore_root"), follow=True)
        assert root.context["parent_page"].pk == mine.home_page.pk
    client.post(SWITCH, {"place": "all"})
    assert "Ảnh của A" in client.get("/admin/images/").content.decode()


def test_with_many_schools_in_view_their_people_are_no_choice(a, b, user, monkeypatch):
    """300 schools would be a thousand names in every list of pages."""
    monkeypatch.setattr("cms.tenancy.scoped_views.pages.MOST_SCHOOLS", 1)
    client = client_of(user)
    explorer = reverse("wagtailadmin_explore", args=[a.home_page.pk])
    assert "owner" not in client.get(explorer).context["filters"].filters
    client.post(SWITCH, {"place": a.pk})
    assert {"owner", "edited_by"} <= set(client.get(explorer).context["filters"].filters)


def test_opening_a_page_of_another_own_school_switches_there(a, b, user):
    client = client_of(user)
    client.post(SWITCH, {"place": a.pk})
    assert client.get(reverse("wagtailadmin_pages:edit", args=[b.home_page.pk])).status_code == 200
    assert b.name in client.get("/admin/").content.decode()
    assert client.get(reverse("wagtailadmin_explore", args=[a.home_page.pk])).status_code == 200
    assert a.name in client.get("/admin/").content.decode()


@pytest.mark.parametrize("place", ["", "x", "0", "987654321", "office", "C"])
def test_only_own_places_can_be_chosen(a, b, user, place):
    client = client_of(user)
    if place == "C":
        place = make_school("C").pk
    assert client.post(SWITCH, {"place": place}).status_code == 404


def test_a_place_that_was_lost_is_forgotten(a, b, user):
    c = make_school("C")
    Membership.objects.create(user=user, school=c, role=Role.SCHOOL_EDITOR)
    client = client_of(user)
    client.post(SWITCH, {"place": c.pk}, follow=True)
    Membership.objects.filter(school=c).delete()
    html = client.get("/admin/").content.decode()
    assert c.name not in html
    assert a.name in html


@pytest.mark.parametrize("role", [Role.SCHOOL_ADMIN, Role.OFFICE_ADMIN, Role.OFFICE_OBSERVER, Role.OFFICE_LIBRARIAN])
def test_people_of_one_place_have_no_switch(a, role):
    client = client_of(make_user(role, a))
    assert client.get(SWITCH).status_code == 404
    assert SWITCH not in client.get("/admin/").content.decode()


def test_the_office_is_a_place_too(a):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, role=Role.OFFICE_LIBRARIAN)
    client = client_of(user)
    assert client.post(SWITCH, {"place": "office"}).status_code == 302
    root = client.get(reverse("wagtailadmin_explore_root"), follow=True)
    assert root.context["parent_page"].pk == make_office().home_page.pk


@pytest.mark.long
def test_three_hundred_schools_are_searched_and_cost_no_more(a, b, user, django_assert_max_num_queries):
    client = client_of(user)
    client.get(SWITCH)
    with django_assert_max_num_queries(40) as captured:
        client.get(SWITCH)
    few = len(captured)
    pages = list(a.home_page.get_descendants()[:1])
    assert pages
    copies = _many_schools(a, 298)
    Membership.objects.bulk_create(Membership(user=user, school=school, role=Role.SCHOOL_EDITOR) for school in copies)
    client.get(SWITCH)  # what is kept until something changes is read again once
    with django_assert_max_num_queries(few):
        page = client.get(SWITCH)
    assert len(page.context["page"]) == 30
    found = client.get(SWITCH, {"q": "truong so 123"}).context["page"]
    assert [school.code for school in found] == ["S123"]
    assert client.get(SWITCH, {"p": "10"}).context["page"].number == 10
    assert client.get(SWITCH, {"p": "x"}).status_code == 200


def _many_schools(like: School, count: int) -> list[School]:
    """Rows with what the list of places shows: site, tree and collection are empty ones."""
    from wagtail.models import Collection, Page, Site

    root, top = Page.objects.get(depth=1), Collection.get_first_root_node()
    schools = []
    for number in range(count):
        home = root.add_child(instance=Page(title=f"S{number}", slug=f"s{number}", locale=like.home_page.locale))
        school = School(
            code=f"S{number}", name=f"Trường số {number}", level="TH",
            site=Site.objects.create(hostname=f"s{number}.localhost", root_page=home),
            home_page=home, collection=top.add_child(instance=Collection(name=f"S{number}")),
        )  # fmt: skip
        school.derive()
        schools.append(school)
    return School.objects.bulk_create(schools)
