"""Scores the modification parser against labels that name real documents: "vbpl:187208" ends "80/2020/NĐ-CP" in Điều
35."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cms.core.text import fold_diacritics
from cms.legal.modifications.parser import read_modifications, remove_duplicates
from cms.legal.modifications.records import Document, Proposal
from cms.legal.parsing.law_names import law_named
from cms.legal.parsing.numbers import parse_number
from cms.legal.parsing.provision_names import provision_fragment


class LabelError(ValueError):
    """A line of the label file is invalid."""


@dataclass
class ModificationScore:
    """``labels`` of ``documents``; ``proposed``: labels that any proposal names; ``sure``: proposals that a rule would
    accept, ``right`` of them; ``wrong`` and ``missed`` list them ("vbpl:187208 ends 80/2020/NĐ-CP")."""

    documents: int = 0
    absent: int = 0
    labels: int = 0
    proposed: int = 0
    proposals: int = 0
    sure: int = 0
    right: int = 0
    taken: int = 0  # labels that a sure proposal names correctly
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.proposed / self.labels if self.labels else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.sure if self.sure else 1.0


def read_labels(path: Path) -> Iterator[dict]:
    """Yields lines ``{"doc": …, "clauses": [{"article", "kind", "target" or "name", "provisions", "exception",
    "day"}]}``."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                row["doc"], [(label["article"], label["kind"]) for label in row["clauses"]]
            except (ValueError, KeyError, TypeError) as error:
                raise LabelError(f"line {number}: {error}") from error
            yield row


def score_modifications(rows: Iterable[dict], documents: Mapping[str, Document]) -> ModificationScore:
    report = ModificationScore()
    for row in rows:
        document = documents.get(row["doc"])
        if document is None:
            report.absent += 1
            continue
        report.documents += 1
        _score(report, row, remove_duplicates(read_modifications(document)))
    return report


def _score(report: ModificationScore, row: dict, proposals: list[Proposal]) -> None:
    labels = row["clauses"]
    report.labels += len(labels)
    report.proposals += len(proposals)
    for label in labels:
        found = [proposal for proposal in proposals if _same(label, proposal)]
        report.proposed += bool(found)
        report.taken += any(proposal.sure for proposal in found)
        if not found:
            report.missed.append(f"{row['doc']} {label['kind']} {label.get('target') or label.get('name')}")
    for proposal in proposals:
        if not proposal.sure:
            continue
        right = any(_same(label, proposal) and _exact(label, proposal) for label in labels)
        report.sure += 1
        report.right += right
        if not right:
            report.wrong.append(f"{row['doc']} {proposal.kind} {proposal.target.number} {proposal.place}".strip())


def _same(label: dict, proposal: Proposal) -> bool:
    if label["kind"] != proposal.kind:
        return False
    if number := label.get("target"):
        return parse_number(number).identity == parse_number(proposal.target.number or "").identity
    return _name(label.get("name") or "") == _name(proposal.target.name or "")


def _name(name: str) -> str:
    law = law_named(name)
    return fold_diacritics(law.name if law else name)


def _exact(label: dict, proposal: Proposal) -> bool:
    """Nothing excepted, the labelled day and the labelled provisions."""
    day = proposal.day.isoformat() if proposal.day else None
    provisions = {provision_fragment(*part.split(".")) for part in label.get("provisions", ())}
    return (
        not label.get("exception")
        and label.get("day") in (None, day)
        and (not provisions or provisions == set(proposal.target.provisions))
    )
