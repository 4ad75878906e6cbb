"""Whoever is refused reads what, why and who can help, where it happened."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.home.models import NewsPage
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(a):
    return make_user(Role.SCHOOL_ADMIN, a, last_name="Lê", first_name="Hiệu")


@pytest.fixture
def editor(a):
    return make_user(Role.SCHOOL_EDITOR, a)


def words(answer):
    return answer.content.decode().split("<main", 1)[1]


@pytest.mark.parametrize("name", ["delete", "unpublish", "set_privacy"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_of_the_own_school(a, boss, editor, name, method):
    page = make_page(NewsPage, a, "Tin khai giảng")
    answer = getattr(client_of(editor), method)(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    assert answer.status_code == 403
    said = words(answer)
    assert "Tin khai giảng" in said  # what
    assert str(Role.SCHOOL_EDITOR.label) in said  # why
    assert "Lê Hiệu" in said  # who
    page.refresh_from_db()
    assert page.live


def test_a_screen_of_the_own_school(a, boss, editor):
    answer = client_of(editor).get("/admin/people/")
    assert answer.status_code == 403
    assert "Lê Hiệu" in words(answer)


def test_the_way_back_stays_on_this_host(a, editor):
    page = make_page(NewsPage, a, "Tin")
    url, client = reverse("wagtailadmin_pages:delete", args=[page.pk]), client_of(editor)
    ours = client.get(url, headers={"referer": "http://cong.localhost/admin/pages/9/?x=1"}).content.decode()
    assert 'href="/admin/pages/9/?x=1"' in ours
    theirs = client.get(url, headers={"referer": "https://evil.example/x"}).content.decode()
    assert "evil.example" not in theirs


def test_another_schools_page_looks_as_one_that_is_not_there(a, b, boss):
    """With help for the person, and not a word about the page."""
    make_user(Role.SCHOOL_ADMIN, b, last_name="Phạm", first_name="Bình")
    page = make_page(NewsPage, b, "Tin kín của B")
    client = client_of(boss)
    foreign = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    missing = client.get(reverse("wagtailadmin_pages:edit", args=[987654]))
    assert foreign.status_code == missing.status_code == 404
    texts = [re.sub(r"\w{64}", "", answer.content.decode()) for answer in (foreign, missing)]  # without CSRF tokens
    assert texts[0] == texts[1]
    for text in ("Tin kín", "Phạm Bình", b.name):
        assert text not in foreign.content.decode()
    assert a.name in words(foreign)


def test_who_was_suspended_reads_so(a, b, boss, editor):
    Membership.objects.create(user=editor, school=b, role=Role.SCHOOL_EDITOR)
    Membership.objects.filter(user=editor, school=a).update(suspended_at=timezone.now())
    page = make_page(NewsPage, a, "Tin cũ của tôi", owner=editor)
    answer = client_of(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 404
    said = words(answer)
    assert a.name not in said  # it may have been renamed since
    assert timezone.localtime().strftime("%d/%m/%Y") in said
    assert "Tin cũ" not in said
    assert "Lê Hiệu" not in said  # names are for those who work there


@pytest.mark.parametrize("path", ["/admin/", "/admin/images/", "/admin/account/"])
def test_who_has_no_place_left(a, boss, editor, path):
    Membership.objects.filter(user=editor).update(suspended_at=timezone.now())
    client = client_of(type(editor).objects.get(pk=editor.pk))
    from cms.tenancy import grants

    grants.sync_users([editor.pk])
    answer = client.get(path)
    assert answer.status_code == (404 if "images" in path else 403)
    said = words(answer)
    assert a.name not in said  # it may have been renamed since
    assert timezone.localtime().strftime("%d/%m/%Y") in said
    assert "images" in path or 'action="/admin/logout/"' in said
    assert client.post("/admin/logout/").status_code == 302
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


def test_who_is_not_signed_in_is_sent_to_the_sign_in(a):
    answer = Client(headers={"host": "cong.localhost"}).get("/admin/images/")
    assert answer.url == "/admin/login/?next=/admin/images/"


def test_scripts_get_words(a, editor):
    page = make_page(NewsPage, a, "Tin")
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    answer = client_of(editor).post(url, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403
    assert json.loads(answer.content)["detail"]


def test_the_observer_reads_why(a):
    page = make_page(NewsPage, a, "Tin")
    answer = client_of(make_user(Role.OFFICE_OBSERVER)).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert answer.status_code == 403
    assert str(Role.OFFICE_OBSERVER.label) in words(answer).replace("&#x27;", "'")


def test_wagtails_own_answers_are_replaced():
    from wagtail.admin import auth

    from cms.tenancy.access import denied

    assert auth.permission_denied is denied.permission_denied
    assert auth.reject_request.__module__ == "cms.tenancy.registration.apps"
