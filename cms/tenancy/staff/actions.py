"""What administrators do to people of a school. Each checks, changes, and writes the log; ``Refused`` says why not."""

from __future__ import annotations

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.tenancy.models import Membership, School
from cms.tenancy.people import split_name
from cms.tenancy.roles import Role
from cms.tenancy.staff.authority import assignable_roles, highest, manages, roles_in


class Refused(Exception):
    """Nothing was changed; the text is for the person who asked."""


@contextmanager
def _alone(school_id: int):
    """One at a time in a school: two administrators could else suspend each other at once."""
    with transaction.atomic():
        yield School.objects.select_for_update().get(pk=school_id)


def invite(actor, school: School, email: str, name: str, role: Role) -> tuple[Membership, bool]:
    """Gives the person with this address the role, with a new account if there is none. Returns the membership and
    whether the person has yet to choose a password. An account that exists keeps its name."""
    with _alone(school.pk):
        _check_role(actor, school.pk, role)
        user = get_user_model().objects.filter(email__iexact=email).first()
        if user is None:
            last_name, first_name = split_name(name)
            user = get_user_model()(email=email.lower(), last_name=last_name[:150], first_name=first_name[:150])
            user.set_unusable_password()
            user.save()
        elif roles_in(user.pk, school.pk).exists():
            raise Refused(_("This person is in the school already; see the list."))
        membership = Membership.objects.create(user=user, school=school, role=role)
        log(membership, "people.invite", user=actor, data={"role": role.value})
    return membership, not user.has_usable_password()


def set_role(actor, membership: Membership, role: Role) -> None:
    """The person has this role in the school and no other."""
    with _alone(membership.school_id):
        rows = _rows(actor, membership)
        before = highest(row.role for row in rows)
        _check_role(actor, membership.school_id, role)
        if before == role and len(rows) == 1:
            return
        if role != Role.SCHOOL_ADMIN:
            _check_not_last(membership)
        roles_in(membership.user_id, membership.school_id).exclude(pk=membership.pk).delete()
        membership.role = role
        membership.save()
        log(membership, "people.set_role", user=actor, data={"before": before.value, "role": role.value})


def suspend(actor, membership: Membership) -> None:
    """Out of this school at once, signed out everywhere; other schools of the person are not touched."""
    with _alone(membership.school_id):
        _rows(actor, membership)
        _check_not_last(membership)
        _rest(membership, timezone.now())
        membership.user.end_sessions()
        log(membership, "people.suspend", user=actor)


def reactivate(actor, membership: Membership) -> None:
    with _alone(membership.school_id):
        _rows(actor, membership)
        _rest(membership, None)
        log(membership, "people.reactivate", user=actor)


def remove(actor, membership: Membership) -> None:
    """Takes the person out of the school. An account that never was used and has no other role goes with it."""
    with _alone(membership.school_id):
        _rows(actor, membership)
        _check_not_last(membership)
        user = membership.user
        log(membership, "people.remove", user=actor, data={"role": membership.role})
        for row in roles_in(user.pk, membership.school_id):
            row.delete()
        user.end_sessions()
        if user.last_login is None and not user.is_superuser and not user.memberships.exists():
            user.delete()


def check_link(actor, membership: Membership) -> None:
    """May a link to choose a password be sent? Logged by the caller, once it is on its way."""
    _rows(actor, membership)
    if not membership.user.is_active:
        raise Refused(_("The office has closed this account. Ask the office."))


def _rest(membership: Membership, since) -> None:
    for row in roles_in(membership.user_id, membership.school_id):
        row.suspended_at = since
        row.save()  # one by one: the groups follow by signals
    membership.suspended_at = since


def _rows(actor, membership: Membership) -> list[Membership]:
    """The person's rows in the school, if ``actor`` may change them."""
    if not manages(actor, membership.school_id) or (membership.user.is_superuser and not actor.is_superuser):
        raise Refused(_("You do not manage this person."))
    if membership.user_id == actor.pk:
        raise Refused(_("You cannot change your own role here. Ask another administrator or the office."))
    rows = list(roles_in(membership.user_id, membership.school_id))
    if highest(row.role for row in rows) not in assignable_roles(actor, membership.school_id):
        raise Refused(_("This person has a higher role than you."))
    return rows


def _check_role(actor, school_id: int, role: Role) -> None:
    if role not in assignable_roles(actor, school_id):
        raise Refused(_("You cannot give this role."))


def _check_not_last(membership: Membership) -> None:
    admins = Membership.objects.active().filter(
        school=membership.school_id, role=Role.SCHOOL_ADMIN, user__is_active=True
    )
    if admins.filter(user=membership.user_id).exists() and not admins.exclude(user=membership.user_id).exists():
        raise Refused(_("This is the school's last administrator. Invite another one first."))
