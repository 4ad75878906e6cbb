"""How well single documents are read: files with the truth beside them (``truth.jsonl``). Pure but for the files.

A row of the truth names a ``file`` and what it says: ``number``, ``issued`` (ISO), ``type``, ``issuers``, ``signer``,
``title`` (empty: the file does not tell) and ``articles`` (numbers in order, those of what is annexed after them). A
joint document has several signers; one of them is right.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cms.core.text import fold_diacritics
from cms.legal.importer.documents.sources import FileSource, read_source
from cms.legal.parsing.numbers import parse_number
from cms.legal.parsing.texts.structure import parse_structure

TRUTH = "truth.jsonl"
VALUES = ("number", "issued", "type", "issuers", "signer", "title", "articles")


@dataclass
class Score:
    """``right`` and ``asked`` by value; ``wrong`` lists (file, value, told, truth)."""

    files: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VALUES, 0))
    asked: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VALUES, 0))
    wrong: list[tuple[str, str, Any, Any]] = field(default_factory=list)

    def percent(self, name: str) -> float:
        return 100 * self.right[name] / self.asked[name] if self.asked[name] else 100.0


def read_truth(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / TRUTH).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def score_reading(folder: Path, read: Callable[[Path], FileSource] = read_source) -> Score:
    found = Score()
    for row in read_truth(folder):
        source = read(folder / row["file"])
        found.files += 1
        for name in VALUES:
            if name not in row:
                continue
            told = _told(source, name)
            found.asked[name] += 1
            if _same(name, told, row[name]):
                found.right[name] += 1
            else:
                found.wrong.append((row["file"], name, told, row[name]))
    return found


def _told(source: FileSource, name: str) -> Any:
    if name == "articles":
        return [node.number for node in parse_structure(source.text) if node.kind == "article"]
    told = source.proposal.values.get(name, "")
    return list(filter(None, told.split("; "))) if name == "issuers" else told


def _same(name: str, told: Any, true: Any) -> bool:
    if name == "articles":
        return told == true
    if name == "issuers":
        return sorted(map(_plain, told)) == sorted(
            map(_plain, [true] if isinstance(true, str) and true else true or [])
        )
    if name == "number" and told and true:
        return parse_number(told).identity == parse_number(true).identity
    if name == "signer" and isinstance(true, list):
        return _plain(told) in map(_plain, true)
    return _plain(told) == _plain(true)


def _plain(text: str) -> str:
    return " ".join(fold_diacritics(text).replace("“", '"').replace("”", '"').split())
