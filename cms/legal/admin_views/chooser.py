"""Choosing documents of the library in pages: by number, title or citation, with or without marks, several at once;
types and issuing bodies by any spelling of their name."""

import re
from functools import reduce
from operator import and_, or_

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Case, Q, When
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from cms.core.text import fold_diacritics
from cms.legal.citations.typed_lookup import find_cited_ids, typed_condition
from cms.legal.documents import library, types
from cms.legal.parsing.numbers import lookup_key


class DocumentSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Number or words of the title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("15/2020/NĐ-CP, luat tre em…")}),
    )

    def filter(self, objects):
        objects = super().filter(objects)
        words = self.cleaned_data.get("q", "").strip()
        if words:
            self.is_searching, self.search_query = True, words
            objects = objects.filter(_requested_words(words))
            if meant := find_cited_ids(words):  # before what only has the same words
                first = Case(When(pk__in=meant, then=0), default=1)
                objects = objects.order_by(first, *objects.query.order_by)
        return objects


def _requested_words(words: str) -> Q:
    """Several numbers at once ("15/2020/NĐ-CP, 57/2020/QH14"), or the words of one search."""
    parts = [part.strip() for part in re.split(r"[,;\n]+", words) if part.strip()]
    if len(parts) < 2 or not all(lookup_key(part) for part in parts):
        return typed_condition(words)
    return reduce(or_, (typed_condition(part) for part in parts))


def find_types(words: str) -> Q:
    return Q(pk__in=types.types_named(words))


def find_bodies(words: str) -> Q:
    return reduce(and_, (Q(folded__contains=word) for word in fold_diacritics(words).split()), Q())


class BodySearchForm(BaseFilterForm):
    """All words, in any order, marks ignored."""

    q = forms.CharField(label=_("Name or abbreviation"), required=False, max_length=200)

    def filter(self, objects):
        objects = super().filter(objects)
        words = self.cleaned_data.get("q", "").strip()
        if words:
            self.is_searching, self.search_query = True, words
            objects = objects.filter(self.meant(words))
        return objects

    def meant(self, words: str) -> Q:
        return find_bodies(words)


class TypeSearchForm(BodySearchForm):
    def meant(self, words: str) -> Q:
        return find_types(words)


class TypeChooseView(ChooseView):
    filter_form_class = TypeSearchForm


class TypeChooseResultsView(ChooseResultsView):
    filter_form_class = TypeSearchForm


class TypeChooserViewSet(SnippetChooserViewSet):
    choose_view_class = TypeChooseView
    choose_results_view_class = TypeChooseResultsView
    icon = "tag"


class BodyChooseView(ChooseView):
    filter_form_class = BodySearchForm


class BodyChooseResultsView(ChooseResultsView):
    filter_form_class = BodySearchForm


class BodyChooserViewSet(SnippetChooserViewSet):
    choose_view_class = BodyChooseView
    choose_results_view_class = BodyChooseResultsView
    icon = "group"


class _PublicDocuments:
    """What pages may cite: public originals (a translation is found by the page that shows it)."""

    filter_form_class = DocumentSearchForm
    i18n_enabled = False

    def get_object_list(self):
        return library.public_documents()

    @property
    def columns(self):
        title = super().title_column
        title.label = _("Number and title")
        title.accessor = lambda document: Truncator(str(document)).chars(140)
        return [
            title,
            Column("issuers", label=_("Issuing body"), accessor=lambda document: "; ".join(document.issuer_names)),
            Column("status", label=_("Status today"), accessor="status_label"),
        ]


class DocumentChooseView(_PublicDocuments, ChooseView):
    pass


class DocumentChooseResultsView(_PublicDocuments, ChooseResultsView):
    pass


class DocumentChosenView(SnippetChosenView):
    """By number of the row in the address: what is not public is not told."""

    def get_object(self, pk):
        if not pk.isdigit():
            raise ObjectDoesNotExist
        return library.public_documents().get(pk=pk)


class DocumentChosenMultipleView(SnippetChosenMultipleView):
    def get_objects(self, pks):
        return library.public_documents().filter(pk__in=[pk for pk in pks if pk.isdigit()])


class DocumentChooserViewSet(SnippetChooserViewSet):
    choose_view_class = DocumentChooseView
    choose_results_view_class = DocumentChooseResultsView
    chosen_view_class = DocumentChosenView
    chosen_multiple_view_class = DocumentChosenMultipleView
    icon = "doc-full"
    per_page = 20
    choose_one_text = _("Choose a legal document")
    choose_another_text = _("Choose another legal document")
    edit_item_text = _("Edit this legal document")
