"""Every right is asked with the school it is used in: by one function, and by nothing beside it."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.contrib.redirects.models import Redirect
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from cms.tenancy import rights
from cms.tenancy.access.system_checks import check_policies
from cms.tenancy.models import Membership
from cms.tenancy.roles import ASSIGNED_ROLES, EVERY_SCHOOL, READING_ROLES, SCHOOL_ROLES, TABLE, Role
from cms.tenancy.scope import UNKNOWN
from tests.factories import client_of, make_office, make_superuser, make_user

pytestmark = pytest.mark.django_db

EVERY_ACTION = frozenset().union(*(granted.actions for granted in TABLE.values()))
ACCESS = "wagtailadmin.access_admin"


@pytest.mark.parametrize("in_a", [None, *SCHOOL_ROLES])
@pytest.mark.parametrize("in_b", [None, *SCHOOL_ROLES])
def test_may_is_the_table_of_the_place(a, b, in_a, in_b):
    """Every action that any role has, in each pair of roles, with each kind of owner."""
    user = make_user()
    for school, role in ((a, in_a), (b, in_b)):
        if role:
            Membership.objects.create(user=user, school=school, role=role)
    for owner, role in ((a.pk, in_a), (b.pk, in_b), (None, None), (UNKNOWN, None), (987_654_321, None)):
        granted = {action for action in EVERY_ACTION if rights.has_right(user, action, owner)}
        assert granted == (TABLE[role].actions if role and role not in ASSIGNED_ROLES else set())
    for school, role in ((a, in_a), (b, in_b)):
        held = {name for name in EVERY_ACTION if user.has_perm(name, school.home_page)}
        assert held - {ACCESS} == (TABLE[role].permissions - {ACCESS} if role else set())


@pytest.mark.parametrize("role", [Role.OFFICE_LIBRARIAN, Role.OFFICE_APPROVER, Role.OFFICE_OBSERVER, Role.OFFICE_ADMIN])
def test_a_role_of_the_office_and_one_of_a_school_do_not_add_up(a, b, role):
    user = make_user(role)
    Membership.objects.create(user=user, school=a, role=Role.SCHOOL_ADMIN)
    everywhere = TABLE[role].actions if role in EVERY_SCHOOL | READING_ROLES else set()
    for owner, wanted in (
        (a.pk, everywhere | TABLE[Role.SCHOOL_ADMIN].actions), (b.pk, everywhere), (UNKNOWN, everywhere),
        (None, TABLE[role].actions),
    ):  # fmt: skip
        assert {action for action in EVERY_ACTION if rights.has_right(user, action, owner)} == wanted


def test_what_a_request_names_is_what_counts(a, b):
    user = make_user(Role.SCHOOL_ADMIN, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    name = "wagtailredirects.change_redirect"
    assert user.has_perm(name)  # somewhere: a menu, a list
    for owners, may in (({a.pk}, True), ({b.pk}, False), ({a.pk, b.pk}, False), ({None}, False), (set(), True)):
        rights.set_request_owners(user, owners)
        assert user.has_perm(name) is may
        assert user.has_perm(ACCESS)


def test_groups_and_permissions_given_by_hand_mean_nothing(a):
    """Also past the signals that would take them back."""
    user = make_user(Role.SCHOOL_EDITOR, a)
    name = "wagtailredirects.change_redirect"
    permission = Permission.objects.get(codename="change_redirect")
    group = Group.objects.create(name="Tay ngang")
    group.permissions.add(permission)
    user.user_permissions.add(permission)
    type(user).groups.through.objects.create(user=user, group=group)
    again = type(user).objects.get(pk=user.pk)
    assert not again.has_perm(name)
    assert not again.has_perm(name, a.home_page)
    assert client_of(again).get("/admin/redirects/").status_code == 403


def test_superusers_may_everything_while_active(a):
    user = make_superuser()
    assert rights.has_right(user, "page.publish", a.pk)
    assert user.has_perm("wagtailredirects.change_redirect", a.home_page)
    user.is_active = False
    assert not rights.has_right(user, "page.publish", a.pk)
    assert not user.has_perm("wagtailredirects.change_redirect")


def test_redirects_are_asked_row_by_row(a, b):
    user = make_user(Role.SCHOOL_ADMIN, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    in_a, in_b, for_all = (
        Redirect.objects.create(old_path=f"/cu-{number}", redirect_link="/moi", site=site)
        for number, site in enumerate((a.site, b.site, None))
    )
    policy = policy_registry.get_by_type(Redirect)
    assert list(policy.instances_user_has_permission_for(user, "change")) == [in_a]
    for row, may in ((in_a, True), (in_b, False), (for_all, False)):
        assert policy.user_has_permission_for_instance(user, "delete", row) is may
    boss = make_user(Role.OFFICE_ADMIN)
    assert set(policy.instances_user_has_permission_for(boss, "change")) == {in_a, in_b, for_all}
    assert policy.user_has_permission_for_instance(boss, "change", for_all)
    reaching = set(policy.users_with_any_permission_for_instance(["change"], in_b))
    assert boss in reaching
    assert user not in reaching


def test_an_approver_of_the_office_gains_nothing_by_a_school(a, b):
    """Administrator in A, approver at the office: B's redirects, and the import for every site, stay shut."""
    make_office()
    user = make_user(Role.OFFICE_APPROVER)
    Membership.objects.create(user=user, school=a, role=Role.SCHOOL_ADMIN)
    mine, foreign = (
        Redirect.objects.create(old_path="/cu", redirect_link="/moi", site=school.site) for school in (a, b)
    )
    client = client_of(user)
    assert client.get(f"/admin/redirects/{mine.pk}/").status_code == 200
    assert client.get(f"/admin/redirects/{foreign.pk}/").status_code == 403
    client.post(f"/admin/redirects/{foreign.pk}/delete/")
    client.post("/admin/redirects/add/", {"old_path": "/x", "redirect_link": "/y", "site": b.site.pk})
    assert set(Redirect.objects.filter(site=b.site)) == {foreign}
    assert client.get("/admin/redirects/import/").status_code == 403
    shown = client.get("/admin/redirects/")
    assert list(shown.context["redirects"]) == [mine]


# --- by construction ------------------------------------------------------------------------------------------

#: The two places that answer, or ask Wagtail's way with the row in hand.
MAY_ASK = {"cms/tenancy/backend.py", "cms/tenancy/policies.py"}


def test_own_code_asks_has_right():
    """``has_perm`` without a row says "somewhere": no view of ours decides by that."""
    base, found = Path(settings.BASE_DIR), []
    for path in [*base.glob("cms/**/*.py"), *base.glob("search/**/*.py")]:
        name = path.relative_to(base).as_posix()
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Attribute) and node.attr in ("has_perm", "has_perms", "get_all_permissions")
            if called and name not in MAY_ASK:
                found.append(f"{name}:{node.lineno}")
    assert not found


def test_the_check_finds_a_policy_that_asks_no_school(monkeypatch):
    assert check_policies() == []
    monkeypatch.setitem(policy_registry.values_by_class, Redirect, ModelPermissionPolicy(Redirect))
    (error,) = check_policies()
    assert error.id == "tenancy.E004"
    assert "Redirect" in error.msg
