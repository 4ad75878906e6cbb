"""The session middleware: rejects sessions without the required second factor or beyond their time limits.

It runs right after authentication. Everything behind it sees a rejected session as no session: on public sites the
person is anonymous, in the admin only the set-up is open. It accepts explicitly valid sessions and rejects the rest.
"""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.web.admin_root import is_admin_request
from cms.tenancy.accounts import devices, second_factor

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
_ACTIVITY_INTERVAL = 60  # seconds; not every request writes the session
#: Open without a second factor.
_SET_UP = (
    "mfa_activate_totp", "account_reauthenticate", "wagtailadmin_logout", "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
)  # fmt: skip


class SessionMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        refused = self.check(request) if signed_in else None
        if refused:
            return refused
        response = self.get_response(request)
        if signed_in and request.signed_in_wholly and is_admin_request(request) and request.user.is_authenticated:
            devices.remember_device(request, response, request.user.email)
        return response

    def check(self, request):
        """Returns the response that rejects the request; ``None`` lets it continue, perhaps as anonymous."""
        request.signed_in_wholly = False
        if is_session_expired(request):
            return self.end(request, _("You were signed out because the session was too long or idle."))
        record_activity(request)
        found = second_factor.devices_of(request.user)
        enrolled = "totp" in found.values()
        given = enrolled and second_factor.is_verified(request, found)
        if given or (not enrolled and not second_factor.is_required(request.user)):
            request.signed_in_wholly = True
            return None
        if not is_admin_request(request):
            request.user = AnonymousUser()
            return None
        if enrolled:
            return self.end(request, _("Please sign in again and type the code of your phone."))
        if request.path in {reverse(name) for name in _SET_UP}:
            return None
        return _adapt_response(request, redirect("mfa_activate_totp"))

    def end(self, request, why: str):
        logout(request)
        if not is_admin_request(request):
            return None
        messages.warning(request, why)
        return _adapt_response(request, redirect_to_login(request.get_full_path(), reverse("account_login")))


def is_session_expired(request) -> bool:
    """Returns whether the session has expired. A session without times was not created here and counts as expired."""
    now, session = time.time(), request.session
    return not (
        now - session.get(SIGNED_IN, 0) < 3600 * settings.SESSION_HOURS
        and now - session.get(SEEN, 0) < 60 * settings.SESSION_IDLE_MINUTES
    )


def record_activity(request) -> None:
    """Ignores the automatic requests of an open editor, sent every few seconds: they are no activity of a person."""
    if "/editing-sessions/" in request.path or request.path == reverse("editing_alive"):
        return
    if time.time() - request.session[SEEN] > _ACTIVITY_INTERVAL:
        request.session[SEEN] = int(time.time())


def begin_session(sender, request, **kwargs) -> None:
    """``user_logged_in``."""
    request.session[SIGNED_IN] = request.session[SEEN] = int(time.time())


def _adapt_response(request, response):
    """Scripts get a text instead of a page that they did not request."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest" or request.content_type == "application/json":
        text = _("Please sign in again.")
        return JsonResponse({"detail": text}, status=403, json_dumps_params={"ensure_ascii": False})
    return response
