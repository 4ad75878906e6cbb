"""Distinguishes schools with the same name by their locality. Read once per structure version, like the sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from cms.core import versions
from cms.core.text import fold_diacritics
from cms.tenancy.models import School


def _load_localities() -> dict[int, str]:
    same: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in School.objects.filter(closed_on=None).values("id", "code", "name", "commune", "district", "address"):
        same[fold_diacritics(row["name"])].append(row)
    return {
        row["id"]: place
        for rows in same.values()
        if len(rows) > 1
        for row, place in zip(rows, _distinguishing_localities(rows), strict=True)
    }


def _distinguishing_localities(rows: list[Mapping[str, Any]]) -> list[str]:
    """Returns for each row the first of commune, district, both, address that is unique among them; else its code."""
    choices = [
        [
            row["commune"],
            row["district"],
            ", ".join(filter(None, (row["commune"], row["district"]))),
            row["address"],
        ]
        for row in rows
    ]
    found = []
    for number, row in enumerate(rows):
        for kind, words in enumerate(choices[number]):
            others = [fold_diacritics(other[kind]) for n, other in enumerate(choices) if n != number]
            if words and fold_diacritics(words) not in others:
                found.append(words)
                break
        else:
            found.append(row["code"])
    return found


def school_localities() -> dict[int, str]:
    """Returns school id → words for its locality, only for schools that share their name."""
    return versions.get_or_build(("tenancy.namesakes",), (versions.STRUCTURE,), _load_localities)


def school_label(school_id: int, name: str) -> str:
    """
    "Trường THPT Trần Phú (Huyện Sóc Sơn)"; the bare name where it is the only one.
    """
    place = school_localities().get(school_id)
    return f"{name} ({place})" if place else name
