"""Patterns that a jury should look at, computed after the end from what was answered. They are no proof."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from cms.contests.models import Attempt, AttemptMark, Round
from cms.contests.taking import question_paper

#: Of a whole paper right in less than this for each question, nobody has read it.
MIN_MS_PER_QUESTION = 2_000
MIN_COMMON_WRONG = 5


def detect_anomalies(round_: Round) -> int:
    """Looks anew; how many were seen."""
    made = [*_find_fast(round_), *_find_alike(round_)]
    AttemptMark.objects.filter(attempt__round=round_, kind__in=(AttemptMark.Kind.FAST, AttemptMark.Kind.ALIKE)).delete()
    AttemptMark.objects.bulk_create(made, batch_size=500)
    return len(made)


def _find_fast(round_: Round) -> list[AttemptMark]:
    found = []
    rows = Attempt.objects.filter(round=round_, score__gt=0).exclude(finished_at=None)
    wanted = sum(round_.counts.values())
    for attempt in rows.filter(milliseconds__lt=MIN_MS_PER_QUESTION * wanted).iterator(chunk_size=500):
        told = f"{attempt.milliseconds / 1000:.0f} s, {attempt.score}"
        found.append(AttemptMark(attempt=attempt, kind=AttemptMark.Kind.FAST, detail={"told": told}))
    return found


def _find_alike(round_: Round) -> list[AttemptMark]:
    """Two of one class and school with the very same wrong answers, at least ``MIN_COMMON_WRONG``."""
    groups: dict[Any, list[Attempt]] = defaultdict(list)
    rows = Attempt.objects.filter(round=round_, counts=True).select_related("round", "entrant")
    for attempt in rows.exclude(entrant__class_name="").iterator(chunk_size=500):
        key = (attempt.entrant.school_id, attempt.represents_id, attempt.entrant.class_name)
        wrong = _wrong_answers(attempt)
        if len(wrong) >= MIN_COMMON_WRONG:
            groups[(*key, wrong)].append(attempt)
    return [
        AttemptMark(
            attempt=attempt, kind=AttemptMark.Kind.ALIKE,
            detail={"told": ", ".join(f"#{other.pk}" for other in same if other is not attempt)[:300]},
        )
        for same in groups.values() if len(same) > 1 for attempt in same
    ]  # fmt: skip


def _wrong_answers(attempt: Attempt) -> frozenset[tuple[int, str]]:
    """(number in the pool, what was chosen) of what is wrong, whatever the order in which it was shown."""
    lines = [line for line in question_paper.iterate_lines(attempt) if line.seq and not line.kind.judged]
    return frozenset(
        (line.number, "|".join(sorted(line.kind.words(line.content, line.given, line.mix))))
        for line in lines if line.kind.score(line.content, line.given, line.mix) == 0
    )  # fmt: skip
