"""Clear words for refused changes to the section, and the superuser's unlocking for fifteen minutes."""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page

from cms.core.rows import reading_all
from cms.legal.section import guard
from cms.legal.section.guard import SectionProtected

SESSION_KEY = "section_unlock"  # {"page": id, "until": seconds since 1970, "reason": text}
UNLOCK_SECONDS = 15 * 60

#: Views that only make sense for pages that may change; the value names the URL's page argument.
REFUSED_VIEWS = {
    "wagtailadmin_pages:delete": "page_id",
    "wagtailadmin_pages:unpublish": "page_id",
    "wagtailadmin_pages:move": "page_to_move_id",
    "wagtailadmin_pages:move_confirm": "page_to_move_id",
    "wagtailadmin_pages:copy": "page_id",
    "wagtailadmin_pages:convert_alias": "page_id",
    "wagtail_localize:convert_to_alias": "page_id",
}
#: The same through the admin's own API.
REFUSED_ACTIONS = {"delete", "unpublish", "move", "copy", "create_alias", "convert_alias"}
REFUSED_BULK = {"delete", "unpublish", "move"}


class SectionGuardMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        unlock = _current_unlock(request)
        if unlock is None:
            return self.get_response(request)
        page = Page.objects.filter(pk=unlock["page"]).first()
        if page is None:
            return self.get_response(request)
        with guard.allow_section_change(request.user, unlock["reason"], page):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Says why before the view says no. Only to people who may edit the page: others learn nothing here."""
        with reading_all("which page is protected; only those who may edit it are told"):
            for page in _pages_at_risk(request, kwargs):
                if guard.is_protected(page) and page.permissions_for_user(request.user).can_edit():
                    return _refuse(request, page)
        return None

    def process_exception(self, request, exception):
        """The wall beneath has refused something that came by a way without a check of its own."""
        if isinstance(exception, SectionProtected) and _in_admin(request):
            return _refuse(request, exception.page)
        return None


def _in_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _current_unlock(request) -> dict | None:
    if not _in_admin(request) or not (unlock := request.session.get(SESSION_KEY)):
        return None
    if unlock["until"] > time.time() and request.user.is_active and request.user.is_superuser:
        return unlock
    del request.session[SESSION_KEY]
    return None


def _pages_at_risk(request, kwargs) -> list[Page]:
    name = request.resolver_match.view_name
    ids = []
    if argument := REFUSED_VIEWS.get(name):
        ids = [kwargs[argument]]
    elif name == "wagtailadmin_api:pages:action" and kwargs["action_name"] in REFUSED_ACTIONS:
        ids = [kwargs["pk"]]
    elif name == "wagtail_bulk_action" and kwargs["action"] in REFUSED_BULK and kwargs["app_label"] == "wagtailcore":
        ids = [value for value in request.GET.getlist("id") if value.isdecimal()]
    return list(Page.objects.filter(pk__in=ids)) if ids and request.user.is_authenticated else []


def _refuse(request, page):
    text = guard.refusal(page)
    if request.resolver_match.view_name.startswith("wagtailadmin_api") or (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
    ):
        return JsonResponse({"detail": text}, status=403, json_dumps_params={"ensure_ascii": False})
    messages.error(request, text)
    if not Page.objects.filter(pk=page.pk).exists():
        return redirect("wagtailadmin_home")
    return redirect("wagtailadmin_explore", page.pk)
