"""The dashboard shows what a person edited, locked or submitted only where the person works now, in the places in view.

Wagtail checks who edited or locked a page, not whether that person may still see it: somebody who left a school would
continue to read the titles of its pages, as renamed since.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, IntegerField, Max, OuterRef, Q
from django.db.models.functions import Cast
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home
from wagtail.models import Page, PageLogEntry, WorkflowState, get_default_page_content_type
from wagtail.permissions import policy_registry

from cms.tenancy import rights
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.scoped_views.reports import own_pages


class OwnEditsPanel(home.RecentEditsPanel):
    def get_context_data(self, parent_context):
        context = Component.get_context_data(self, parent_context)
        user = parent_context["request"].user
        mine = PageLogEntry.objects.filter(_is_own_page(user, "page_id"), user=user, action="wagtail.edit")
        dates = mine.order_by().values("page_id").annotate(latest_date=Max("timestamp")).order_by("-latest_date")
        dates = list(dates[: getattr(settings, "WAGTAILADMIN_RECENT_EDITS_LIMIT", 5)])
        pages = Page.objects.specific().prefetch_workflow_states().annotate_approved_schedule()
        pages = pages.in_bulk([row["page_id"] for row in dates])
        edits = [(row["latest_date"], pages[row["page_id"]]) for row in dates if row["page_id"] in pages]
        return {**context, "last_edits": edits, "request": parent_context["request"]}


class OwnLocksPanel(home.LockedPagesPanel):
    def get_context_data(self, parent_context):
        context, user = super().get_context_data(parent_context), parent_context["request"].user
        locked = Page.objects.filter(_is_own_page(user, "pk"), locked=True, locked_by=user)
        locked = locked.order_by("-locked_at", "-latest_revision_created_at", "-pk").specific(defer=True)
        return {**context, "locked_pages": locked}  # Wagtail's own query has not run yet


class OwnModerationPanel(home.UserObjectsInWorkflowModerationPanel):
    def get_context_data(self, parent_context):
        context, user = Component.get_context_data(self, parent_context), parent_context["request"].user
        pages, number = Q(base_content_type=get_default_page_content_type()), Cast("object_id", IntegerField())
        states = WorkflowState.objects.active().alias(number=number)
        seen = pages & _is_own_page(user, "number")
        if _reads_library(user):
            seen |= ~pages
        states = states.filter(Q(requested_by=user) | pages & _is_own_page(user, "number", owner=user)).filter(seen)
        states = states.select_related("current_task_state", "current_task_state__task").prefetch_related(
            "content_object", "content_object__latest_revision"
        )
        states = states.order_by("-current_task_state__started_at")
        found = [state for state in states if state.content_object]
        return {**context, "workflow_states": found, "request": parent_context["request"]}


def _is_own_page(user, name: str, **fields):
    """Returns a condition: the page whose id is in the field ``name`` belongs to an own place. Checked row by row: for
    the few rows of this person, not for all pages of 300 schools."""
    return Exists(own_pages(user).filter(pk=OuterRef(name), **fields))


def _reads_library(user) -> bool:
    visitor = subject_of(user)
    return visitor.everywhere or visitor.library or visitor.reads_all


class OwnPagesSummary(PagesSummaryItem):
    """Counts the own pages; at the common ancestor of two schools' trees Wagtail counts all schools' pages."""

    def get_context_data(self, parent_context):
        user = self.request.user
        roots = [page for page, _actions in rights.page_roots(user)]
        if user.is_superuser or len(rights.pages_in_view(user, set(roots))) < 2:
            return super().get_context_data(parent_context)
        root = policy_registry.get_by_type(Page).explorable_root_instance(user)
        return {"root_page": root, "total_pages": own_pages(user).count(), "site_name": settings.WAGTAIL_SITE_NAME}


#: Replaces Wagtail's items of exactly this type.
REPLACEMENTS = {
    home.RecentEditsPanel: OwnEditsPanel,
    home.LockedPagesPanel: OwnLocksPanel,
    home.UserObjectsInWorkflowModerationPanel: OwnModerationPanel,
}


def replace_panels(request, found):
    """``construct_homepage_panels``."""
    found[:] = [REPLACEMENTS[type(panel)]() if type(panel) in REPLACEMENTS else panel for panel in found]


def replace_summary_items(request, found):
    """``construct_homepage_summary_items``."""
    found[:] = [OwnPagesSummary(request) if type(item) is PagesSummaryItem else item for item in found]
