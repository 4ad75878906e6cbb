"""Parses the URL parameters of the search page: any parameters give a form, never an error."""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from cms.core.text import collapse_whitespace
from cms.core.web.paging import PARAMETER
from search.index.contract import ALL, FACETS, SCOPES
from search.query_planning.query import MAX_LENGTH
from search.query_planning.query_plan import MAX_PAGE, RELEVANCE, SORTS

MAX_VALUES = 30  # of one facet
MAX_VALUE = 255


def _one_of(value: str, allowed: tuple[str, ...], otherwise: str) -> str:
    return value if value in allowed else otherwise


def page_number(raw: str) -> int:
    """Returns the page number: 1 for invalid input, at most ``MAX_PAGE``.

    >>> page_number("2"), page_number("-3"), page_number("9" * 50), page_number("x")
    (2, 1, 100, 1)
    """
    if not (raw.isascii() and raw.isdigit()):
        return 1
    return MAX_PAGE if len(raw) > 4 else max(1, min(int(raw), MAX_PAGE))


def day_of(raw: str) -> datetime.date | None:
    """Returns the date, or None for invalid input.

    >>> day_of("2024-02-29"), day_of("29/02/2024"), day_of("2023-02-29"), day_of("x" * 9999)
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 29), None, None)
    """
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        with suppress(ValueError):
            return datetime.datetime.strptime(raw[:10].strip(), form).date()
    return None


@dataclass(frozen=True)
class SearchForm:
    q: str = ""
    scope: str = ALL
    sort: str = RELEVANCE
    page: int = 1
    day: datetime.date | None = None  # statuses as of that day; None: today
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cut: bool = False  # the typed text was truncated

    @classmethod
    def from_query(cls, data: QueryDict) -> SearchForm:
        """Returns the form of a query string. ``data``: Django's QueryDict."""
        filters = {}
        for name in FACETS:
            values = [
                collapse_whitespace(value[: MAX_VALUE * 2])[:MAX_VALUE] for value in data.getlist(name)[:MAX_VALUES]
            ]
            if values := [value for value in dict.fromkeys(values) if value]:
                filters[name] = tuple(values)
        typed = collapse_whitespace(data.get("q", "")[: MAX_LENGTH * 4])
        return cls(
            q=typed[:MAX_LENGTH],
            cut=len(typed) > MAX_LENGTH,
            scope=_one_of(data.get("scope", ""), SCOPES, ALL),
            sort=_one_of(data.get("sort", ""), SORTS, RELEVANCE),
            page=page_number(data.get(PARAMETER, "")),
            day=day if (day := day_of(data.get("as_of", ""))) != timezone.localdate() else None,
            filters=filters,
        )

    @property
    def parameters(self) -> dict[str, Any]:
        """Returns the URL parameters of this search, without defaults."""
        return {
            "q": self.q,
            "scope": self.scope if self.scope != ALL else "",
            "sort": self.sort if self.sort != RELEVANCE else "",
            "as_of": self.day.isoformat() if self.day else "",
            **self.filters,
        }
