"""Facets for display: headings, labels, order, and the links that remove a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from cms.core.text import normalize_nfc
from cms.core.web.paging import query_string
from cms.legal.documents.library import GROUPS
from cms.legal.models import Audience, DocumentType, IssuingBody, LegalDocument, LegalField
from cms.legal.models.statuses import StatusCode
from cms.tenancy.models import School
from search.index.contract import FACETS, KINDS
from search.results_page.forms import SearchForm
from search.results_page.results import Results

SHOWN = 8  # values of one facet shown at first; chosen ones are always shown
FOLDED = 100  # further values that can be expanded


@dataclass(frozen=True)
class FacetChoice:
    value: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: tuple[FacetChoice, ...]
    folded: tuple[FacetChoice, ...]
    more: int  # values that are not listed at all


@dataclass(frozen=True)
class FacetChip:
    label: str
    url: str


def kind_labels() -> dict[str, str]:
    return {
        "document": _("Legal documents"), "provision": _("Articles of documents"), "news": _("News"),
        "legal_news": _("Legal news"), "notice": _("Notices"), "material": _("Materials"),
        "question": _("Questions and answers"), "contest": _("Contests"), "course": _("Courses"),
        "training": _("Training"), "page": _("Pages"),
        "file": _("Files"), "annex": _("Files of documents"),
    }  # fmt: skip


def _headings() -> dict[str, str]:
    return {
        "kind": _("Kind of content"), "status": _("Status of the document"), "level": _("Issued at level"),
        "doc_type": _("Document type"), "issuer": _("Issuing body"), "law_field": _("Field of law"),
        "commune": _("Commune or ward of the school"), "school": _("School"), "school_level": _("School level"),
        "audience": _("For whom"), "year": _("Year"), "language": _("Language of the text"),
    }  # fmt: skip


def level_labels() -> dict[str, str]:
    return {
        **{str(value): str(label) for value, label in LegalDocument.Level.choices},
        "education": _("Education sector"),
    }


def names_in_language(model: Any, names: Iterable[str]) -> dict[str, str]:
    """Returns Vietnamese name → name in the page's language, for rows of the library; empty on Vietnamese pages."""
    if not (names := set(names)) or get_language() == settings.LANGUAGE_CODE:
        return {}
    return {row.name: row.label for row in model.objects.filter(name__in=names)}


def _school_labels(codes: Iterable[str]) -> dict[str, str]:
    return dict(School.objects.filter(code__in=list(codes)).values_list("code", "name"))


def _facet_labels(name: str, values: Iterable[str]) -> Mapping[str, str]:
    def named(model: Any) -> Any:
        return lambda: names_in_language(model, values)

    by_name: dict[str, Callable[[], Mapping[str, str]]] = {
        "kind": kind_labels,
        "level": level_labels,
        "status": lambda: {str(value): str(label) for value, label in StatusCode.choices},
        "school_level": lambda: {str(value): str(label) for value, label in School.Level.choices},
        "audience": lambda: {str(value): str(label) for value, label in Audience.choices},
        "doc_type": named(DocumentType),
        "issuer": named(IssuingBody),
        "law_field": named(LegalField),
        "school": lambda: _school_labels(values),
        "language": lambda: {
            code: (name := normalize_nfc(get_language_info(code)["name_local"]))[:1].upper() + name[1:]
            for code in values
            if code in LANG_INFO
        },
    }
    return by_name[name]() if name in by_name else {}


_FIXED_ORDER = {"kind": KINDS, "level": tuple(map(str, GROUPS)), "status": tuple(StatusCode.values)}


def _order_counts(name: str, counts: Mapping[str, int]) -> list[str]:
    if name in _FIXED_ORDER:
        order = _FIXED_ORDER[name]
        return sorted(counts, key=lambda value: order.index(value) if value in order else len(order))
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _build_facet(name: str, counts: Mapping[str, int], selected: tuple[str, ...]) -> Facet | None:
    counts = {**dict.fromkeys(selected, 0), **counts}
    values = _order_counts(name, counts)
    shown = [value for i, value in enumerate(values) if i < SHOWN or value in selected]
    folded = [value for value in values[SHOWN:] if value not in selected][:FOLDED]
    labels = _facet_labels(name, shown + folded)
    choices = [
        FacetChoice(value, str(labels.get(value, value)), counts[value], value in selected) for value in shown + folded
    ]
    if not choices:
        return None
    more = len(values) - len(choices)
    return Facet(name, _headings()[name], tuple(choices[: len(shown)]), tuple(choices[len(shown) :]), more)


def build_facets(results: Results, form: SearchForm) -> list[Facet]:
    """Returns the facets that can narrow these results: those with several values or a chosen one, and always the
    status, because its day can be chosen and another day gives other statuses."""
    found = [_build_facet(name, results.facets.get(name, {}), form.filters.get(name, ())) for name in FACETS]
    always = {*form.filters, "status"}
    return [facet for facet in found if facet and (len(facet.choices) > 1 or facet.name in always)]


def build_chips(form: SearchForm) -> list[FacetChip]:
    """Returns a link that removes one filter and preserves the others, per chosen value and for the status day."""
    chips = []
    if form.day:
        label = f"{_('As of the day')} {form.day:%d/%m/%Y}"
        chips.append(FacetChip(label, query_string({**form.parameters, "as_of": ""})))
    for name, values in form.filters.items():
        labels = _facet_labels(name, values)
        for value in values:
            rest = {**form.parameters, name: [other for other in values if other != value]}
            chips.append(FacetChip(str(labels.get(value, value)), query_string(rest)))
    return chips
