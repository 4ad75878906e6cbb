"""Chooses which of several sources' values a document shows, and finds where they differ. Pure: the same records give
the same answer, in whatever order they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.core.text import fold_diacritics
from cms.legal.parsing.numbers import parse_number
from cms.legal.sources import source_registry

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """Source ``shown`` states ``value``, source ``source`` states ``other``."""

    field: str
    shown: str
    value: Any
    source: str
    other: Any


@dataclass(frozen=True)
class TextFacts:
    """Facts about one text; ``doubts`` are the uncertainties that its own front matter raises."""

    key: int | str
    source: str
    articles: int
    doubts: tuple[str, ...] = ()
    decided: bool = False


def choose_values(said: Mapping[str, Values]) -> dict[str, Any]:
    """Takes source → its values; returns field → the value of the source that ranks first for it."""
    fields = sorted({name for values in said.values() for name in values})
    return {name: said[best][name] for name in fields if (best := source_of_field(said, name)) is not None}


def source_of_field(said: Mapping[str, Values], field: str) -> str | None:
    stating = [source for source, values in said.items() if not _empty(values.get(field))]
    return min(stating, key=lambda source: (source_registry.source_rank(field, source), source), default=None)


def find_differences(said: Mapping[str, Values], alike: Mapping[str, str] | None = None) -> list[Difference]:
    """Returns differences between sources on fields that need a single value. ``alike``: names of issuers and types →
    one key for the same body or type."""
    found = []
    for field in source_registry.COMPARED:
        best = source_of_field(said, field)
        if best is None:
            continue
        own = comparable_value(field, said[best][field], alike)
        for source in sorted(said):
            other = said[source].get(field)
            if source != best and not _empty(other) and comparable_value(field, other, alike) != own:
                found.append(Difference(field, best, said[best][field], source, other))
    return found


def comparable_value(field: str, value: Any, alike: Mapping[str, str] | None = None) -> Any:
    """Returns a value that is equal for two spellings of one thing."""
    alike = alike or {}
    if field == "number":
        return parse_number(value).identity
    if field == "issuers":
        return tuple(sorted(alike.get(name, fold_diacritics(name)) for name in value))
    if field == "type":
        return (
            fold_diacritics(value).removeprefix("bo ")
            if fold_diacritics(value) == "bo luat"
            else alike.get(value, fold_diacritics(value))
        )
    if field == "title":
        words = re.sub(r"[^a-z0-9]+", " ", fold_diacritics(str(value))).split()
        return tuple(words[1:] if words[:1] in (["luat"], ["ve"]) else words)
    return value


def find_text_uncertainties(text: TextFacts, others: Iterable[TextFacts]) -> tuple[str, ...]:
    """Returns why this text is not shown automatically: its own uncertainties, and ``fewer``: far fewer articles than
    another source's text without uncertainty."""
    most = max((other.articles for other in others if other.source != text.source and not other.doubts), default=0)
    few = ("fewer",) if text.articles < most * source_registry.FEWEST_ARTICLES else ()
    return (*text.doubts, *few)


def choose_text(texts: list[TextFacts]) -> TextFacts | None:
    """Returns the text that a person chose, else that of the best source among those without uncertainty, or None."""
    if decided := [text for text in texts if text.decided]:
        return decided[-1]
    sound = [text for text in texts if not find_text_uncertainties(text, texts)]
    return min(sound, key=lambda text: (source_registry.source_rank("text", text.source), text.source), default=None)


def _empty(value: Any) -> bool:
    return value in (None, "", [], ())
