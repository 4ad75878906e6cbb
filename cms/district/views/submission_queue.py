"""The office's queue of nominated pages."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

import django_filters
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusFlagColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets import AdminDateInput

from cms.core.text import fold_diacritics
from cms.core.web.listing import ListingView
from cms.district import revision_diff
from cms.district.models import Submission
from cms.district.submissions import portal_listings, transitions
from cms.district.submissions.transitions import TransitionNotAllowed
from cms.district.views.detail_views import DetailView
from cms.district.views.shared_columns import school_column
from cms.home import directory
from cms.tenancy import rights, sites
from cms.tenancy.authorities import jurisdiction
from cms.tenancy.models import GoverningAuthority, School
from cms.tenancy.school_chooser import search_schools

TRANSITIONS = {
    "changes": transitions.request_changes,
    "refuse": transitions.refuse_submission,
    "down": transitions.unlist_submission,
}


def list_kind_choices() -> list[tuple[str, str]]:
    return [(label, apps.get_model(label)._meta.verbose_name) for label in transitions.NOMINATABLE_TYPES]


def list_commune_choices() -> list[tuple[str, str]]:
    return [(name, name) for name, _count in directory.count_communes(directory.served_schools())]


class SubmissionFilterSet(WagtailFilterSet):
    """Those that wait, unless said otherwise; the authority as of a day, today's unless said otherwise."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=[("all", gettext_lazy("All")), *Submission.State.choices],
        method="in_state", empty_label=None, initial=Submission.State.WAITING,
    )  # fmt: skip
    commune = django_filters.ChoiceFilter(
        label=gettext_lazy("Commune or ward"), field_name="school__commune", choices=list_commune_choices
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Level"), field_name="school__level", choices=School.Level.choices
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=list_kind_choices)
    authority = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Governing authority"),
        queryset=GoverningAuthority.objects.order_by("name"),
        method="governed",
    )
    day = django_filters.DateFilter(label=gettext_lazy("As of"), method="as_of", widget=AdminDateInput)

    class Meta:
        model = Submission
        fields: ClassVar[list[str]] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows if value == "all" else rows.filter(state=value)

    def governed(self, rows: QuerySet, name: str, value: GoverningAuthority) -> QuerySet:
        day = self.form.cleaned_data.get("day") or timezone.localdate()
        return rows.filter(school__in=jurisdiction.governed_school_ids(value, day))

    def as_of(self, rows: QuerySet, name: str, value: datetime.date) -> QuerySet:
        return rows  # said of the authority


class SubmissionQueueView(ListingView):
    """The search is for words of the school."""

    model = Submission
    page_title = gettext_lazy("Offered by schools")
    header_icon = "download"
    index_url_name, index_results_url_name = "district_queue", "district_queue_results"
    filterset_class = SubmissionFilterSet
    is_searchable = True
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="district_queue_item"),
        school_column(),
        Column("commune", label=gettext_lazy("Commune or ward"), accessor="school.commune"),
        DateColumn("submitted_at", label=gettext_lazy("Offered on")),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display",
            primary=lambda row: row.state == Submission.State.ACCEPTED,
        ),
        StatusFlagColumn("is_update", label=gettext_lazy("later edit"), true_label=gettext_lazy("later edit")),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Submission]:
        return Submission.objects.select_related("school", "page", "submitted_by")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        data = self.request.GET.copy()
        data.setdefault("state", Submission.State.WAITING)
        return {**super().get_filterset_kwargs(), "data": data}

    def filter_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """A filter that makes no sense finds nothing; the form says why."""
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    def search_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        if not self.is_searching:
            return queryset
        return queryset.filter(school__in=search_schools(School.objects.all(), fold_diacritics(self.search_query)))


class SubmissionView(DetailView):
    """One page: what is offered, what changed since the accepted version, what happened."""

    template_name = "district/admin/queue_item.html"
    list_view = SubmissionQueueView

    @cached_property
    def submission(self) -> Submission:
        rows = Submission.objects.select_related("school", "page", "revision", "accepted_revision", "submitted_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.submission.title

    def changes(self) -> list:
        if not self.submission.is_update or not self.submission.page:
            return []
        page = self.submission.page.specific
        return revision_diff.compare_revisions(
            page, self.submission.accepted_revision, self.submission.revision, self.request
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, portal = self.submission.page, sites.portal_site()
        accepted = portal if self.submission.accepted_revision_id else None
        return super().get_context_data(
            submission=self.submission,
            kind=apps.get_model(self.submission.kind)._meta.verbose_name,
            comparison=self.changes(),
            events=self.submission.events.select_related("by"),
            source_url=sites.page_url(page.url_path) if page and page.live else "",
            shown_at=accepted.root_url + portal_listings.submission_url(self.submission) if accepted else "",
            may_change=rights.has_right(self.request.user, "district.change_submission", None),
            **kwargs,
        )


@require_POST
def decide_submission(request, pk, step):
    """``step``: accept, changes, refuse or down (take off the portal); all but the first with ``comment``."""
    if not rights.has_right(request.user, "district.change_submission", None):
        raise PermissionDenied
    submission = get_object_or_404(Submission, pk=pk)
    if step != "accept" and step not in TRANSITIONS:
        raise Http404
    try:
        if step == "accept":
            transitions.accept_submission(submission, request.user)
        else:
            TRANSITIONS[step](submission, request.user, request.POST.get("comment", ""))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done. The school is told."))
    return redirect("district_queue_item", pk)
