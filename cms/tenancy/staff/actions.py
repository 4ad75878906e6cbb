"""Actions of administrators on people of a school. Each checks, changes, and writes the log; raises ``StaffRefused``
with the reason."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.tenancy.models import Invitation, Membership, School
from cms.tenancy.roles import Role
from cms.tenancy.staff.authority import assignable_roles, highest_role, manages_office, roles_in, works_for_office


class StaffRefused(Exception):
    """The action is denied and nothing is changed; the text is for the person who asked."""


@contextmanager
def lock_school(school_id: int):
    """Locks the school's row until the transaction ends: otherwise two administrators could suspend each other at
    once."""
    with transaction.atomic():
        yield School.objects.select_for_update().get(pk=school_id)


def set_role(actor, membership: Membership, role: Role) -> None:
    """Gives the person this role in the school and removes all others there."""
    with lock_school(membership.school_id):
        rows = _changeable_memberships(actor, membership)
        before = highest_role(row.role for row in rows)
        check_role(actor, membership.school_id, role)
        if before == role and len(rows) == 1:
            return
        if role != Role.SCHOOL_ADMIN:
            _check_not_last(membership)
        roles_in(membership.user_id, membership.school_id).exclude(pk=membership.pk).delete()
        membership.role = role
        membership.save()
        log(membership, "people.set_role", user=actor, data={"before": before.value, "role": role.value})


def suspend_person(actor, membership: Membership) -> None:
    """Suspends the person in this school at once. The school may not change the account and the person's other
    places."""
    with lock_school(membership.school_id):
        _changeable_memberships(actor, membership)
        _check_not_last(membership)
        _remaining_memberships(membership, timezone.now())
        _revoke_access(membership)
        log(membership, "people.suspend", user=actor)


def reactivate_person(actor, membership: Membership) -> None:
    with lock_school(membership.school_id):
        _changeable_memberships(actor, membership)
        _remaining_memberships(membership, None)
        log(membership, "people.reactivate", user=actor)


def remove_person(actor, membership: Membership) -> None:
    """Removes the person from the school; the account remains."""
    with lock_school(membership.school_id):
        _changeable_memberships(actor, membership)
        _check_not_last(membership)
        log(membership, "people.remove", user=actor, data={"role": membership.role})
        for row in roles_in(membership.user_id, membership.school_id):
            row.delete()
        _revoke_access(membership)


def reason_against_change(actor, membership: Membership) -> str:
    """Returns why ``actor`` may change nothing here; empty if ``actor`` may."""
    try:
        _changeable_memberships(actor, membership)
    except StaffRefused as refused:
        return str(refused)
    return ""


def check_may_send_link(actor, membership: Membership) -> None:
    """Checks whether ``actor`` may send a link to choose a password. The caller logs it after sending."""
    _changeable_memberships(actor, membership)
    if not membership.user.is_active:
        raise StaffRefused(_("The office has closed this account. Ask the office."))


def _remaining_memberships(membership: Membership, since) -> None:
    for row in roles_in(membership.user_id, membership.school_id):
        row.suspended_at = since
        row.save()  # one by one: signals update the groups
    membership.suspended_at = since


def _revoke_access(membership: Membership) -> None:
    """Revokes everything else that gives access to the school. Sessions and mailed links end only with the last place:
    a school must not sign people out of another one."""
    user = membership.user
    Invitation.objects.filter(school=membership.school_id, email=user.email.lower()).delete()
    if not user.is_superuser and not Membership.objects.active().filter(user=user).exists():
        user.end_sessions()


def _changeable_memberships(actor, membership: Membership) -> list[Membership]:
    """Returns the person's rows in the school. Raises ``StaffRefused`` if ``actor`` may not change them."""
    if not assignable_roles(actor, membership.school_id) or (membership.user.is_superuser and not actor.is_superuser):
        raise StaffRefused(_("You do not manage this person."))
    if membership.user_id == actor.pk:
        raise StaffRefused(_("You cannot change your own role here. Ask another administrator or the office."))
    if not manages_office(actor) and works_for_office(membership.user_id):
        raise StaffRefused(_("This person also works for the office. Ask the office."))
    rows = list(roles_in(membership.user_id, membership.school_id))
    if highest_role(row.role for row in rows) not in assignable_roles(actor, membership.school_id):
        raise StaffRefused(_("This person has a higher role than you."))
    return rows


def check_role(actor, school_id: int | None, role: Role) -> None:
    if role not in assignable_roles(actor, school_id):
        raise StaffRefused(_("You cannot give this role."))


def _check_not_last(membership: Membership) -> None:
    admins = Membership.objects.active().filter(
        school=membership.school_id, role=Role.SCHOOL_ADMIN, user__is_active=True
    )
    if admins.filter(user=membership.user_id).exists() and not admins.exclude(user=membership.user_id).exists():
        raise StaffRefused(_("This is the school's last administrator. Invite another one first."))
