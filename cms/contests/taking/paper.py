"""The paper of an attempt: its questions as they are shown, and at the end what was right. Two statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cms.contests.kinds import KINDS, Kind
from cms.contests.kinds.base import Given
from cms.contests.models import Answer, Attempt
from cms.contests.taking import draw


@dataclass(frozen=True)
class Line:
    """One question of an attempt. ``frozen`` as the pool keeps it; ``mix``: the order of its options."""

    place: int
    pool: int
    question: int | None  # of the bank
    number: int
    points: int
    cancelled: str
    kind: Kind
    frozen: dict[str, Any]
    mix: list[int]
    given: Given
    seq: int
    judged: int | None

    @property
    def content(self) -> dict[str, Any]:
        return self.frozen["content"]


_COLUMNS = (
    "place", "pool_id", "pool__question_id", "pool__number", "pool__points", "pool__cancelled", "pool__kind",
    "pool__frozen", "given", "seq", "judged",
)  # fmt: skip


def lines(attempt: Attempt) -> Iterator[Line]:
    """``attempt.round`` is loaded."""
    rows = Answer.objects.filter(attempt=attempt).order_by("place").values_list(*_COLUMNS)
    for place, pool, question, number, points, cancelled, code, frozen, given, seq, judged in rows:
        kind = KINDS[code]
        parts = kind.parts(frozen["content"])
        mix = draw.options(attempt.seed, number, parts, attempt.round.mixes_options)
        yield Line(place, pool, question, number, points, cancelled, kind, frozen, mix, given, seq, judged)


def shown(line: Line) -> dict[str, Any]:
    """For the browser, before the end: nothing that gives the answer away."""
    return {
        "place": line.place,
        "kind": line.kind.code,
        "text": line.frozen["text"],
        "picture": line.frozen.get("picture") or None,
        "film": line.frozen.get("film") or "",
        "points": line.points,
        "given": line.given,
        **line.kind.show(line.content, line.mix),
    }


def explained(line: Line) -> dict[str, Any]:
    """In practice, after the end: the key, the reason and the article of law."""
    score = line.kind.score(line.content, line.given, line.mix)
    return {
        "place": line.place,
        "text": line.frozen["text"],
        "chosen": line.kind.words(line.content, line.given, line.mix),
        "key": line.kind.key(line.content),
        "right": None if score is None else score == 1,
        "explanation": line.frozen.get("explanation", ""),
        "laws": line.frozen.get("laws", []),
    }
