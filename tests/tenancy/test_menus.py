"""No menu offers what is closed: every entry of every role is followed."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu, help_menu, reports_menu, settings_menu

from cms.tenancy import rights
from cms.tenancy.models import Membership
from cms.tenancy.roles import ASSIGNED_ROLES, OFFICE_ROLES, Role
from tests.factories import make_office, make_superuser, make_user

pytestmark = pytest.mark.django_db


def entries(user) -> list[str]:
    request = RequestFactory().get("/admin/", headers={"host": "cong.localhost"})
    request.user = user
    request.site_info = request._wagtail_site = None
    if any(place.rights.reads for place in rights.places_of(user)):
        rights.begin_read_only(user)
    found = []
    for menu in (admin_menu, reports_menu, settings_menu, help_menu):
        found += [str(item.url) for item in menu.menu_items_for_request(request)]
    return [url for url in found if url.startswith("/admin/")]


@pytest.mark.parametrize("role", [*Role, "two schools", "superuser"])
def test_every_entry_opens(role, a, b):
    make_office()
    if role == "superuser":
        user = make_superuser()
    else:
        name = Role.SCHOOL_ADMIN if role == "two schools" else role
        user = make_user(name, None if name in OFFICE_ROLES else a)
    if role == "two schools":
        Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    urls = entries(type(user).objects.get(pk=user.pk))
    if role in ASSIGNED_ROLES:
        assert reverse("advice_tasks") in urls  # and whatever else stands there opens too
    else:
        assert len(urls) >= 5
    closed = {url: status for url in urls if (status := client.get(url, follow=False).status_code) not in (200, 301)}
    # A listing may lead on to its one entry; nothing leads back to the start with a refusal.
    for url, status in list(closed.items()):
        if status == 302 and client.get(url)["Location"] not in ("/admin/", "/admin/login/"):
            del closed[url]
    assert not closed
