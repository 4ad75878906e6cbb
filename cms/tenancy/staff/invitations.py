"""Invitations into a school. They give no rights until the person with the address accepts, signed in or, without an
account, with a password of their own choice. Until then the school does not learn whether an account exists."""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.tenancy.models import Invitation, Membership, School
from cms.tenancy.models.invitations import hash_token
from cms.tenancy.roles import Role
from cms.tenancy.staff.actions import StaffRefused, check_role, lock_school
from cms.tenancy.staff.authority import (
    assignable_roles,
    manageable_memberships,
    manages_school,
    roles_in,
    visible_schools,
)


def create_invitation(actor, school: School, email: str, name: str, role: Role) -> tuple[Invitation, str]:
    """Returns the invitation with the secret of its link, which is not stored. Replaces an earlier invitation."""
    email = email.strip().lower()
    with lock_school(school.pk):
        check_role(actor, school.pk, role)
        if manageable_memberships(actor).filter(school=school, user__email__iexact=email).exists():
            raise StaffRefused(_("This person is in the school already; see the list."))
        token = secrets.token_urlsafe(24)
        fields = {
            "name": name, "role": role.value, "invited_by": actor, "token_hash": hash_token(token), "mailed": False,
            "expires_at": timezone.now() + datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        }  # fmt: skip
        invitation, _new = Invitation.objects.update_or_create(school=school, email=email, defaults=fields)
        log(invitation, "people.invite", user=actor, data={"role": role.value})
    return invitation, token


def visible_invitations(user):
    """Returns invitations into schools whose people ``user`` may see."""
    rows, schools = Invitation.objects.select_related("school", "invited_by"), visible_schools(user)
    return rows if schools is None else rows.filter(school__in=schools)


def withdraw_invitation(actor, invitation: Invitation) -> None:
    with lock_school(invitation.school_id):
        if not manages_school(actor, invitation.school_id):
            raise StaffRefused(_("You do not manage this person."))
        log(invitation, "people.withdraw", user=actor)
        invitation.delete()


# --- the person's side ---------------------------------------------------------------------------------------


def is_valid(invitation: Invitation) -> bool:
    """Returns whether it is in time and the inviter may still give this role; it lapses with the inviter's rights."""
    inviter = invitation.invited_by
    return (
        invitation.is_open
        and invitation.school.closed_on is None
        and inviter is not None
        and inviter.is_active
        and Role(invitation.role) in assignable_roles(inviter, invitation.school_id)
    )


def account_of(invitation: Invitation):
    return get_user_model().objects.filter(email__iexact=invitation.email).first()


def accept_invitation(invitation: Invitation, user) -> Membership:
    """Returns the membership. ``user``: signed in with the invited address, or just created for it."""
    with lock_school(invitation.school_id):
        row = Invitation.objects.filter(pk=invitation.pk, token_hash=invitation.token_hash).first()
        if row is None or not is_valid(row) or user.email.lower() != row.email or not user.is_active:
            raise StaffRefused(_("This invitation is no longer valid."))
        if roles_in(user.pk, row.school_id).exists():
            raise StaffRefused(_("You belong to this school already."))
        membership = Membership.objects.create(user=user, school=row.school, role=row.role)
        row.delete()
        log(membership, "people.accept", user=user, data={"role": membership.role})
    return membership


def decline_invitation(invitation: Invitation) -> None:
    with lock_school(invitation.school_id):
        log(invitation, "people.decline", user=None)
        invitation.delete()
