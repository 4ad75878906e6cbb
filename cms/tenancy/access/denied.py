"""Explains a denial: the screen says what was denied, why, and who can help, instead of a redirect to the dashboard.

Every access check of the admin returns a ``Denial``; ``render_denial`` renders it for people and for scripts.
``permission_denied`` and ``reject_request`` replace Wagtail's answers (``registration``). ``DenialHelp`` is also shown
below Wagtail's 404. There it depends on the person alone: another school's object and a missing object look the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.account import LogoutView
from wagtail.models import Page

from cms.core.instance_hooks import allow_all_rows
from cms.tenancy import rights
from cms.tenancy.access import routes
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role

#: The attempted action, by the last part of the URL name.
_ATTEMPTED_KEY = {
    "add": gettext_lazy("Add something here"),
    "add_subpage": gettext_lazy("Add a page here"),
    "edit": gettext_lazy("Change this"),
    "delete": gettext_lazy("Delete this"),
    "publish": gettext_lazy("Publish this"),
    "unpublish": gettext_lazy("Take this off the site"),
    "copy": gettext_lazy("Copy this"),
    "move": gettext_lazy("Move this"),
    "move_confirm": gettext_lazy("Move this"),
    "set_page_position": gettext_lazy("Put pages in another order"),
    "set_privacy": gettext_lazy("Say who may see this"),
    "lock": gettext_lazy("Lock this"),
    "unlock": gettext_lazy("Unlock this"),
    "workflow_action": gettext_lazy("Decide about this page"),
    "revisions_revert": gettext_lazy("Bring back an older version"),
    "submit_page_translation": gettext_lazy("Have this translated"),
}
_MAX_NAMES = 3
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Denial:
    """``text``: the reason for the denial. ``leads_to``: the URL where the person can fix it, with its label; without
    it the answer is a screen of its own. ``status``: the HTTP status of that screen and of answers to scripts."""

    text: str
    status: int = 403
    leads_to: str = ""
    level: int = messages.ERROR


@dataclass(frozen=True)
class DenialHelp:
    """``reasons`` and ``people`` are sentences about the person who asks, never about the requested object."""

    reasons: list[str]
    people: list[str]


@allow_all_rows("a person's own roles, suspended ones too, and who can help there")
def find_help(user) -> DenialHelp:
    if not user.is_authenticated:
        return DenialHelp([], [])
    rows = list(Membership.objects.filter(user=user).select_related("school").order_by("school__name", "pk"))
    return DenialHelp(
        [_reason_text(row) for row in rows], [*_school_administrators(user, rows), *_office_contacts(user)]
    )


def _reason_text(row: Membership) -> str:
    words: dict[str, Any] = {"school": row.school or rights.get_portal(), "role": Role(row.role).label}
    if row.suspended_at is None:
        return _("Your role at %(school)s: %(role)s.") % words
    words["day"] = formats.date_format(timezone.localtime(row.suspended_at), "SHORT_DATE_FORMAT")
    # Without the school's name, which may have changed since then.
    return _("Your work at a school (%(role)s) is suspended since %(day)s.") % words


def _school_administrators(user, rows) -> list[str]:
    """Returns administrators of the schools where the person works now. For other schools it shows no name, not even
    the school's, which may be new."""
    found = []
    for school in dict.fromkeys(row.school for row in rows if row.school and row.suspended_at is None):
        admins = Membership.objects.active().filter(school=school, role=Role.SCHOOL_ADMIN, user__is_active=True)
        names = [str(admin.user) for admin in admins.exclude(user=user).select_related("user")[:_MAX_NAMES]]
        if names:
            words = {"school": school, "names": ", ".join(names)}
            found.append(_("an administrator of %(school)s: %(names)s") % words)
    return found or [_("an administrator of the school")]


def _office_contacts(user) -> list[str]:
    office = rights.get_portal()
    return [_("the office: %(office)s") % {"office": office}] if office else [_("those who run the system")]


# --- answers -------------------------------------------------------------------------------------------------


def render_denial(request: HttpRequest, refusal: Denial) -> HttpResponse:
    if is_script_request(request):
        return JsonResponse({"detail": refusal.text}, status=refusal.status, json_dumps_params={"ensure_ascii": False})
    if refusal.leads_to:
        messages.add_message(request, refusal.level, refusal.text)
        return redirect(refusal.leads_to)
    context = {"text": refusal.text, "help": find_help(request.user), "was_sent": _sends_data(request)}
    return render(request, "tenancy/admin/refused.html", context, status=refusal.status)


def is_script_request(request: HttpRequest) -> bool:
    return (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.content_type == "application/json"
        or routes.is_admin_api(request)
    )


def permission_denied(request):
    """Replaces ``wagtail.admin.auth.permission_denied``. The access control middleware has allowed the request, so the
    object belongs to a place of the person; the role there lacks the right."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    if request.content_type == "application/json":
        return script_message()
    context = {
        "text": _attempted_before(request),
        "help": find_help(request.user),
        "back": _return_url(request),
        "was_sent": _sends_data(request),
    }
    return render(request, "tenancy/admin/refused.html", context, status=403)


def reject_request(request):
    """Replaces ``wagtail.admin.auth.reject_request``, for a signed-in person without any workplace. Sign-out stays
    open."""
    if request.path == reverse("wagtailadmin_logout"):
        return LogoutView.as_view()(request)
    list(get_messages(request))  # discards Wagtail's message; this screen says it better
    context = {"help": find_help(request.user)}
    return render(request, "tenancy/admin/no_place.html", context, status=403)


def is_known_user(request) -> bool:
    return request.user.is_authenticated and request.headers.get("x-requested-with") != "XMLHttpRequest"


def script_message():
    detail = _("Your role does not allow this. Nothing was changed. Ask your administrator or the office.")
    return JsonResponse({"detail": detail}, status=403, json_dumps_params={"ensure_ascii": False})


def _attempted_before(request) -> str:
    match = request.resolver_match
    what = _ATTEMPTED_KEY.get((match.view_name or "").rpartition(":")[2]) if match else None
    number = routes.named_page_id(match) if match else None
    page = Page.objects.filter(pk=number).first() if number is not None else None
    words = {"what": what or _("Open this screen"), "title": page.get_admin_display_title() if page else ""}
    if page is not None:
        return _("“%(what)s” was refused for the page “%(title)s”: your role does not allow it.") % words
    return _("“%(what)s” was refused: your role does not allow it.") % words


def _sends_data(request) -> bool:
    return request.method not in SAFE


def _return_url(request) -> str:
    """Returns the URL that the person came from, if it is on this host; never the page itself."""
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.get_host() or (came_from.path == request.path and not _sends_data(request)):
        return ""
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
