"""Reports about pages, limited to the own ones: rows, and the people, sites and types offered as filters."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.functional import cached_property
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet, LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportFilterSet, PageTypesUsageReportView
from wagtail.admin.views.reports.workflows import (
    WorkflowReportFilterSet,
    WorkflowTasksReportFilterSet,
    WorkflowTasksView,
    WorkflowView,
)
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.tenancy.scoped_views.people import colleagues, own_sites, sees_all_people


class _OwnPeople:
    """For filter sets: limits the choices in ``people`` to colleagues."""

    people: tuple[str, ...] = ()
    filters: dict[str, Any]

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if request is None or sees_all_people(request.user):
            return
        for name in self.people:
            if name in self.filters:
                self.filters[name].queryset = colleagues(request.user).order_by("last_name", "first_name")


def own_pages(user):
    return policy_registry.get_by_type(Page).explorable_instances(user).exclude(depth=1)


class OwnLockedFilterSet(_OwnPeople, LockedPagesReportFilterSet):
    people = ("locked_by",)


class OwnLockedPagesView(LockedPagesView):
    filterset_class = OwnLockedFilterSet

    def get_queryset(self):
        """Wagtail adds every page that the person has locked, including those in a school left since."""
        return super().get_queryset().filter(pk__in=own_pages(self.request.user).values("pk"))


class _Readable:
    """Page policy for a report that Wagtail shows only to publishers: the right to read is enough here."""

    def __init__(self, policy):
        self._policy = policy

    def __getattr__(self, name):
        return getattr(self._policy, name)

    def instances_user_has_permission_for(self, user, action):
        return own_pages(user)


class OwnAgingPagesView(AgingPagesView):
    @cached_property
    def permission_policy(self):
        return _Readable(policy_registry.get_by_type(Page))


class OwnWorkflowFilterSet(_OwnPeople, WorkflowReportFilterSet):
    people = ("requested_by",)


class OwnWorkflowView(WorkflowView):
    filterset_class = OwnWorkflowFilterSet


class OwnTasksFilterSet(_OwnPeople, WorkflowTasksReportFilterSet):
    people = ("requested_by", "finished_by")


class OwnWorkflowTasksView(WorkflowTasksView):
    filterset_class = OwnTasksFilterSet


class OwnTypesFilterSet(PageTypesUsageReportFilterSet):
    def __init__(self, *args, request=None, **kwargs):
        # Bypasses Wagtail's own, which reads every site with its page to count them: SQLite fails on that at 1,000.
        super(PageTypesUsageReportFilterSet, self).__init__(*args, request=request, **kwargs)
        if request is None or sees_all_people(request.user):
            return
        sites = own_sites(request.user).select_related("root_page")
        choices = [(site.root_page.path, str(site)) for site in sites]
        if len(choices) > 1:
            self.filters["site"].extra["choices"] = choices
        else:
            del self.filters["site"]


class OwnPageTypesView(PageTypesUsageReportView):
    filterset_class = OwnTypesFilterSet

    def get_queryset(self):
        if sees_all_people(self.request.user):
            return super().get_queryset()
        pages = own_pages(self.request.user)
        self.queryset = ContentType.objects.filter(pk__in=pages.order_by().values("content_type"))
        types = self.filter_queryset(self.queryset)
        chosen = self.filters.form.cleaned_data
        if language := chosen.get("page_locale"):
            pages = pages.filter(locale__language_code=language)
        if root := chosen.get("site"):
            pages = pages.filter(path__startswith=root)
        latest = pages.filter(content_type=OuterRef("pk")).order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk"
        )
        counted = Count("pages", filter=Q(pages__in=pages.order_by().values("pk")), distinct=True)
        return types.annotate(count=counted, last_edited_page_id=Subquery(latest.values("pk")[:1])).order_by(
            "-count", "app_label", "model"
        )


_REPORTS = (
    ("locked", OwnLockedPagesView, "own_locked_pages"),
    ("aging-pages", OwnAgingPagesView, "own_aging_pages"),
    ("workflow", OwnWorkflowView, "own_workflow_report"),
    ("workflow_tasks", OwnWorkflowTasksView, "own_workflow_tasks_report"),
    ("page-types-usage", OwnPageTypesView, "own_page_types_report"),
)
VIEWS = tuple(
    row
    for route, view, name in _REPORTS
    for row in (
        (f"reports/{route}/", view.as_view(), name),
        (f"reports/{route}/results/", view.as_view(results_only=True), f"{name}_results"),
    )
)
