"""Limits downloads from the admin: a streamed file continues only while the person has every role it started with. A
list of ten thousand rows takes a while, and so does a slow connection."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404
from django.views.defaults import page_not_found

from cms.core.web.admin_root import is_admin_request
from cms.tenancy import rights

logger = logging.getLogger(__name__)
CHECK_INTERVAL = 100  # chunks (rows of a table, 4 kB of a file) between two checks
#: Outside the admin, private files and images are served from these URLs.
_PRIVATE = ("/documents/", "/private-images/")


class AccessWithdrawn(Exception):
    """Aborts the connection: a truncated file must not look complete."""


class PrivateStreamMiddleware:
    """Runs inside the access control middleware, which has read the person's memberships before the view ran. It is
    separate because it checks responses while they are sent, also of private files outside the admin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not _needs_watching(request):
            return response
        if response.streaming:
            roles = roles_held(request.user)
            response.streaming_content = watch_stream(request.user, roles, response.streaming_content)
        elif "attachment" in response.get("Content-Disposition", "") and not still_holds(
            request.user, roles_held(request.user)
        ):
            return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
        return response


def _needs_watching(request) -> bool:
    """Returns whether to check the stream. Visitors without a session are not checked: caches may store their
    responses."""
    place = is_admin_request(request) or request.path.startswith(_PRIVATE)
    return place and settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def roles_held(user) -> frozenset:
    """Returns (school, role) as of the start of the request; a superuser's status counts as a role."""
    own = {(place.school_id, place.role.value) for place in rights.places_of(user)}
    return frozenset(own | ({"superuser"} if user.is_superuser else set()))


def still_holds(user, roles: frozenset) -> bool:
    """Returns whether the person still has all roles. Needs one query, which bypasses the request's cache."""
    rows = get_user_model().objects.filter(pk=user.pk, is_active=True).values_list(
        "is_superuser", "memberships__school", "memberships__role", "memberships__suspended_at"
    )  # fmt: skip
    now: set[str | tuple[int, str]] = set()
    found = False
    for is_superuser, school_id, role, suspended_at in rows:
        found = True
        now |= {"superuser"} if is_superuser else set()
        now |= {(school_id, role)} if role and suspended_at is None else set()
    return found and roles <= now


def watch_stream(user, roles: frozenset, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for number, piece in enumerate(pieces):
        if number % CHECK_INTERVAL == 0 and not still_holds(user, roles):
            logger.warning("A file was broken off: user %s lost a role while it was sent", user.pk)
            raise AccessWithdrawn
        yield piece
