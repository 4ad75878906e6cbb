"""The score of an attempt, and of all attempts of a round anew."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from cms.contests.models import Attempt, Contest, Round, RoundQuestion
from cms.contests.taking import question_paper

_BATCH_SIZE = 500
CENT = Decimal("0.01")


def line_points(line: question_paper.PaperLine) -> Fraction | None:
    """Points of one question; ``None``: a jury has to judge it."""
    if line.cancelled:
        return Fraction(line.points if line.cancelled == RoundQuestion.Cancelled.FULL else 0)
    if line.judged is not None:
        return min(Fraction(line.judged, 100), Fraction(line.points))
    share = line.kind.score(line.content, line.given, line.mix)
    return None if share is None else share * line.points


def sum_points(lines: Iterable[question_paper.PaperLine]) -> tuple[Decimal, bool]:
    """Score, and whether a part of it waits for a jury."""
    points = [line_points(line) for line in lines]
    exact = sum((one for one in points if one is not None), Fraction(0))
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(CENT), None in points


def score_attempt(attempt: Attempt) -> None:
    """Sets the numbers on the attempt; does not save."""
    attempt.score, attempt.waits = sum_points(question_paper.iterate_lines(attempt))
    ended = min(attempt.finished_at or attempt.ends_at, attempt.ends_at)
    attempt.milliseconds = max(0, int((ended - attempt.started_at) / datetime.timedelta(milliseconds=1)))
    answer = attempt.round.contest.prediction_answer
    guess = attempt.prediction
    attempt.off_by = None if answer is None or guess is None else abs(answer - guess)


SCORE_FIELDS = ("score", "waits", "milliseconds", "off_by")


def finish_attempt(attempt: Attempt, now: datetime.datetime | None = None, prediction: int | None = None) -> bool:
    """Hands the attempt in and counts it; ``False`` where that was done before. ``attempt.round.contest`` is loaded."""
    now = min(now or timezone.now(), attempt.accepts_until)
    more = {} if prediction is None else {"prediction": prediction}
    if not Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(finished_at=now, **more):
        return False
    attempt.finished_at = now
    attempt.prediction = prediction if prediction is not None else attempt.prediction
    score_attempt(attempt)
    attempt.save(update_fields=SCORE_FIELDS)
    choose_best(attempt.entrant_id, attempt.round_id)
    return True


def choose_best(entrant: int, round_: int) -> None:
    """Of a person's attempts in a round one counts: the best that is not disqualified."""
    rows = Attempt.objects.filter(entrant=entrant, round=round_)
    done = list(rows.filter(disqualified=False).exclude(finished_at=None))
    best = min(done, key=attempt_sort_key, default=None)
    with transaction.atomic():
        rows.filter(counts=True).exclude(pk__in=[best.pk] if best else []).update(counts=False)
        if best:
            rows.filter(pk=best.pk, counts=False).update(counts=True)


def attempt_sort_key(attempt: Attempt) -> tuple:
    """Smaller is better. No guess comes after every guess."""
    guess = (attempt.off_by is None, attempt.off_by or 0)
    return (-attempt.score, attempt.milliseconds, guess, attempt.pk)


def finish_overdue(now: datetime.datetime | None = None, most: int = 2_000, contest: Contest | None = None) -> int:
    """Hands in what its contestants did not hand in, at its end; how many. ``contest``: of one alone, as a person asks
    who has nothing to do with those of others."""
    now = now or timezone.now()
    rows = Attempt.objects.filter(finished_at=None, accepts_until__lte=now).select_related("round__contest")
    rows = rows.filter(round__contest=contest) if contest else rows
    return sum(finish_attempt(attempt, attempt.ends_at) for attempt in rows.order_by("accepts_until")[:most])


def recount_round(round_: Round) -> int:
    """Every attempt of the round anew; how many changed. After a cancellation, a judgement, a corrected prediction."""
    changed = 0
    rows = Attempt.objects.filter(round=round_).exclude(finished_at=None).select_related("round__contest")
    packet: list[Attempt] = []
    for attempt in rows.order_by("pk").iterator(chunk_size=_BATCH_SIZE):
        before = [getattr(attempt, name) for name in SCORE_FIELDS]
        score_attempt(attempt)
        if before != [getattr(attempt, name) for name in SCORE_FIELDS]:
            packet.append(attempt)
        if len(packet) >= _BATCH_SIZE:
            changed += _save_batch(packet)
            packet = []
    return changed + _save_batch(packet)


def _save_batch(packet: list[Attempt]) -> int:
    Attempt.objects.bulk_update(packet, SCORE_FIELDS)
    for entrant, round_ in {(attempt.entrant_id, attempt.round_id) for attempt in packet if attempt.number > 1}:
        choose_best(entrant, round_)
    return len(packet)
