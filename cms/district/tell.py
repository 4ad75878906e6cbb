"""Tells people what concerns them: a short letter with a link, sent by the worker after the transaction has held.

The one door for letters of this app, so that who gets what stands in one place: people of a school never hear
of another school.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from cms.core.jobs.queue import BACKEND
from cms.tenancy import rights
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import Role, approving_roles

OFFICE_DESK = (Role.OFFICE_ADMIN, Role.OFFICE_APPROVER)


def item_url(school_id: int, broadcast_id: int) -> str:
    return reverse("district_inbox_item", args=[school_id, broadcast_id])


def people(user_ids: Iterable[int], subject: str, text: str, path: str) -> None:
    """One letter to each of these people who is active; ``path`` is an address of the admin."""
    if ids := sorted(set(user_ids)):
        letters.enqueue(ids, subject, text, path)  # a row of this transaction: gone with it if it fails


def school(to: School, subject: str, text: str, path: str) -> None:
    """To those who decide at the school; where nobody does, to its editors."""
    people(_deciders([to.pk]).get(to.pk, ()), subject, text, path)


def schools(school_ids: list[int], subject: str, text: str, path: Callable[[int], str]) -> None:
    """The same to the deciders of many schools: each school its own link, one query for the people."""
    for school_id, users in _deciders(school_ids).items():
        people(users, subject, text, path(school_id))


def office(subject: str, text: str, path: str) -> None:
    """To those at the office who decide about schools' things."""
    users = get_user_model().objects.filter(rights.people(OFFICE_DESK, None, superusers=False))
    people(users.values_list("pk", flat=True), subject, text, path)


def _deciders(school_ids: list[int]) -> dict[int, list[int]]:
    rows = (
        Membership.objects.active()
        .filter(school__in=school_ids, user__is_active=True)
        .values_list("school", "user", "role")
    )
    deciders: dict[int, list[int]] = {}
    others: dict[int, list[int]] = {}
    for school_id, user_id, role in rows:
        (deciders if role in approving_roles() else others).setdefault(school_id, []).append(user_id)
    return {**others, **deciders}


@task(backend=BACKEND)
def letters(user_ids: list[int], subject: str, text: str, path: str) -> int:
    """Mail to each person, no address shown to another; the number sent."""
    users = get_user_model().objects.filter(pk__in=user_ids, is_active=True)
    addresses = list(users.values_list("email", flat=True))
    url = settings.WAGTAILADMIN_BASE_URL + path
    with translation.override(settings.LANGUAGE_CODE):
        for address in addresses:
            send_mail(subject, f"{text}\n\n{url}\n", settings.DEFAULT_FROM_EMAIL, [address])
    return len(addresses)
