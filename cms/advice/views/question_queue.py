"""The queue of a place: its questions, the most urgent first."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusFlagColumn, StatusTagColumn, TitleColumn

from cms.advice.models import Asker, Question
from cms.advice.workflow import assignment
from cms.core.text import fold_diacritics
from cms.core.web.listing import DayColumn, ListingView
from cms.legal.models import LegalField
from cms.tenancy.models import School
from cms.tenancy.school_chooser import search_schools

OPEN, ALL, LATE = "open", "all", "late"


class QueueFilterSet(WagtailFilterSet):
    """Open ones, unless said otherwise."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="in_state", empty_label=None, initial=OPEN,
        choices=[(OPEN, gettext_lazy("Open")), (LATE, gettext_lazy("Late")), (ALL, gettext_lazy("All")),
                 *Question.State.choices],
    )  # fmt: skip
    asker = django_filters.ChoiceFilter(label=gettext_lazy("Who asks"), choices=Asker.choices)
    at_office = django_filters.BooleanFilter(label=gettext_lazy("At the office"))
    field = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Field of law"), queryset=LegalField.objects.order_by("name")
    )

    class Meta:
        model = Question
        fields: ClassVar[list[str]] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == LATE:
            return rows.filter(state__in=Question.OPEN, due_on__lt=timezone.localdate())
        if value == OPEN:
            return rows.filter(state__in=Question.OPEN)
        return rows if value == ALL else rows.filter(state=value)


def _place_label(row: Question) -> str:
    name = (row.school.short_name or row.school.name) if row.school else str(gettext_lazy("Education office"))
    return f"{name} → {gettext_lazy('office')}" if row.school and row.at_office else name


class QueueView(ListingView):
    """The search is for words of the school; a number finds the question."""

    model = Question
    page_title = gettext_lazy("Questions")
    header_icon = "help"
    index_url_name, index_results_url_name = "advice_queue", "advice_queue_results"
    filterset_class = QueueFilterSet
    is_searchable = True
    no_results_message = gettext_lazy("No question fits.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("subject", label=gettext_lazy("Question"), accessor="subject", url_name="advice_item"),
        Column("place", label=gettext_lazy("Place"), accessor=_place_label),
        Column("asker", label=gettext_lazy("Who asks"), accessor="get_asker_display"),
        Column("field", label=gettext_lazy("Field of law"), accessor=lambda row: row.field.label if row.field else ""),
        DayColumn("due_on", label=gettext_lazy("Due on")),
        StatusFlagColumn("late", label=gettext_lazy("Late"), true_label=gettext_lazy("late"),
                         accessor=lambda row: row.is_open and bool(row.due_on) and row.due_on < timezone.localdate()),
        Column("person", label=gettext_lazy("Assigned to"), accessor=lambda row: row.assigned_to or ""),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="get_state_display",
                        primary=lambda row: row.state == Question.State.ANSWERED),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Question]:
        rows = assignment.questions_in_scope(self.request.user).select_related("school", "field", "assigned_to")
        return rows.defer("contact", "reply").order_by("due_on", "pk")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        data = self.request.GET.copy()
        data.setdefault("state", OPEN)
        return {**super().get_filterset_kwargs(), "data": data}

    def filter_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """A filter that makes no sense finds nothing; the form says why."""
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if not self.is_searching:
            return queryset
        typed = self.search_query.strip().lstrip("#")
        if typed.isascii() and typed.isdigit() and len(typed) < 10:
            return queryset.filter(pk=int(typed))
        return queryset.filter(school__in=search_schools(School.objects.all(), fold_diacritics(self.search_query)))
