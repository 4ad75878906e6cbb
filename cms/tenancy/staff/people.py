"""Creates people and their roles by command, so that a whole office can be scripted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.text import collapse_whitespace
from cms.tenancy import grants
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import OFFICE_ROLES, SCHOOL_ROLES, Role


@dataclass(frozen=True)
class PersonOutcome:
    """``password`` is set only when it was generated: the caller shows it once. ``other_name``: the requested name,
    where the person has another one, which stays."""

    status: str  # created, updated or unchanged
    email: str
    name: str
    role: str
    school: str  # code; empty for the office
    password: str = ""
    other_name: str = ""


def split_name(name: str) -> tuple[str, str]:
    """Splits in Vietnamese order: (family and middle names, given name).

    >>> split_name("Nguyễn Thị Mẫu")
    ('Nguyễn Thị', 'Mẫu')
    """
    words = collapse_whitespace(name).split(" ")
    return " ".join(words[:-1]), words[-1]


def parse_role(text: str, office: bool) -> Role:
    """Returns the role: ``admin`` → school administrator, or with ``office`` the office's. Raises
    ``ValidationError``."""
    wanted = text.strip().lower().removeprefix("office_")
    allowed = {role.value.removeprefix("office_"): role for role in (OFFICE_ROLES if office else SCHOOL_ROLES)}
    if wanted not in allowed:
        raise ValidationError(
            _("The role “%(role)s” is unknown; possible are %(roles)s.")
            % {"role": text, "roles": ", ".join(sorted(allowed))}
        )
    return allowed[wanted]


def _check_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
        get_user_model()._meta.get_field("email").run_validators(email)  # its length
    except ValidationError:
        raise ValidationError(_("“%(email)s” is not an e-mail address.") % {"email": email}) from None
    return email


def _find_school(code: str) -> School:
    school = School.objects.filter(code=code.strip()).first()
    if school is None:
        raise ValidationError(_("No school has the code “%(code)s”.") % {"code": code})
    return school


@transaction.atomic
def create_person(email: str, name: str, role: str, school_code: str = "", password: str = "") -> PersonOutcome:
    """A person with a role in a school (``school_code``) or in the office (empty). Idempotent by e-mail and role.

    A new person without ``password`` gets one made up; an existing one keeps the old unless one is given.
    Raises ``ValidationError``.
    """
    email, name = _check_email(email), collapse_whitespace(name)
    wanted = parse_role(role, office=not school_code)
    school = _find_school(school_code) if school_code else None
    user = get_user_model().objects.filter(email__iexact=email).first()
    status = "unchanged" if user else "created"
    made_up = ""
    if user is None:
        if not name:
            raise ValidationError(_("A new person needs a name."))
        last_name, first_name = split_name(name)
        user = get_user_model()(email=email, last_name=last_name[:150], first_name=first_name[:150])
        made_up = "" if password else secrets.token_urlsafe(12)
        user.save()
    _row, new = Membership.objects.get_or_create(user=user, school=school, role=wanted)
    if password or made_up:
        validate_password(password or made_up, user)  # after the membership: it must not contain the school's name
        user.set_password(password or made_up)
        user.save()
        status = "created" if status == "created" else "updated"
    if new and status == "unchanged":
        status = "updated"
    grants.sync_users([user.pk])
    known = user.get_full_name()
    other = name if name and name != known else ""
    return PersonOutcome(status, user.email, known, wanted.value, school.code if school else "", made_up, other)
