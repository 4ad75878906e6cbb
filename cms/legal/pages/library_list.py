"""The library's list: filters from the address, counts beside every choice, one page of rows.

Counts of a filter ignore that filter's own choice, so that they say what choosing differently would give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core import versions
from cms.core.collation import sort_key
from cms.core.template_context import lazy_context
from cms.core.web.paging import PARAMETER, paginate, query_string
from cms.legal.citations.typed_lookup import find_cited_ids, typed_condition
from cms.legal.documents import library, school_papers
from cms.legal.models import DocumentType, IssuingBody, LegalField
from cms.legal.models.taxonomies import name_in_language
from cms.legal.pages.levels import level_titles
from cms.tenancy.sites import SiteInfo

PER_PAGE = 20
MAX_QUERY = 200
FILTERS = ("level", "type", "issuer", "field", "year")


@dataclass(frozen=True)
class LibraryChoice:
    value: str
    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class LibraryFilter:
    name: str
    label: str
    choices: tuple[LibraryChoice, ...]
    value: str = ""


@dataclass(frozen=True)
class LibraryChip:
    """A chosen filter; ``url`` is the list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class LibraryQuery:
    """What the address asks for; values that make no sense are dropped, never an error."""

    q: str = ""
    level: str = ""
    type: str = ""
    issuer: str = ""
    field: str = ""
    year: str = ""
    info: SiteInfo | None = None  # the site whose list it is

    @cached_property
    def words(self) -> Q:
        """Asked once, however many lists and counts are made of it."""
        return typed_condition(self.q)

    def parameters(self) -> dict[str, str]:
        return {name: value for name in ("q", *FILTERS) if (value := getattr(self, name))}


def parse_query(query: Mapping[str, str], info: SiteInfo | None) -> LibraryQuery:
    def number(name: str) -> str:
        value = query.get(name, "")
        return value if value.isascii() and value.isdigit() and len(value) < 10 else ""

    level = query.get("level", "")
    return LibraryQuery(
        q=query.get("q", "").replace("\x00", "").strip()[:MAX_QUERY],
        level=level if level in map(str, library.GROUPS) else "",
        type=number("type"),
        issuer=number("issuer"),
        field=query.get("field", "").replace("\x00", "")[:160],
        year=number("year"),
        info=info,
    )


def _conditions(wanted: LibraryQuery) -> dict[str, Q]:
    """Filter name → condition, only for what is asked."""
    found = {}
    if wanted.level:
        found["level"] = library.group_condition(wanted.level)
    if wanted.type:
        found["type"] = Q(doc_type_id=int(wanted.type))
    if wanted.issuer:
        # Through the links' own table: a join would repeat documents with several issuers.
        found["issuer"] = Q(pk__in=_ids("issuer_links__body_id", int(wanted.issuer)))
    if wanted.field:
        found["field"] = Q(pk__in=_ids("fields__slug", wanted.field))
    if wanted.year:
        found["year"] = Q(issued_on__year=int(wanted.year)) if 1900 < int(wanted.year) < 2200 else Q(pk__in=[])
    return found


def _ids(path: str, value: Any):
    return library.public_documents().order_by().filter(**{path: value}).values("pk")


def find_documents(wanted: LibraryQuery, without: str = "") -> QuerySet:
    """What is asked for, newest first; ``without``: a filter that is left out. Consolidated texts repeat other
    documents: they are listed where their words or their type are asked for, and counted at their type."""
    rows = school_papers.filter_listed_on(library.public_documents(), wanted.info)
    if wanted.q:
        rows = rows.filter(wanted.words)
    for name, condition in _conditions(wanted).items():
        if name != without:
            rows = rows.filter(condition)
    return rows if wanted.q or wanted.type or without == "type" else library.without_consolidated(rows)


def _counted(wanted: LibraryQuery, name: str, value: str, label: str) -> list[tuple[str, str, int]]:
    """(value, label, count) of a filter's choices."""
    rows = find_documents(wanted, without=name).order_by().filter(**{f"{value}__isnull": False})
    rows = rows.values_list(value, label, f"{label}_en").annotate(count=Count("pk", distinct=True))
    choices = [(str(key), name_in_language(name, english), count) for key, name, english, count in rows]
    return sorted(choices, key=lambda choice: sort_key(choice[1]))


def _years(wanted: LibraryQuery) -> list[tuple[str, str, int]]:
    rows = (
        find_documents(wanted, without="year")
        .order_by()
        .exclude(issued_on=None)
        .annotate(year=ExtractYear("issued_on"))
    )
    rows = rows.values_list("year").annotate(count=Count("pk")).order_by("-year")
    return [(str(year), str(year), count) for year, count in rows]


