"""A lost phone is no dead end, and no way into another person's account."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.tenancy.models import Membership
from cms.tenancy.roles import OFFICE_ROLES, Role
from cms.tenancy.staff import recovery
from tests.factories import PASSWORD, make_superuser, make_user
from tests.tenancy.accounts.conftest import Browser, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def clock(monkeypatch):
    import time

    moved, real = [0], time.time
    monkeypatch.setattr(time, "time", lambda: real() + moved[0])
    return lambda seconds: moved.__setitem__(0, moved[0] + seconds)


def enrolled(user):
    visitor = Browser()
    visitor.sign_in(user)
    secret = visitor.set_up()
    assert visitor.is_in()
    return visitor, secret


def url(user):
    return reverse("school_person_second_factor", args=[user.pk])


def ask(visitor, user, secret, password=PASSWORD, code=None):
    data = {"reason": "mất điện thoại", "password": password, "code": code or code_of(secret)}
    return visitor.post(url(user), data)


def has_phone(user):
    return Authenticator.objects.filter(user=user, type="totp").exists()


@pytest.fixture
def boss(a):
    return make_user(Role.SCHOOL_ADMIN, a, last_name="Lê", first_name="Hiệu")


def test_the_schools_administrator_resets_a_lost_phone(a, boss, clock):
    loser = make_user(Role.SCHOOL_APPROVER, a)
    old, _secret = enrolled(loser)
    visitor, secret = enrolled(boss)
    clock(90)  # the next code
    assert visitor.get(url(loser)).status_code == 200
    assert ask(visitor, loser, secret).status_code == 302
    assert not has_phone(loser)
    assert not old.is_in()  # whoever holds the phone and its open session
    assert old.get(reverse("mfa_activate_totp")).url.startswith("/admin/login/")
    entry = ModelLogEntry.objects.get(action="accounts.reset_second_factor")
    assert (entry.user, entry.data["reason"]) == (boss, "mất điện thoại")
    (letter,) = [message for message in mail.outbox if message.to == [loser.email] and "Lê Hiệu" in message.body]
    assert "/admin/password_reset/" in letter.body
    again = Browser()
    again.sign_in(loser)
    again.set_up()
    assert again.is_in()


@pytest.mark.parametrize(
    "wrong", [{"password": "sai"}, {"code": "000000"}, {"password": ""}, {"password": "sai", "code": "1"}]
)
def test_not_without_the_own_password_and_code(a, boss, clock, wrong):
    """Even minutes after a sign-in: an open screen opens nobody's account."""
    loser = make_user(Role.SCHOOL_APPROVER, a)
    enrolled(loser)
    visitor, secret = enrolled(boss)
    clock(90)
    answer = ask(visitor, loser, secret, **wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert has_phone(loser)
    assert ask(visitor, loser, secret).status_code == 302  # the right code was not spent


def test_guesses_at_the_own_password_are_counted(a, boss, clock):
    loser = make_user(Role.SCHOOL_APPROVER, a)
    enrolled(loser)
    visitor, secret = enrolled(boss)
    clock(90)
    for _time in range(5):
        ask(visitor, loser, secret, password="sai")
    assert ask(visitor, loser, secret).status_code == 200
    assert has_phone(loser)


def cases(a, b, boss):
    """(person, may the administrator of A reset it?)"""

    def with_roles(*rows, **fields):
        user = make_user(**fields)
        for role, school, *rest in rows:
            Membership.objects.create(user=user, school=school, role=role, suspended_at=rest[0] if rest else None)
        return user

    from django.utils import timezone

    now = timezone.now()
    yield with_roles((Role.SCHOOL_EDITOR, a)), True
    yield with_roles((Role.SCHOOL_ADMIN, a)), True
    yield with_roles((Role.SCHOOL_EDITOR, a, now)), True
    yield with_roles((Role.SCHOOL_EDITOR, a), (Role.SCHOOL_EDITOR, b)), False
    yield with_roles((Role.SCHOOL_EDITOR, a), (Role.SCHOOL_EDITOR, b, now)), False
    yield with_roles((Role.SCHOOL_EDITOR, b)), False
    yield with_roles(), False
    for role in OFFICE_ROLES:
        yield with_roles((Role.SCHOOL_EDITOR, a), (role, None)), False
    root = make_superuser()
    Membership.objects.create(user=root, school=a, role=Role.SCHOOL_EDITOR)
    yield root, False
    yield boss, False


def test_whose_an_administrator_resets(a, b, boss):
    for user, expected in cases(a, b, boss):
        assert recovery.may_reset(boss, user) == expected, list(user.memberships.all())


def test_an_administrator_of_both_schools_may(a, b, boss):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_APPROVER)
    there = Membership.objects.create(user=boss, school=b, role=Role.SCHOOL_APPROVER)
    assert not recovery.may_reset(boss, user)
    there.role = Role.SCHOOL_ADMIN
    there.save()
    boss = type(boss).objects.get(pk=boss.pk)
    assert recovery.may_reset(boss, user)


