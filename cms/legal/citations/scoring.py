"""Precision and recall of ``find_citations`` against labelled sentences (files of the shape of ``gold_dev.jsonl``).

A found citation matches a label of the same target whose span it overlaps; each label is matched once. Two
spellings of one number are equal, and so are two names of one law.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cms.core.text import fold_diacritics
from cms.legal.parsing.citation_finder import Citation, find_citations
from cms.legal.parsing.law_names import law_named
from cms.legal.parsing.numbers import parse_number


class LabelError(ValueError):
    """A line of the label file is invalid."""


@dataclass(frozen=True)
class ScoredCitation:
    """The compared values of a label or of a found citation."""

    start: int
    end: int
    kind: str
    document: tuple  # (type, number or name)
    provision: tuple  # (article, clause, point)
    linkable: bool


@dataclass
class CitationScore:
    matched: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, matched: int, found: int, labelled: int) -> None:
        self.matched += matched
        self.found += found
        self.labelled += labelled


@dataclass
class ScoringReport:
    """Scores by kind; ``wrong_links``: links that would lead a reader to a document that the sentence does not cite."""

    sentences: int = 0
    documents: dict[str, CitationScore] = field(default_factory=dict)
    provisions: dict[str, CitationScore] = field(default_factory=dict)
    wrong_links: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        return sorted(self.documents, key=lambda kind: (kind != "legal", kind))

    def of(self, level: str, kind: str) -> CitationScore:
        return getattr(self, level).setdefault(kind, CitationScore())


def read_labels(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                row["text"], row["citations"]
            except (ValueError, KeyError, TypeError) as error:
                raise LabelError(f"line {number}: {error}") from error
            yield row


def citation_item(citation: Citation | dict) -> ScoredCitation:
    def value(name: str) -> Any:
        return citation.get(name) if isinstance(citation, dict) else getattr(citation, name)

    number, name = value("number"), value("name")
    if number:
        document = parse_number(number).identity
    else:
        law = law_named(name or "")
        document = fold_diacritics(law.name if law else name or "")
    provision = tuple((part or "").lstrip("0").lower() for part in (value("article"), value("clause"), value("point")))
    linkable = not value("partial_number") and value("kind") != "treaty"
    written_type = value("type") if number else ""  # a law by name carries its type in the name
    return ScoredCitation(
        value("start"),
        value("end"),
        value("kind"),
        (fold_diacritics(written_type or ""), document),
        provision,
        linkable,
    )


def score_citations(rows: Iterable[dict]) -> ScoringReport:
    report = ScoringReport()
    for row in rows:
        report.sentences += 1
        _score_row(report, row)
    return report


def _score_row(report: ScoringReport, row: dict) -> None:
    labels = [citation_item(label) for label in row["citations"]]
    found = [citation_item(citation) for citation in find_citations(row["text"])]
    for level, key in (("documents", _document), ("provisions", _whole)):
        pairs = _matches(labels, found, key)
        by_label, by_found = Counter(labels[index].kind for index, _ in pairs), {index for _, index in pairs}
        for kind in {item.kind for item in (*labels, *found)}:
            spurious = sum(item.kind == kind for index, item in enumerate(found) if index not in by_found)
            report.of(level, kind).add(
                by_label[kind], by_label[kind] + spurious, sum(item.kind == kind for item in labels)
            )
    cited = {(label.document[1], label.provision) for label in labels}
    wrong = [item for item in found if item.linkable and (item.document[1], item.provision) not in cited]
    report.wrong_links += len(wrong)
    if wrong or len(pairs) < max(len(labels), len(found)):
        report.differences.append(str(row.get("id", report.sentences)))


def _document(item: ScoredCitation) -> tuple:
    return item.document


def _whole(item: ScoredCitation) -> tuple:
    return (*item.document, *item.provision)


def _matches(labels: list[ScoredCitation], found: list[ScoredCitation], key) -> list[tuple[int, int]]:
    pairs, used = [], set()
    for index, label in enumerate(labels):
        for other, item in enumerate(found):
            if other not in used and key(item) == key(label) and item.start < label.end and label.start < item.end:
                pairs.append((index, other))
                used.add(other)
                break
    return pairs