def _levels(wanted: LibraryQuery) -> list[tuple[str, str, int]]:
    titles = level_titles()
    rows = find_documents(wanted, without="level").order_by()
    counts = rows.aggregate(
        **{str(group): Count("pk", filter=library.group_condition(group)) for group in library.GROUPS}
    )
    return [(str(group), titles[str(group)], counts[str(group)]) for group in library.GROUPS]


def _filter(wanted: LibraryQuery, name: str, label: str, rows: list[tuple[str, str, int]]) -> LibraryFilter:
    value, parameters = getattr(wanted, name), wanted.parameters()
    choices = tuple(
        LibraryChoice(own, words, count, own == value, query_string(parameters, **{name: own}))
        for own, words, count in rows
    )
    return LibraryFilter(name, label, choices, value)


def build_filters(wanted: LibraryQuery) -> list[LibraryFilter]:
    """The five filters with their counts. Of the whole list they are counted once per version and day."""
    if wanted.info is None or wanted.parameters():
        return _build_filters(wanted)
    key = ("library.filters", wanted.info.id, translation.get_language(), timezone.localdate())
    return versions.get_or_build(
        key, (versions.STRUCTURE, versions.LIBRARY, versions.BROADCASTS), lambda: _build_filters(wanted)
    )


def _build_filters(wanted: LibraryQuery) -> list[LibraryFilter]:
    """Five queries."""
    return [
        _filter(wanted, "level", _("Level"), _levels(wanted)),
        _filter(wanted, "type", _("Type"), _counted(wanted, "type", "doc_type_id", "doc_type__name")),
        _filter(
            wanted,
            "issuer",
            _("Issuing body"),
            _counted(wanted, "issuer", "issuer_links__body_id", "issuer_links__body__name"),
        ),
        _filter(wanted, "field", _("Field of law"), _counted(wanted, "field", "fields__slug", "fields__name")),
        _filter(wanted, "year", _("Year"), _years(wanted)),
    ]


def _chips(wanted: LibraryQuery, found: list[LibraryFilter]) -> list[LibraryChip]:
    parameters = wanted.parameters()
    chips = [LibraryChip(f"“{wanted.q}”", query_string(parameters, q=""))] if wanted.q else []
    for item in found:
        if item.value:
            label = next((choice.label for choice in item.choices if choice.chosen), item.value)
            chips.append(LibraryChip(label, query_string(parameters, **{item.name: ""})))
    return chips


def filter_labels(wanted: LibraryQuery) -> list[str]:
    """Words for what the list is narrowed to, in the order of the filters."""
    rows: dict[str, Any] = {"type": DocumentType, "issuer": IssuingBody}
    found = [f"“{wanted.q}”"] if wanted.q else []
    for name in FILTERS:
        value = getattr(wanted, name)
        if value and name in rows:
            found += [row.label for row in rows[name].objects.filter(pk=value)]
        elif value and name == "field":
            found += [row.label for row in LegalField.objects.filter(slug=value)]
        elif value:
            found.append(level_titles()[value] if name == "level" else value)
    return found


def list_context(query: Mapping[str, str], info: SiteInfo | None) -> dict:
    """``page_of`` (`ListPage` documents), ``build_filters``, ``chips``, ``parse_query``, ``level_filter`` with its
    "all"; ``plain``: the whole list, its first page."""
    wanted = parse_query(query, info)
    parameters = wanted.parameters()
    return {
        "asked": wanted,
        "plain": not parameters and PARAMETER not in query,
        "feed_parameters": query_string(parameters) if parameters else "",
        "all_levels_url": query_string(parameters, level=""),
        **lazy_context(lambda: _found(wanted, query.get(PARAMETER)), *LOOKED_UP),
    }


LOOKED_UP = ("page_of", "filters", "level_filter", "chips", "all_levels_count")


def _found(wanted: LibraryQuery, number: str | None) -> dict:
    found, parameters = build_filters(wanted), wanted.parameters()
    rows = find_documents(wanted)
    rows = library.order_by_relevance(rows, wanted.q, find_cited_ids(wanted.q)) if wanted.q else rows
    found_page = paginate(rows, number, parameters, PER_PAGE)
    library.with_translations(found_page.items, translation.get_language() or settings.LANGUAGE_CODE)
    return {
        "page_of": found_page,
        "filters": found[1:],
        "level_filter": found[0],
        "chips": _chips(wanted, found),
        # Not the sum of the groups: documents of schools stand in none of them.
        "all_levels_count": find_documents(wanted, without="level").count() if wanted.level else found_page.total,
    }
