"""The only functions that send notices to people. The rows belong to the caller's transaction.

``subject`` and ``text`` may be lazy and are filled with ``values`` in the system's language, whatever the language of
the person whose action triggers them; ``path`` is a URL path of the admin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.text import Truncator
from django.utils.translation import override

from cms.tenancy import rights
from cms.tenancy.models import Membership, Notice, School
from cms.tenancy.notifications import digest
from cms.tenancy.notifications.notification_types import NotificationType
from cms.tenancy.roles import ASSIGNED_ROLES, Role, approving_roles

OFFICE_RECIPIENT_ROLES = (Role.OFFICE_ADMIN, Role.OFFICE_APPROVER)
SYNCHRONOUS_LIMIT = 1000  # rows written in one statement

Values = Mapping[str, Any] | None


def notify_people(
    kind: NotificationType, user_ids: Iterable[int], subject: Any, text: Any, path: str, values: Values = None,
    school_id: int | None = None,
) -> None:  # fmt: skip
    """Notifies these people about this school (without one: about the office). They must belong there: ``digest``
    checks again before it mails."""
    words = _build_texts(subject, text, values)
    _write_notices(kind, ((user_id, school_id, path) for user_id in sorted(set(user_ids))), words)


def notify_school(
    kind: NotificationType, to: School, subject: Any, text: Any, path: str, values: Values = None
) -> None:
    """Notifies the people who decide at the school; where nobody does, its editors."""
    notify_schools(kind, [to.pk], subject, text, lambda _pk: path, values)


def notify_schools(
    kind: NotificationType,
    school_ids: Iterable[int],
    subject: Any,
    text: Any,
    path: Callable[[int], str],
    values: Values = None,
) -> None:
    """Notifies the deciders of many schools: each school gets its own link; one query finds the people."""
    words = _build_texts(subject, text, values)
    rows = (
        (user_id, school_id, path(school_id))
        for school_id, users in find_deciders(school_ids).items()
        for user_id in sorted(set(users))
    )
    _write_notices(kind, rows, words)


def notify_office(kind: NotificationType, subject: Any, text: Any, path: str, values: Values = None) -> None:
    """Notifies the people at the office who decide about schools' content."""
    users = get_user_model().objects.filter(rights.find_people(OFFICE_RECIPIENT_ROLES, None, superusers=False))
    notify_people(kind, users.values_list("pk", flat=True), subject, text, path, values)


def find_deciders(school_ids: Iterable[int]) -> dict[int, list[int]]:
    """Returns school id → ids of the people to notify."""
    rows = (
        Membership.objects.active()
        .filter(school__in=list(school_ids), school__closed_on=None, user__is_active=True)
        .exclude(role__in=ASSIGNED_ROLES)
        .values_list("school", "user", "role")
    )
    deciding: dict[int, list[int]] = {}
    others: dict[int, list[int]] = {}
    for school_id, user_id, role in rows:
        (deciding if role in approving_roles() else others).setdefault(school_id, []).append(user_id)
    return {**others, **deciding}


def _build_texts(subject: Any, text: Any, values: Values) -> tuple[str, str]:
    with override(settings.LANGUAGE_CODE):
        subject, text = (part % values if values else str(part) for part in (subject, text))
        return Truncator(" ".join(subject.split())).chars(250), text.strip()


def _write_notices(kind: NotificationType, rows: Iterable[tuple[int, int | None, str]], words: tuple[str, str]) -> None:
    subject, text = words
    notices = [
        Notice(user_id=user_id, school_id=school_id, kind=kind.code, subject=subject, text=text, path=path)
        for user_id, school_id, path in rows
    ]
    Notice.objects.bulk_create(notices, SYNCHRONOUS_LIMIT)
    if notices and kind.at_once:
        digest.send_urgent.enqueue()  # a row of this transaction: a rollback removes it
