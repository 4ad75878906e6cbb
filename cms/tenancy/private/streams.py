"""Files taken out of the admin: one that is still being written goes on only while the person keeps every role it was
begun with. A list of ten thousand rows takes a while, and so does a slow line."""

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
CHECK_INTERVAL = 100  # pieces (rows of a table, 4 kB of a file) between two looks
#: Private files and pictures come from here, outside the admin.
_PRIVATE = ("/documents/", "/private-images/")


class AccessWithdrawn(Exception):
    """Breaks the connection off: half a file must not look like a whole one."""


class PrivateStreamMiddleware:
    """Inside the guard, which has read the person's memberships before the view ran. Apart from it: it looks at
    answers while they are sent, of private files outside the admin too."""

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
    """Visitors without a session are asked nothing: their answers may be kept by caches."""
    place = is_admin_request(request) or request.path.startswith(_PRIVATE)
    return place and settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def roles_held(user) -> frozenset:
    """(school, role) as the request began; a superuser's is a role too."""
    own = {(place.school_id, place.role.value) for place in rights.places_of(user)}
    return frozenset(own | ({"superuser"} if user.is_superuser else set()))


def still_holds(user, roles: frozenset) -> bool:
    """One query, past everything that the request remembers."""
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
