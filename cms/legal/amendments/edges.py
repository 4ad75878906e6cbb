"""The codification's rows → one edge for each provision that acts, the day and what it does. Pure, no Django."""

from __future__ import annotations

import csv
import datetime
import json
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cms.core.text import collapse_whitespace
from cms.legal.parsing.numbers import parse_number
from cms.legal.validity import relation_kinds

COLUMNS = ("type", "number", "article", "verbs", "by_type", "by_number", "by_provision", "by_effective")
#: What a note says between an article and the document that changed it: "có nội dung bị bãi bỏ bởi Điều 3 Thông tư…".
_DONE = re.compile(r"(bãi bỏ|hủy bỏ|huỷ bỏ|ngưng hiệu lực|thay thế|sửa đổi|bổ sung)")


@dataclass(frozen=True)
class Edge:
    """``provisions`` of ``target`` that ``source_provisions`` of ``source`` changed; documents as (type, number)."""

    kind: str
    source: tuple[str, str]
    source_provisions: str
    target: tuple[str, str]
    provisions: tuple[str, ...]
    day: datetime.date | None


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of the CSV file; ``ValueError`` where columns are missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(", ".join(missing))
        for row in reader:
            yield {name: collapse_whitespace(row[name] or "") for name in COLUMNS}


def read_notes(path: Path) -> dict[tuple[str, str], str]:
    """(number, "Điều 7") → the codification's notes on that article; its file of all articles, plain or xz."""
    found: dict[tuple[str, str], str] = {}
    with lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb") as file:
        for line in file:
            row = json.loads(line)
            key = (row.get("number") or "", f"Điều {row.get('article') or ''}")
            found[key] = f"{found.get(key, '')} {row.get('note') or ''}"
    return found


def build_edges(rows: Iterable[Mapping[str, str]], notes: Mapping[tuple[str, str], str] | None = None) -> list[Edge]:
    """Articles that one provision changed on one day in one way stand together, in the order of the file."""
    groups: dict[tuple, list[str]] = {}
    for row in rows:
        key = (
            _kind(row, notes or {}),
            (row["by_type"], row["by_number"]),
            row["by_provision"].removesuffix(" của"),
            (row["type"], row["number"]),
            _parse_day(row["by_effective"]),
        )
        provisions = groups.setdefault(key, [])
        if row["article"] and row["article"] not in provisions:
            provisions.append(row["article"])
    return [
        Edge(kind, source, source_provisions, target, tuple(provisions), day)
        for (kind, source, source_provisions, target, day), provisions in groups.items()
    ]


def _kind(row: Mapping[str, str], notes: Mapping[tuple[str, str], str]) -> str:
    """Additions alone end nothing. Rows without a verb: the codification's note has it (nearly all were abolished)."""
    verbs = row["verbs"] or _verbs_in(notes.get((row["number"], row["article"]), ""), row["by_number"])
    if "sửa đổi" in verbs or "thay thế" in verbs or not verbs:
        return relation_kinds.AMENDS
    if "ngưng hiệu lực" in verbs:
        return relation_kinds.SUSPENDS
    return relation_kinds.SUPPLEMENTS if verbs == "bổ sung" else relation_kinds.ABOLISHES_PART


def _verbs_in(note: str, by_number: str) -> str:
    """The verbs that stand before the acting document and after the one before it."""
    end = note.find(by_number)
    if end < 0:
        return ""
    before = note[:end]
    clause = before[before.rfind("có hiệu lực thi hành") :] if "có hiệu lực thi hành" in before else before
    return "; ".join(_DONE.findall(clause))


def _parse_day(text: str) -> datetime.date | None:
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        return datetime.date(int(found.group(3)), int(found.group(2)), int(found.group(1))) if found else None
    except ValueError:
        return None


def document_identity(document: tuple[str, str]) -> tuple[str, str]:
    """Equal for two spellings of one document: number, and the type where the number does not name it."""
    type_name, raw = document
    number = parse_number(raw)
    return number.identity, number.kind(type_name)
