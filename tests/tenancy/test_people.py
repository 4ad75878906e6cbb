"""Accounts and roles in the admin: nobody becomes more than the table of roles says."""

import pytest
from django.urls import reverse

from cms.core.models import User
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_superuser, make_user

pytestmark = pytest.mark.django_db

USERS = ("wagtailusers_users:index", "wagtailusers_users:add", "memberships:index", "memberships:add")


@pytest.fixture
def office():
    make_office()
    return client_of(make_user(Role.OFFICE_ADMIN))


def account(**fields):
    return {
        "email": "Nguoi.Moi@example.vn", "last_name": "Nguyễn Văn", "first_name": "Mới", "password1": "Dong-My-2026-x",
        "password2": "Dong-My-2026-x", **fields,
    }  # fmt: skip


@pytest.mark.parametrize("name", USERS)
def test_screens_are_the_office_administrators(office, name, a):
    assert office.get(reverse(name)).status_code == 200
    reads = 403 if name.endswith(":add") else 200
    for role, status in ((Role.SCHOOL_ADMIN, 404), (Role.OFFICE_APPROVER, 403), (Role.OFFICE_OBSERVER, reads)):
        assert client_of(make_user(role, a)).get(reverse(name)).status_code == status


def test_a_person_is_added_and_gets_a_role(office, school):
    assert office.post(reverse("wagtailusers_users:add"), account()).status_code == 302
    user = User.objects.get(email="nguoi.moi@example.vn")
    assert user.check_password("Dong-My-2026-x")
    assert not user.groups.exists()
    data = {"email": "nguoi.moi@example.vn", "role": "editor", "school": school.pk}
    assert office.post(reverse("memberships:add"), data).status_code == 302
    assert user.memberships.get().school == school
    assert user.has_perm("wagtailadmin.access_admin")
    listed = office.get(reverse("memberships:index"), {"q": "mau a"})
    assert list(listed.context["object_list"]) == [user.memberships.get()]
    assert office.get(reverse("wagtailusers_users:index")).status_code == 200


def test_crafted_forms_make_no_superuser_and_no_group(office):
    groups = [group.pk for group in make_user(Role.OFFICE_ADMIN).groups.all()]
    office.post(reverse("wagtailusers_users:add"), account(is_superuser="on", is_staff="on", groups=groups))
    user = User.objects.get(email="nguoi.moi@example.vn")
    assert not user.is_superuser
    assert not user.groups.exists()
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    data = {
        "email": user.email,
        "last_name": "Nguyễn",
        "first_name": "Mới",
        "is_active": "on",
        "is_superuser": "on",
        "groups": groups,
    }
    assert office.post(edit, data).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.groups.exists()


def test_a_superusers_account_is_out_of_reach(office):
    boss = make_superuser()
    edit = reverse("wagtailusers_users:edit", args=[boss.pk])
    assert office.get(edit).status_code == 403
    office.post(edit, account(email=boss.email, is_active="on"))
    boss.refresh_from_db()
    assert not boss.check_password("Dong-My-2026-x")
    assert office.post(reverse("wagtailusers_users:delete", args=[boss.pk])).status_code == 403
    assert User.objects.filter(pk=boss.pk).exists()


def test_a_suspended_person_is_out(office, a):
    user = make_user(Role.SCHOOL_EDITOR, a, first_name="An", last_name="Lê")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    assert office.post(edit, {"email": user.email, "last_name": "Lê", "first_name": "An"}).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert not user.groups.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "khong.co@example.vn", "role": "editor", "school": "A"}, "email"),
        ({"role": "editor", "school": ""}, "school"),
        ({"role": "office_admin", "school": "A"}, "school"),
        ({"role": "approver", "school": "A"}, "role"),
        ({"role": "khong-co", "school": "A"}, "role"),
    ],
)
def test_roles_that_do_not_fit_are_refused_with_words(office, data, field, school):
    user = make_user(Role.SCHOOL_APPROVER, school)
    data = {"email": user.email, **data, "school": school.pk if data["school"] else ""}
    response = office.post(reverse("memberships:add"), data)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert Membership.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_no_bulk_actions_on_accounts(office, action, a):
    """Wagtail's would suspend superusers, whose accounts the office's administrators cannot open."""
    user, boss = make_user(Role.SCHOOL_EDITOR, a), make_superuser(email="boss@example.vn")
    admin_group = User.objects.get(memberships__role=Role.OFFICE_ADMIN).groups.get()
    for query in (f"?id={user.pk}&id={boss.pk}", "?id=all"):
        url = reverse("wagtail_bulk_action", args=["core", "user", action]) + query
        assert office.get(url).status_code == 404
        assert office.post(url, {"role": admin_group.pk, "mark_as_active": "False"}).status_code == 404
    assert [group.name for group in user.groups.all()] == ["role:editor"]
    assert User.objects.filter(pk__in=[user.pk, boss.pk], is_active=True).count() == 2
