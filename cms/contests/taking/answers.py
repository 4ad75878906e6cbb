"""Keeps one answer: the path that everybody walks at once.

One statement changes one row, found by its number, if it is newer than what lies there and the attempt still runs. What
is told "kept" lies in the database. Sent twice, it is kept once; sent out of order, the newer one stays.
"""

from __future__ import annotations

import datetime
from enum import Enum

from django.db.models import Exists
from django.utils import timezone

from cms.contests.kinds.base import GivenAnswer
from cms.contests.models import Answer, Attempt, AttemptMark
from cms.contests.taking.tokens import AttemptToken

#: Of one attempt at most so many are written down for the jury.
MAX_ANOMALIES = 100


class AnswerOutcome(Enum):
    KEPT = "kept"
    OTHER_DEVICE = "other"  # a newer device answers now
    LATE = "late"  # after the end and the grace; the jury sees it
    FINISHED = "finished"  # handed in before
    UNKNOWN = "unknown"  # no such question


def save_answer(
    held: AttemptToken, place: int, count: int, given: GivenAnswer, now: datetime.datetime | None = None
) -> AnswerOutcome:
    """``count``: the browser's own, growing with each answer of this device, from 1."""
    now = now or timezone.now()
    seq = held.device * Answer.DEVICE + count
    runs = Attempt.objects.filter(pk=held.attempt, finished_at=None, accepts_until__gt=now)
    # Its own column decides which is newer, not a join: PostgreSQL looks at it again when two came at once.
    newer = Answer.objects.filter(attempt=held.attempt, place=place, seq__lt=seq)
    if newer.filter(Exists(runs)).update(seq=seq, given=given, received_at=now):
        return AnswerOutcome.KEPT
    return _explain_refusal(held, place, seq, given, now)


def _explain_refusal(
    held: AttemptToken, place: int, seq: int, given: GivenAnswer, now: datetime.datetime
) -> AnswerOutcome:
    rows = Answer.objects.filter(attempt=held.attempt, place=place)
    row = rows.values_list("seq", "attempt__finished_at", "attempt__accepts_until").first()
    if row is None:
        return AnswerOutcome.UNKNOWN
    there, finished, until = row
    if there >= seq:
        if there // Answer.DEVICE == held.device:
            return AnswerOutcome.KEPT  # this one, or a later one of the same browser
        _record_anomaly(held, AttemptMark.Kind.PARALLEL, place, given)
        return AnswerOutcome.OTHER_DEVICE
    if finished is None and until > now:  # came in between: the attempt was prolonged, or another statement went first
        return save_answer(held, place, seq % Answer.DEVICE, given, now)
    _record_anomaly(held, AttemptMark.Kind.LATE, place, given)
    return AnswerOutcome.FINISHED if finished is not None and finished < until else AnswerOutcome.LATE


def _record_anomaly(held: AttemptToken, kind: AttemptMark.Kind, place: int, given: GivenAnswer) -> None:
    detail = {"place": place, "device": held.device, "given": given}
    marks = AttemptMark.objects.filter(attempt=held.attempt)
    if not marks.filter(kind=kind, detail=detail).exists() and marks.count() < MAX_ANOMALIES:
        AttemptMark.objects.create(attempt_id=held.attempt, kind=kind, detail=detail)
