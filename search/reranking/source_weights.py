"""Source weights: rank hits with equal text match by source: law before circular before plan before news, national
before local, in force before ended, new before old. The table is ``sources`` in ``search/profiles.json``;
``run_search`` shows each part.

A weight is a share: .05 raises a score by a twentieth. Only short queries use it: the text of a longer query is more
specific than a source.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from search.index.contract import LIBRARY_KINDS
from search.query_planning.proximity import HeadingMatch, match_heading, match_heading_with_synonyms
from search.query_planning.query import Query

MOST_YEARS = 20


def source_weight_factors(
    table: Mapping[str, Any],
    kind: str,
    doc_type: str,
    level: str,
    status: str,
    date: datetime.date | None,
    today: datetime.date,
) -> dict[str, float]:
    """Returns name of the weight → share; values that are not in the table have no weight.

    >>> table = {"kind": {}, "doc_type": {"Luật": 0.1}, "level": {}, "status": {"expired": -0.2}, "year": 0.01}
    >>> day = datetime.date(2026, 1, 1)
    >>> source_weight_factors(table, "provision", "Luật", "central", "expired", datetime.date(2016, 1, 1), day)
    {'doc_type Luật': 0.1, 'status expired': -0.2, 'age 10': -0.1}
    """
    factors = [("kind", kind)]
    if kind in LIBRARY_KINDS:
        factors += [("doc_type", doc_type), ("level", level), ("status", status)]
    found = {f"{name} {value}": table[name][value] for name, value in factors if table[name].get(value)}
    if date and (years := min(max(today.year - date.year, 0), MOST_YEARS)):
        found[f"age {years}"] = round(-years * table["year"], 4)
    return found


def heading_weight_factors(
    table: Mapping[str, Any], heading: str, query: Query, as_typed: bool = False
) -> dict[str, float]:
    """Returns the weights for words in the heading: typed words or, with a smaller weight, query expansions;
    ``as_typed``: the entry has the typed words, and only these count."""
    weights = table["heading"]
    typed = _factor(weights, match_heading(heading, query), "heading", 1.0)
    if as_typed:
        return typed
    meant = _factor(weights, match_heading_with_synonyms(heading, query), "meant heading", weights["meant"])
    return max(typed, meant, key=lambda parts: sum(parts.values()))


def _factor(weights: Mapping[str, float], match: HeadingMatch, name: str, factor: float) -> dict[str, float]:
    shares = {"together": float(match.is_consecutive), "words": match.words, "whole": match.heading_share}
    return {f"{name} {part}": round(factor * share * weights[part], 4) for part, share in shares.items() if share}
