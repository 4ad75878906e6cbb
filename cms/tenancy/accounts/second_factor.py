"""Determines who needs a second factor, who has one, and whether this session has verified it."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from wagtail.log_actions import log

from cms.tenancy import rights
from cms.tenancy.accounts import mail
from cms.tenancy.roles import Role

#: Roles that may sign in with a password alone. An explicit list, so that a new role needs a second factor.
PASSWORD_IS_ENOUGH = frozenset({Role.SCHOOL_EDITOR})


def is_required(user) -> bool:
    """Returns whether it is required: any value of the setting but ``optional`` means so."""
    if settings.SECOND_FACTOR == "optional":
        return False
    if user.is_superuser or rights.may_answer(user):
        return True
    return any(place.role not in PASSWORD_IS_ENOUGH for place in rights.places_of(user))


def devices_of(user) -> dict[int, str]:
    """Returns number → kind (``totp``, ``recovery_codes``) of what the person has set up."""
    return dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))


def is_verified(request, devices: dict[int, str]) -> bool:
    """Returns whether the session used a device that the person still has: a reset or a new device ends old
    sessions."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("id") in devices for record in records)


def reset_second_factor(user, by=None, reason: str = "") -> bool:
    """Removes device and recovery codes and signs the person out everywhere: whoever has the phone may have an open
    session as well. The next sign-in sets up a new device; the person is notified. ``by``: who did it, ``None`` for the
    command line. Returns ``False`` when there was nothing to remove."""
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    if removed:
        user.end_sessions()
        log(instance=user, action="accounts.reset_second_factor", user=by, data={"reason": reason})
        mail.send_account_mail(user, "second_factor_reset", {"by": by})
    return bool(removed)