def test_the_screen_is_closed_where_the_rule_is(a, b, boss, clock):
    visitor, secret = enrolled(boss)
    for user, allowed in [*cases(a, b, boss)]:
        if allowed or user == boss:
            continue
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        clock(90)
        assert visitor.get(url(user)).status_code in (403, 404)
        assert ask(visitor, user, secret).status_code in (403, 404)
        assert has_phone(user)
    assert visitor.get(reverse("school_person_second_factor", args=[987654])).status_code == 404


@pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER])
def test_colleagues_may_not(a, role):
    loser = make_user(Role.SCHOOL_EDITOR, a)
    assert not recovery.may_reset(make_user(role, a), loser)


def test_the_office_resets_everybodys_but_a_superusers(a, clock):
    officer = make_user(Role.OFFICE_ADMIN)
    other, root = make_user(Role.OFFICE_ADMIN), make_superuser()
    enrolled(other)
    Authenticator.objects.create(user=root, type="totp", data={"secret": "x"})
    visitor, secret = enrolled(officer)
    clock(90)
    edit = visitor.get(reverse("wagtailusers_users:edit", args=[other.pk])).content.decode()
    assert url(other) in edit
    assert ask(visitor, other, secret).status_code == 302
    assert not has_phone(other)
    clock(90)
    assert ask(visitor, root, secret).status_code == 403
    assert has_phone(root)
    for role in (Role.OFFICE_APPROVER, Role.OFFICE_LIBRARIAN, Role.OFFICE_OBSERVER):
        assert not recovery.may_reset(make_user(role), make_user(Role.SCHOOL_EDITOR, a))


def test_an_observer_looks_at_no_such_form(a, clock):
    loser = make_user(Role.SCHOOL_EDITOR, a)
    enrolled(loser)
    visitor, secret = enrolled(make_user(Role.OFFICE_OBSERVER))
    clock(90)
    assert visitor.get(url(loser)).status_code in (403, 404)
    assert ask(visitor, loser, secret).status_code in (403, 404)
    assert has_phone(loser)


def test_who_has_no_second_factor_sets_one_up_first(a, boss, settings):
    settings.SECOND_FACTOR = "optional"
    loser = make_user(Role.SCHOOL_EDITOR, a)
    enrolled(loser)
    visitor = Browser()
    visitor.sign_in(boss)
    assert ask(visitor, loser, "", code="123456").status_code == 403
    assert has_phone(loser)


# --- whom to ask ---------------------------------------------------------------------------------------------


def code_screen(user):
    visitor = Browser()
    visitor.sign_in(user)
    return visitor.get(reverse("mfa_authenticate")).content.decode()


def test_the_code_screen_names_who_really_can(a, b, boss):
    loser = make_user(Role.SCHOOL_APPROVER, a)
    enrolled(loser)
    assert a.name in code_screen(loser)
    officer = make_user(Role.OFFICE_ADMIN)
    both = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=both, school=b, role=Role.SCHOOL_EDITOR)
    enrolled(both)
    page = code_screen(both)
    assert a.name not in page
    assert recovery.rights.get_portal().name in page
    enrolled(boss)
    assert a.name not in code_screen(boss)  # the only administrator there
    assert recovery.rights.get_portal().name in code_screen(boss)
    enrolled(officer)
    assert recovery.find_helpers(officer) == recovery.find_helpers(
        make_superuser()
    )  # nobody but those who run the system
