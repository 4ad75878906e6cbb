"""The list of conflicts between sources, its filters, and which rows an address with filters means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, Table, TitleColumn

from cms.core.web.listing import ListingView, TemplateColumn
from cms.legal.admin_views.review_views import OfficeReadableMixin
from cms.legal.citations.mending.views import PER_PAGE
from cms.legal.documents import library
from cms.legal.models import LegalDocument, SourceConflict, SourceRecord
from cms.legal.models.sources import SOURCE_CHOICES
from cms.legal.sources import source_registry
from cms.legal.sources.conflicts import TEXT, field_label
from cms.legal.sources.messages import describe_value, web_address
from cms.tenancy import rights

RIGHT = "legal.change_sourceconflict"
#: Each decision is written with its history; more would outlast the request.
MAX_CONFLICTS = 300


def conflict_fields() -> list[tuple[str, str]]:
    return [(name, field_label(name)) for name in (*source_registry.COMPARED, TEXT)]


class ConflictFilterSet(WagtailFilterSet):
    field = django_filters.ChoiceFilter(label=pgettext_lazy("of a record", "Field"), choices=conflict_fields)
    shown_source = django_filters.ChoiceFilter(label=gettext_lazy("Shown is what is said by"), choices=SOURCE_CHOICES)
    other_source = django_filters.ChoiceFilter(label=gettext_lazy("Something else is said by"), choices=SOURCE_CHOICES)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"), choices=SourceConflict.State.choices, empty_label=None,
        initial=SourceConflict.State.OPEN,
    )  # fmt: skip

    class Meta:
        model = SourceConflict
        fields = ["field", "shown_source", "other_source", "state"]


def conflict_state(data: QueryDict) -> str:
    state = data.get("state")
    return state if state in SourceConflict.State.values else SourceConflict.State.OPEN


def search_query(request: HttpRequest) -> str:
    """The list's own part of the address: filters, search, page; not what Wagtail's scripts or a decision add."""
    data = request.GET.copy()
    for name in list(data):
        if name == "take" or name.startswith("_"):
            del data[name]
    return data.urlencode()


def filter_by_words(rows: QuerySet[SourceConflict], words: str) -> QuerySet[SourceConflict]:
    """By number or name of the document."""
    if not (words := words.strip()[:100]):
        return rows
    return rows.filter(document__in=LegalDocument.objects.filter(library.words_match(words)).values("pk"))


def selected_open_conflicts(request: HttpRequest) -> QuerySet[SourceConflict]:
    """The open rows that the list shows at this address, on all of its pages."""
    data = request.GET.copy()
    data["state"] = SourceConflict.State.OPEN
    rows = SourceConflict.objects.filter(state=SourceConflict.State.OPEN).order_by("pk")
    return filter_by_words(ConflictFilterSet(data, queryset=rows, request=request).qs, data.get("q", ""))


def filter_by_source(rows: QuerySet[SourceConflict], source: str) -> QuerySet[SourceConflict]:
    return rows.filter(Q(shown_source=source) | Q(other_source=source))


def add_sides(conflicts: Iterable[Any]) -> None:
    """Gives each what either side says, by whom, where and when (``shown_side``, ``other_side``); one query for all."""
    conflicts = list(conflicts)
    records = SourceRecord.objects.filter(
        document__in={row.document_id for row in conflicts}, replaced_at__isnull=True
    ).defer("values")
    found = {(record.document_id, record.source): record for record in records}
    for row in conflicts:
        for side in ("shown", "other"):
            source = getattr(row, f"{side}_source")
            record = found.get((row.document_id, source))
            told = {
                "source": source_registry.source_name(source) if source else "",
                "value": describe_side(row, side),
                "address": web_address(record.address) if record else "",
                "day": record.stated_on if record else None,
            }
            setattr(row, f"{side}_side", told)


def describe_side(conflict: SourceConflict, side: str) -> str:
    return describe_value(getattr(conflict, f"{side}_value")) or _("no text")


class ConflictListView(OfficeReadableMixin, ListingView):
    """The search is for number or name of the document."""

    model = SourceConflict
    page_title = gettext_lazy("Conflicts of sources")
    header_icon = "openquote"
    introduction = gettext_lazy(
        "Where sources differ the library shows what the best one says and keeps the others beside it. A text that "
        "does not look like the document's is held back. Somebody decides; every decision can be taken back."
    )
    results_template_name = "legal/admin/conflicts/results.html"
    index_url_name, index_results_url_name = "library_work:conflicts", "library_work:conflicts_results"
    paginate_by = PER_PAGE
    filterset_class = ConflictFilterSet
    is_searchable = True

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return _("No conflict fits.")
        return _("The sources agree, or somebody has decided.")

    @cached_property
    def state(self) -> str:
        return conflict_state(self.request.GET)

    @cached_property
    def filters(self) -> ConflictFilterSet:
        """Each state says how many there are of it."""
        filters = ConflictFilterSet(**self.get_filterset_kwargs())
        counts = Counter(dict(SourceConflict.objects.order_by().values_list("state").annotate(Count("pk"))))
        filters.form.fields["state"].choices = [
            (value, f"{label} ({counts[value]})") for value, label in SourceConflict.State.choices
        ]
        return filters

    def get_filterset_kwargs(self) -> dict[str, Any]:
        data = self.request.GET.copy()
        data["state"] = self.state
        return {**super().get_filterset_kwargs(), "data": data}

    def get_base_queryset(self) -> QuerySet[SourceConflict]:
        return SourceConflict.objects.select_related("document__doc_type", "decided_by", "text").defer("text__packed")

    def search_queryset(self, queryset: QuerySet[SourceConflict]) -> QuerySet[SourceConflict]:
        return filter_by_words(queryset, self.search_query)

    @cached_property
    def may_change(self) -> bool:
        return rights.has_right(self.request.user, RIGHT, None)

    @property
    def decides(self) -> bool:
        return self.may_change and self.state == SourceConflict.State.OPEN

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        speakers: Counter[str] = Counter()
        if self.decides:
            pairs = self.object_list.order_by().values_list("shown_source", "other_source").annotate(Count("pk"))
            for shown, other, count in pairs:
                speakers.update({source: count for source in {shown, other} if source})
        return super().get_context_data(
            *args,
            decides=self.decides,
            speakers=[
                (source, source_registry.source_name(source), count) for source, count in sorted(speakers.items())
            ],
            query=search_query(self.request),
            **kwargs,
        )

    def get_table(self, object_list: Iterable[Any]) -> Table:
        add_sides(object_list)
        for row in object_list:
            row.list_query = search_query(self.request)
        return super().get_table(object_list)

    @property
    def columns(self) -> list[Column]:
        tick = [TemplateColumn("tick", "legal/admin/conflicts/tick_cell.html", label=gettext_lazy("Choose"))]
        last = {
            SourceConflict.State.OPEN: [
                TemplateColumn("decide", "legal/admin/conflicts/decide_cell.html", label=gettext_lazy("Decide"))
            ] if self.may_change else [],
            SourceConflict.State.DECIDED: [
                Column("taken", label=gettext_lazy("Decided for"),
                    accessor=lambda row: source_registry.source_name(row.taken)),
                Column("note", label=gettext_lazy("Note"), accessor=lambda row: Truncator(row.note).chars(120)),
                Column("decided_by", label=gettext_lazy("Decided by")),
                DateColumn("decided_at", label=gettext_lazy("Decided on")),
            ],
        }  # fmt: skip
        return [
            *(tick if self.decides else []),
            TitleColumn(
                "document", label=pgettext_lazy("of the library", "Document"), accessor="document.number_raw",
                url_name="library_work:conflict",
            ),
            Column(
                "title", label=gettext_lazy("Title"),
                accessor=lambda row: Truncator(row.document.display_title).chars(110),
            ),
            Column("field", label=pgettext_lazy("of a record", "Field"), accessor=lambda row: field_label(row.field)),
            TemplateColumn("shown", "legal/admin/conflicts/side_cell.html", label=gettext_lazy("Shown")),
            TemplateColumn(
                "other", "legal/admin/conflicts/side_cell.html", label=gettext_lazy("The other source says")
            ),
            *last[SourceConflict.State(self.state)],
        ]  # fmt: skip
