"""Recovery from a lost phone: who may reset a person's second factor, and whom the person can ask.

A reset gives access to a whole account. So a school's administrator may do it only for people all of whose roles are in
schools that the administrator manages, none of them higher than the administrator's own; everybody else asks the
office.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from cms.core.instance_hooks import allow_all_rows
from cms.tenancy import rights
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import OFFICE_ROLES, Role
from cms.tenancy.staff.actions import StaffRefused
from cms.tenancy.staff.authority import assignable_roles, manages_office


@allow_all_rows("whether an account may be opened depends on all roles of its person")
def check_may_reset(actor, user) -> None:
    if user.pk == actor.pk:
        raise StaffRefused(_("For your own phone use “Use another phone” in your account, or ask somebody else."))
    if user.is_superuser and not actor.is_superuser:
        raise StaffRefused(_("Only those who run the system can do this for this person."))
    if manages_office(actor):
        return
    rows = list(Membership.objects.filter(user=user))  # suspended ones too: they may be restored
    if not rows or not all(_covers(actor, row) for row in rows):
        raise StaffRefused(_("Only the office can do this for this person."))


def _covers(actor, row: Membership) -> bool:
    return row.role not in OFFICE_ROLES and Role(row.role) in assignable_roles(actor, row.school_id)


def may_reset(actor, user) -> bool:
    try:
        check_may_reset(actor, user)
    except StaffRefused:
        return False
    return True


@allow_all_rows("who could open an account, wherever its person works")
def find_helpers(user) -> list[str]:
    """Returns who could do it for ``user`` today, in words; never empty."""
    found = [
        _("an administrator of %(school)s") % {"school": school}
        for school in School.objects.filter(memberships__user=user, memberships__suspended_at=None).distinct()
        if any(may_reset(admin, user) for admin in _other_people(user, Role.SCHOOL_ADMIN, school))
    ]
    office = rights.get_portal()
    if office and any(may_reset(admin, user) for admin in _other_people(user, Role.OFFICE_ADMIN, None)):
        found.append(_("the office: %(office)s") % {"office": office})
    return found or [_("those who run the system")]


def _other_people(user, role: Role, school):
    """Returns a few people, which is enough."""
    rows = Membership.objects.active().filter(role=role, school=school, user__is_active=True).exclude(user=user)
    return get_user_model().objects.filter(pk__in=rows.values("user"))[:5]
