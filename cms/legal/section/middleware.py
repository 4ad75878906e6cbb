"""The superuser's unlocking of the section for fifteen minutes."""

from __future__ import annotations

import time

from wagtail.models import Page

from cms.core.web.admin_root import is_admin_request
from cms.legal.section import protection

SESSION_KEY = "section_unlock"  # {"page": id, "until": seconds since 1970, "reason": text}
UNLOCK_SECONDS = 15 * 60


class SectionUnlockMiddleware:
    """Applies a superuser's unlocking for the whole request. A middleware of its own: it makes no decision
    (``denial_messages`` does), but the unlocking must last until the response is built."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        unlock = _current_unlock(request)
        if unlock is None:
            return self.get_response(request)
        page = Page.objects.filter(pk=unlock["page"]).first()
        if page is None:
            return self.get_response(request)
        with protection.allow_section_change(request.user, unlock["reason"], page):
            return self.get_response(request)


def _current_unlock(request) -> dict | None:
    if not is_admin_request(request) or not (unlock := request.session.get(SESSION_KEY)):
        return None
    if unlock["until"] > time.time() and request.user.is_active and request.user.is_superuser:
        return unlock
    del request.session[SESSION_KEY]
    return None
