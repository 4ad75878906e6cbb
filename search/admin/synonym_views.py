"""The office's admin views for synonym rows: the list of active rows, and the form of a row with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from cms.board.board_access import BoardReaderMixin
from cms.core.text import collapse_whitespace, fold_diacritics
from cms.core.web.listing import ListingView, TemplateColumn
from cms.tenancy import rights
from search.admin.synonym_preview import SynonymChange, preview_change
from search.models import SearchWord
from search.query_planning.query import MAX_LENGTH
from search.query_planning.synonyms import Synonym, index_abbreviations, shipped_synonyms, synonym_key

SHIPPED, OFFICE, OFF, FIXED = "shipped", "office", "off", "fixed"
ORIGINS = {
    SHIPPED: _("Comes with the product"), OFFICE: _("Of the office"), OFF: _("Switched off by the office"),
    FIXED: _("Written out in all texts"),
}  # fmt: skip


@dataclass(frozen=True)
class ListedSynonym:
    """A line of the list; ``url``: its edit form, "" if it is read-only."""

    word: Synonym
    origin: str
    url: str = ""

    @property
    def kind(self):
        return SearchWord.Kind(self.word.kind).label

    @property
    def meant(self) -> str:
        return " | ".join(self.word.meant)

    @property
    def origin_label(self):
        return ORIGINS[self.origin]

    def has(self, words: str) -> bool:
        return words in fold_diacritics(f"{self.word.typed} {self.meant} {self.word.note}")


def add_url(typed: str, question: str = "", **more: str) -> str:
    """Returns the URL of the form for a new row."""
    data = {"typed": typed, "question": question, **more}
    return f"{_address('add')}?{urlencode(data)}"


def _address(name: str, *args: int) -> str:
    return reverse(SearchWord.snippet_viewset.get_url_name(name), args=args)


def synonym_rows() -> list[ListedSynonym]:
    """Returns every row: those of the office, shipped ones that they do not override, and index abbreviations."""
    found, replaced = [], set()
    for own in SearchWord.objects.all():
        replaced.add(own.key)
        found.append(ListedSynonym(own.as_word, OFFICE if own.active else OFF, _address("edit", own.pk)))
    for word in shipped_synonyms():
        if synonym_key(word.typed) not in replaced:
            form = {"kind": word.kind, "meant": " | ".join(word.meant), "note": word.note}
            found.append(ListedSynonym(word, SHIPPED, add_url(word.typed, **form)))
    found += [ListedSynonym(word, FIXED) for word in index_abbreviations()]
    places = {OFFICE: 0, OFF: 0, SHIPPED: 1, FIXED: 2}
    return sorted(found, key=lambda row: (places[row.origin], fold_diacritics(row.word.typed), row.word.typed))


class SynonymFilterSet(WagtailFilterSet):
    """The filter form only: the view computes and filters the rows."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=SearchWord.Kind.choices)
    origin = django_filters.ChoiceFilter(label=_("Where the row comes from"), choices=list(ORIGINS.items()))

    class Meta:
        model = SearchWord
        fields: ClassVar[list[str]] = []


class SynonymListView(BoardReaderMixin, ListingView):
    page_title = _("Words of search")
    header_icon = "search"
    introduction = _(
        "How people write, and what texts call it. A row of the office stands in the place of the one that comes with "
        "the product and stays through every update; taken away, that one holds again."
    )
    index_url_name, index_results_url_name = "search_words:index", "search_words:results"
    paginate_by = 50
    filterset_class = SynonymFilterSet
    is_searchable = True
    no_results_message = _("No row fits.")

    @cached_property
    def may_change(self) -> bool:
        return rights.has_right(self.request.user, "search.change_searchword", None)

    def get_queryset(self) -> Sequence[ListedSynonym]:
        chosen = {name: self.request.GET.get(name, "") for name in ("kind", "origin")}
        words = fold_diacritics(collapse_whitespace(self.search_query or ""))[:100]
        return [
            row for row in synonym_rows()
            if chosen["kind"] in ("", row.word.kind) and chosen["origin"] in ("", row.origin) and row.has(words)
        ]  # fmt: skip

    @property
    def columns(self) -> list[BaseColumn]:
        return [
            TemplateColumn("typed", "search/admin/word_cell.html", label=_("What people type"), classname="title"),
            Column("meant", label=_("What it means")),
            Column("kind", label=_("Kind")),
            Column("note", label=_("Why"), accessor="word.note"),
            Column("origin", label=_("Where the row comes from"), accessor="origin_label"),
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.may_change:
            return []
        return [HeaderButton(_("Add words"), url=_address("add"), icon_name="plus")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, may_change=self.may_change, **kwargs)


class SynonymIndexView(IndexView):
    """Redirects the snippet's own list, which has only the office's rows."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        return redirect("search_words:index")


class PreviewMixin:
    """Mixin: a button of the form previews the results of a query before and after the change, without saving."""

    change: SynonymChange | None = None

    @property
    def question(self) -> str:
        return collapse_whitespace((self.request.POST or self.request.GET).get("question", "")[:MAX_LENGTH])  # type: ignore[attr-defined]

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        if not hasattr(self, "object"):
            self.object = self.get_initial_form_instance()  # type: ignore[attr-defined]
        form = self.form = self.get_form()  # type: ignore[attr-defined]
        if form.is_valid():
            self.change = preview_change(form.instance, self.question or form.instance.typed)
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(change=self.change, question=self.question, **kwargs)  # type: ignore[misc]


class SynonymCreateView(PreviewMixin, CreateView):
    def get_initial_form_instance(self) -> SearchWord:
        """Returns a row prefilled from the URL: a shipped row to override, or words without results."""
        data = self.request.GET
        kinds = SearchWord.Kind.values
        return SearchWord(
            kind=data.get("kind") if data.get("kind") in kinds else SearchWord.Kind.LAW,
            **{name: collapse_whitespace(data.get(name, "")[:300]) for name in ("typed", "meant", "note")},
        )


class SynonymEditView(PreviewMixin, EditView):
    pass


class SearchWordViewSet(SnippetViewSet):
    model = SearchWord
    icon = "search"
    menu_label = _("Words of search")
    menu_order = 960
    add_to_settings_menu = True
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    create_template_name = "search/admin/word_create.html"
    edit_template_name = "search/admin/word_edit.html"
    copy_view_enabled = False
    inspect_view_enabled = False
    panels = [FieldPanel(name) for name in ("kind", "typed", "meant", "note", "active")]
