"""Converts the data of an "add" form into an edit of the object that the form has created.

Rows of panels (relations, links, tasks) are new in an "add" form. Sent unchanged to the created object they would be
duplicated, so each gets the id of the row at its position; extra rows are marked as deleted.
"""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

_COUNT, _FIRST = "-TOTAL_FORMS", "-INITIAL_FORMS"


def convert_to_edit_data(data: QueryDict, made) -> QueryDict:
    """Returns the "add" form's ``data`` as the "edit" form would send it. ``made``: the object with its current
    rows."""
    changed = data.copy()
    for name in [name.removesuffix(_COUNT) for name in data if name.endswith(_COUNT)]:
        rows: Any = getattr(made, name, None)
        if "-" in name or not hasattr(rows, "all"):
            continue
        numbers = [row.pk for row in rows.all()]
        typed = _parse_number(data.get(name + _COUNT))
        for place, number in enumerate(numbers):
            changed[f"{name}-{place}-id"] = str(number)
            if place >= typed:
                changed[f"{name}-{place}-DELETE"] = "on"
        changed[name + _FIRST] = str(len(numbers))
        changed[name + _COUNT] = str(max(typed, len(numbers)))
    return changed


def _parse_number(value) -> int:
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else 0
