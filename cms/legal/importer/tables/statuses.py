"""What a clerk's table says of a document's status, and how much of it is taken over. Pure: no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.core.text import fold_diacritics
from cms.legal.importer.records import ImportProblem
from cms.legal.importer.values import read_text

_SET = {
    "expired": (
        "het hieu luc",
        "het hieu luc toan bo",
        "da het hieu luc",
        "khong con hieu luc",
        "het hieu luc thi hanh",
    ),
    "suspended": ("ngung hieu luc", "tam ngung hieu luc", "bi ngung hieu luc", "dinh chi", "tam dinh chi"),
    "obsolete": ("khong con phu hop",),
}
_CODES = {words: code for code, spellings in _SET.items() for words in spellings}
#: Worked out from dates and relations; set by hand such a word would stand for ever.
_WORKED_OUT = (
    "con hieu luc", "dang co hieu luc", "co hieu luc", "con hieu luc thi hanh", "chua co hieu luc", "chua xac dinh",
    "dang thuc hien",
)  # fmt: skip
_PARTLY = ("het hieu luc mot phan", "con hieu luc mot phan", "ngung hieu luc mot phan", "da sua doi")


def apply_stated_status(row: Mapping[str, Any], has_end: bool, problems: list[ImportProblem]) -> Mapping[str, Any]:
    """The row with ``status_override`` where its words say that the document does not hold and no day does; what cannot
    be taken over is told."""
    stated = read_text(row, "stated_status")
    words = fold_diacritics(stated).strip(" .")
    if not words or words in _WORKED_OUT or row.get("status_override"):
        return row
    told = (("status", stated[:60]),)
    code = _CODES.get(words)
    if code is None:
        problems.append(
            ImportProblem("part_of_source", told)
            if words in _PARTLY
            else ImportProblem("unknown_status", (("field", "stated_status"), ("value", stated[:60])))
        )
        return row
    if code == "expired" and has_end:
        return row
    problems.append(ImportProblem("status_of_source", told))
    return {**row, "status_override": code, "status_reason": read_text(row, "status_reason") or stated}
