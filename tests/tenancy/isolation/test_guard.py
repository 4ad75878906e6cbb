"""The guard around real requests: the checks, the observer, the menus, people of two schools."""

import pytest
from django.test import Client
from django.urls import path, reverse
from wagtail.models import Page

from cms.home.models import NewsPage
from cms.legal.models import LegalDocument
from cms.tenancy.access import system_checks, url_rules
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_school, make_superuser, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# --- system checks -------------------------------------------------------------------------------------------


def test_every_address_and_model_is_declared():
    assert system_checks.check_url_rules() == []
    assert system_checks.check_models() == []


def test_an_address_without_a_scope_is_an_error(monkeypatch):
    monkeypatch.delitem(url_rules._NAMES, "wagtailadmin_pages:edit")
    monkeypatch.delitem(url_rules._NAMESPACES, "wagtailusers_groups")
    found = system_checks.check_url_rules()
    assert {error.id for error in found} == {"tenancy.E001"}
    assert any("wagtailadmin_pages:edit " in error.msg for error in found)
    assert any("wagtailusers_groups:index " in error.msg for error in found)


def test_an_argument_without_a_meaning_is_an_error(monkeypatch):
    monkeypatch.setitem(url_rules._NAMES, "wagtailadmin_pages:edit", url_rules.own_objects())
    (error,) = system_checks.check_url_rules()
    assert error.id == "tenancy.E002"
    assert "page_id" in error.msg


def test_a_model_without_a_scope_is_an_error(monkeypatch):
    from cms.tenancy import scope

    monkeypatch.setattr(scope, "OFFICE_MODELS", scope.OFFICE_MODELS - {LegalDocument._meta.label_lower})
    found = system_checks.check_models()
    assert [error.id for error in found] == ["tenancy.E003"] * len(found)
    assert any("legal.LegalDocument" in error.msg for error in found)


def test_namespaces_of_schools_are_declared_name_by_name():
    with pytest.raises(ValueError, match="one by one"):
        url_rules.declare_namespace(url_rules.Access.SCHOOL, "somewhere")


# --- roles -----------------------------------------------------------------------------------------------------


def test_the_observer_changes_nothing(a):
    page = make_page(NewsPage, a)
    client = client_of(make_user(Role.OFFICE_OBSERVER))
    for name, args in (
        ("wagtailadmin_pages:edit", [page.pk]), ("wagtailadmin_pages:delete", [page.pk]),
        ("wagtailadmin_collections:add", []), ("wagtailusers_users:add", []), ("schools:add", []),
        ("wagtailadmin_pages:lock", [page.pk]),
    ):  # fmt: skip
        response = client.post(reverse(name, args=args), {})
        assert response.status_code == 403, name
        assert "Wagtail" not in response.headers.get("Location", "")
        xhr = client.post(reverse(name, args=args), {}, headers={"x-requested-with": "XMLHttpRequest"})
        assert xhr.status_code == 403
        assert xhr.json()["detail"]
    assert client.get(reverse("wagtailadmin_account")).status_code == 200
    assert client.post(reverse("wagtailadmin_logout")).status_code == 302


def test_an_observer_with_a_school_works_there(a, b):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, role=Role.OFFICE_OBSERVER)
    client = client_of(user)
    mine, others = make_page(NewsPage, a), make_page(NewsPage, b)
    assert client.get(edit(mine)).status_code == 200
    assert client.post(reverse("wagtailadmin_pages:unpublish", args=[others.pk])).status_code == 403


def test_a_person_of_two_schools_works_in_both(a, b):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    client = client_of(user)
    for school in (a, b):
        assert client.get(edit(make_page(NewsPage, school))).status_code == 200
    root = Page.objects.get(depth=1)
    assert client.get(reverse("wagtailadmin_explore", args=[root.pk])).status_code == 200
    assert client.get(edit(make_school("C").home_page)).status_code == 404


def test_the_librarian_stays_in_the_office(a):
    client = client_of(make_user(Role.OFFICE_LIBRARIAN))
    assert client.get(edit(make_office().home_page)).status_code == 200
    assert client.get(edit(a.home_page)).status_code == 404
    assert client.get(reverse("wagtailsnippets_legal_legaldocument:list")).status_code == 200
    assert client.get(reverse("wagtailusers_groups:index")).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE_ADMIN, Role.OFFICE_APPROVER])
def test_roles_that_reach_every_school(a, role):
    assert client_of(make_user(role)).get(edit(a.home_page)).status_code == 200


def test_superusers_pass(a):
    client = client_of(make_superuser())
    assert client.get(edit(a.home_page)).status_code == 200
    assert client.get(reverse("wagtailusers_groups:index")).status_code == 200


def test_a_person_without_a_role_gets_nothing(a):
    user = make_user()
    from django.contrib.auth.models import Permission

    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client_of(user).get(edit(a.home_page)).status_code == 404
    assert client_of(user).get(reverse("wagtailadmin_explore_root")).status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_the_login(a):
    response = Client(headers={"host": "cong.localhost"}).get(edit(a.home_page))
    assert response.url.startswith("/admin/login/")


def test_xhr_gets_the_same(a, b):
    client = client_of(make_user(Role.SCHOOL_EDITOR, a))
    url = reverse("wagtailadmin_choose_page_child", args=[b.home_page.pk])
    assert client.get(url, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 404


def test_menus_lead_nowhere_that_is_closed(a):
    client = client_of(make_user(Role.SCHOOL_ADMIN, a))
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("wagtailusers_users:index", "wagtailadmin_workflows:index", "wagtailsites:index"):
        assert reverse(name) not in html
    assert reverse("wagtailadmin_collections:index") in html
    assert reverse("wagtailimages:index") in html


# --- admin API by JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["move", "copy"])
def test_json_bodies_are_read_too(a, b, action):
    page = make_page(NewsPage, a)
    client = client_of(make_user(Role.SCHOOL_ADMIN, a))
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    for target in (b.home_page.pk, 987_654_321):
        response = client.post(url, {"destination_page_id": target}, content_type="application/json")
        assert response.status_code == 404


def test_a_new_address_in_the_admin_is_closed(a, settings):
    """Registered by nobody's table: an upgrade or a new app."""
    from django.http import HttpResponse

    from cms.urls import urlpatterns

    def view(request):
        return HttpResponse("open")

    class Urls:
        pass

    Urls.urlpatterns = [path("admin/new-thing/", view, name="new_thing"), *urlpatterns]
    settings.ROOT_URLCONF = Urls
    assert client_of(make_user(Role.SCHOOL_ADMIN, a)).get("/admin/new-thing/").status_code == 404
    assert client_of(make_superuser()).get("/admin/new-thing/").content == b"open"
