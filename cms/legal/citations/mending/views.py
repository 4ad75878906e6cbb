"""Lists of citations in the admin: pages that cite law not in force, and citations that the library cannot resolve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn, Table, TitleColumn
from wagtail.models import Page

from cms.core.instance_hooks import allow_all_rows
from cms.core.web.listing import ListingView, TemplateColumn
from cms.legal.citations.stale import replacements, stale_citations, stale_codes
from cms.legal.models import Citation, LegalDocument
from cms.legal.models.statuses import StatusCode
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.models import School

PER_PAGE = 50
NOT_FOUND = (Citation.State.AMBIGUOUS, Citation.State.UNRESOLVED)


def reads_all_citations(user) -> bool:
    """Returns whether the user sees the pages of all schools (office roles)."""
    visitor = subject_of(user)
    return visitor.everywhere or visitor.reads_all or visitor.library


def stale_citations_for(user):
    """Returns the stale citations that this user may see: all for the office, else those of the user's schools."""
    rows = stale_citations()
    if reads_all_citations(user):
        return rows
    return rows.filter(school__in=[place for place in subject_of(user).places if place])


class StaleView(ListingView):
    template_name = "legal/admin/stale_list.html"
    page_title = gettext_lazy("Pages citing law that does not hold")
    header_icon = "openquote"
    index_url_name = "citations:stale"
    paginate_by = PER_PAGE
    no_results_message = gettext_lazy("No live page cites law that does not hold today.")

    @cached_property
    def all_schools(self) -> bool:
        return reads_all_citations(self.request.user)

    @cached_property
    def stale(self) -> QuerySet[Citation]:
        return stale_citations_for(self.request.user)

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("page", label=gettext_lazy("Page"), accessor="page.title", get_url=lambda line: line.url),
            *([Column("school", label=gettext_lazy("School"))] if self.all_schools else []),
            TemplateColumn("cited", "legal/admin/stale_cell.html", label=gettext_lazy("Documents cited")),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if self.all_schools:
            with allow_all_rows("the office looks at the pages of all schools"):
                return super().get_context_data(*args, **kwargs)
        return super().get_context_data(*args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Page]:
        return Page.objects.filter(pk__in=self.stale.values("page")).order_by("title", "pk")

    def get_table(self, object_list: Iterable[Page]) -> Table:
        return super().get_table(_lines(list(object_list), self.stale))


@dataclass(frozen=True)
class StaleLine:
    """A page with its stale documents (``_lines`` fills in each)."""

    page: Page
    school: str
    url: str
    cited: list[dict]


def _lines(pages: list[Page], rows: QuerySet[Citation]) -> list[StaleLine]:
    """Each page with its stale documents and what replaced them. A constant number of queries."""
    today = timezone.localdate()
    found = rows.filter(page__in=pages).order_by("document", "file")
    pairs = list(dict.fromkeys(found.values_list("page", "document", "school")))
    files = defaultdict(list)
    for page, document, title in found.values_list("page", "document", "file__title").distinct():
        files[page, document].append(title)  # None: in the page itself
    ids = {document for _page, document, _school in pairs}
    codes, new = stale_codes(ids, today), replacements(ids, today)
    documents = {row.pk: row for row in LegalDocument.objects.filter(pk__in=ids).select_related("doc_type")}
    schools = dict(School.objects.filter(pk__in={pair[2] for pair in pairs}).values_list("pk", "name"))
    owner = {page: schools.get(school, "") for page, _document, school in pairs}
    return [
        StaleLine(
            page=page,
            school=owner.get(page.pk, ""),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            cited=[
                {
                    "document": documents[pk],
                    "label": StatusCode(codes[pk]).label,
                    "new": new[pk],
                    "files": [*filter(None, files[page.pk, pk])],
                }
                for of, pk, _school in pairs
                if of == page.pk and pk in documents and pk in codes
            ],
        )
        for page in pages
    ]


class UnresolvedFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Why"), empty_label=gettext_lazy("All of them"),
        choices=[(state.value, capfirst(state.label)) for state in NOT_FOUND],
    )  # fmt: skip

    class Meta:
        model = Citation
        fields: ClassVar[list[str]] = []


class UnresolvedView(ListingView):
    """The most frequent citations that are not found or ambiguous: what to add to the library next."""

    page_title = gettext_lazy("Citations without a document")
    header_icon = "openquote"
    index_url_name, index_results_url_name = "citations:unresolved", "citations:unresolved_results"
    paginate_by = PER_PAGE
    filterset_class = UnresolvedFilterSet
    is_searchable = True
    no_results_message = gettext_lazy("Everything that is cited is in the library.")
    columns: ClassVar[list[Column]] = [
        Column("example", label=gettext_lazy("As it is written"), accessor=itemgetter("example"), classname="title"),
        Column("state", label=gettext_lazy("Why"), accessor=lambda row: capfirst(Citation.State(row["state"]).label)),
        NumberColumn("pages", label=gettext_lazy("Pages"), accessor=itemgetter("pages")),
        NumberColumn("documents", label=gettext_lazy("Documents of the library"), accessor=itemgetter("documents")),
        NumberColumn("times", label=gettext_lazy("Times"), accessor=itemgetter("times")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not reads_all_citations(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Citation]:
        return Citation.objects.filter(state__in=NOT_FOUND).exclude(kind__in=["court", "treaty"])

    def search_queryset(self, queryset: QuerySet[Citation]) -> QuerySet:
        """The last step: equal citations are counted together after it."""
        if words := self.search_query[:100]:
            queryset = queryset.filter(Q(span__icontains=words) | Q(key__icontains=words))
        return queryset.order_by().values("key", "state").annotate(
            times=Count("pk"), pages=Count("page", distinct=True), documents=Count("source", distinct=True),
            example=Max("span"),
        ).order_by("-times", "key")  # fmt: skip
