"""Documents that may be entered twice: office roles look, who may delete documents merges them or tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column, Table

from cms.core.web.listing import ListingView, TemplateColumn
from cms.legal.admin_views.review_views import OfficeReadableMixin, OfficeView, with_status_labels
from cms.legal.citations.mending.views import PER_PAGE
from cms.legal.citations.typed_lookup import typed_condition
from cms.legal.documents.duplicates import NUMBER, TITLE, SuspectedDuplicate, open_suspicions
from cms.legal.documents.merging import merge_documents
from cms.legal.models import DistinctDocuments, LegalDocument, LegalDocumentFile, LegalRelation
from cms.tenancy import rights

REASONS = {
    NUMBER: gettext_lazy("The same number"),
    TITLE: gettext_lazy("The same title and day"),
}


def _documents(ids) -> dict[int, LegalDocument]:
    rows = (
        LegalDocument.objects.filter(pk__in=ids).select_related("doc_type").prefetch_related("issuer_links", "fields")
    )
    found = {row.pk: row for row in rows}
    with_status_labels(list(found.values()))
    return found


@dataclass(frozen=True)
class DuplicatePair:
    first: LegalDocument
    second: LegalDocument
    why: str | Promise


class DuplicateListView(OfficeReadableMixin, ListingView):
    """The search is for number or name of either document."""

    page_title = gettext_lazy("Possible duplicates")
    header_icon = "copy"
    introduction = gettext_lazy(
        "Documents with one number that do not contradict each other, or with one title and day. The issuing body "
        "may be "
        "spelt in two ways."
    )
    index_url_name, index_results_url_name = "library_work:duplicates", "library_work:duplicates_results"
    paginate_by = PER_PAGE
    is_searchable = True
    no_results_message = gettext_lazy("No two documents look alike.")
    columns: ClassVar[list[BaseColumn]] = [
        TemplateColumn("first", "legal/admin/pair_cell.html", label=gettext_lazy("First")),
        TemplateColumn("second", "legal/admin/pair_cell.html", label=gettext_lazy("Second")),
        Column("why", label=gettext_lazy("Why")),
        TemplateColumn("compare", "legal/admin/pair_compare_cell.html", label=gettext_lazy("Compare")),
    ]

    def get_queryset(self) -> list[SuspectedDuplicate]:
        found = open_suspicions()
        if words := self.search_query.strip()[:100]:
            meant = set(LegalDocument.objects.filter(typed_condition(words)).values_list("pk", flat=True))
            found = [one for one in found if {one.first, one.second} & meant]
        return found

    def get_table(self, object_list: Sequence[SuspectedDuplicate]) -> Table:
        documents = _documents({pk for one in object_list for pk in (one.first, one.second)})
        pairs = [
            DuplicatePair(documents[one.first], documents[one.second], REASONS[one.why])
            for one in object_list
            if {one.first, one.second} <= documents.keys()
        ]
        return super().get_table(pairs)


class DuplicateView(OfficeView):
    """Both side by side; one of them is kept, or they are told apart."""

    template_name = "legal/admin/duplicate.html"
    page_title = gettext_lazy("Are these the same document?")
    header_icon = "copy"

    @cached_property
    def pair(self) -> list[LegalDocument]:
        ids = [self.kwargs["first_id"], self.kwargs["second_id"]]
        found = _documents(ids)
        if len(found) < 2 or found[ids[0]].locale_id != found[ids[1]].locale_id:
            raise Http404
        return [found[pk] for pk in sorted(ids)]

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        above = {"url": reverse("library_work:duplicates"), "label": DuplicateListView.page_title}
        return [*items[:-1], above, items[-1]]

    @property
    def may_change(self) -> bool:
        return rights.has_right(self.request.user, "legal.delete_legaldocument", None)

    def get_context_data(self, **kwargs):
        first, second = self.pair
        return super().get_context_data(
            first=first,
            second=second,
            pair=self.pair,
            rows=_compare(first, second),
            may_change=self.may_change,
            **kwargs,
        )

    def post(self, request, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        first, second = self.pair
        if "apart" in request.POST:
            DistinctDocuments.objects.get_or_create(first=first, second=second, defaults={"by": request.user})
            messages.success(request, _("The two documents are no longer listed as possible duplicates."))
            return redirect("library_work:duplicates")
        kept = next((one for one in self.pair if request.POST.get("keep") == str(one.pk)), None)
        if kept is None:
            return self.render_to_response(self.get_context_data())
        other = second if kept is first else first
        if any((lock := one.get_lock()) and lock.for_user(request.user) for one in self.pair):
            messages.error(request, _("One of the documents is locked: somebody is working on it."))
            return self.render_to_response(self.get_context_data())
        number = other.number_raw
        merge_documents(kept, other, request.user)
        text = _("%(number)s was merged: %(kept)s is what the library holds now.")
        messages.success(request, text % {"number": number, "kept": kept.number_raw})
        return redirect(kept.snippet_viewset.get_url_name("edit"), kept.pk)


def _compare(first: LegalDocument, second: LegalDocument) -> list[dict]:
    """(label, two values, do they differ) for each fact that one of them has."""
    counts = {one.pk: _counts(one) for one in (first, second)}
    found = []
    for label, value in _facts():
        pair = [value(document, counts[document.pk]) for document in (first, second)]
        if any(pair):
            found.append({"label": label, "values": pair, "differ": pair[0] != pair[1]})
    return found


def _counts(document: LegalDocument) -> dict[str, int]:
    """One by one: joined to each other these rows are millions."""
    return {
        "articles": document.provisions.count(),
        "files": LegalDocumentFile.objects.filter(document=document).count(),
        "cited": document.cited_by.count(),
        "relations": LegalRelation.objects.filter(Q(source=document) | Q(target=document)).count(),
    }


def _day(day) -> str:
    return date_format(day, "d/m/Y") if day else ""


def _facts():
    return (
        (_("Number"), lambda document, count: document.number_raw),
        (_("Type"), lambda document, count: document.doc_type.name if document.doc_type_id else ""),
        (_("Title"), lambda document, count: document.title),
        (_("Issuing body"), lambda document, count: "; ".join(document.issuer_names)),
        (_("Signed by"), lambda document, count: f"{document.signer_title} {document.signer}".strip()),
        (_("Date of issue"), lambda document, count: _day(document.issued_on)),
        (_("In force from"), lambda document, count: _day(document.effective_from)),
        (_("In force to"), lambda document, count: _day(document.effective_to)),
        (_("Status today"), lambda document, count: document.status_label),
        (_("Fields of law"), lambda document, count: "; ".join(field.name for field in document.fields.all())),
        (_("Source"), lambda document, count: document.source_url),
        (_("Visible to the public"), lambda document, count: _("Yes") if document.is_public else _("No")),
        (_("Articles and other parts of the text"), lambda document, count: count["articles"] or ""),
        (_("Files"), lambda document, count: count["files"] or ""),
        (_("Relations"), lambda document, count: count["relations"] or ""),
        (_("Times cited"), lambda document, count: count["cited"] or ""),
    )
