"""Ways to publish without the editing form (approving from the dashboard, bulk actions, the admin's API) lead to the
form when the draft cites law that does not hold: there it is seen, mended or ticked."""

from __future__ import annotations

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.legal.citations.check import check_page

_APPROVALS = ("wagtailadmin_pages:workflow_action", "wagtailadmin_pages:collect_workflow_action_data")


class SeenBeforePublishingMiddleware:
    """Stands after the guard: the pages are the person's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        for page in _published(request, kwargs):
            if page.permissions_for_user(request.user).can_edit() and check_page(page.get_latest_revision_as_object()):
                return _show(request, page)
        return None


def _published(request, kwargs):
    name = request.resolver_match.view_name
    if name in _APPROVALS and kwargs["action_name"] == "approve":
        return Page.objects.filter(pk=kwargs["page_id"])
    if name == "wagtailadmin_api:pages:action" and kwargs["action_name"] == "publish":
        return Page.objects.filter(pk=kwargs["pk"])
    if name == "wagtail_bulk_action" and (kwargs["app_label"], kwargs["action"]) == ("wagtailcore", "publish"):
        pages = Page.objects.filter(pk__in=[value for value in request.GET.getlist("id") if value.isdecimal()])
        if request.POST.get("include_descendants"):
            drafts = (list(page.get_descendants().filter(has_unpublished_changes=True)) for page in pages)
            return [*pages, *(draft for some in drafts for draft in some)]
        return pages
    return []


def _show(request, page):
    text = _("“%(title)s” cites law that does not hold today. Look at it here before it is published.") % {
        "title": page.get_latest_revision_as_object().title
    }
    if request.resolver_match.view_name.startswith("wagtailadmin_api"):
        return JsonResponse({"detail": text}, status=400, json_dumps_params={"ensure_ascii": False})
    messages.warning(request, text)
    return redirect("wagtailadmin_pages:edit", page.pk)
