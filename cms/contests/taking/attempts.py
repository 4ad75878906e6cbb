"""Begins an attempt, or takes up one that is under way."""

from __future__ import annotations

import datetime
import secrets

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cms.contests.models import Answer, Attempt, AttemptMark, Entrant, Round, RoundQuestion
from cms.contests.taking import draw


class NoAttemptLeft(Exception):
    """The person has had all attempts that the rules allow."""


def begin_attempt(
    entrant: Entrant, round_: Round, allowed: int, now: datetime.datetime | None = None
) -> tuple[Attempt, bool]:
    """The attempt that runs (on a further device from now on), else a new one; and whether it is new."""
    now = now or timezone.now()
    for _turn in range(2):
        if (running := find_running_attempt(entrant, round_, now)) is not None:
            return resume_attempt(running), False
        number = Attempt.objects.filter(entrant=entrant, round=round_).count() + 1
        if number > allowed:
            raise NoAttemptLeft
        try:
            return _create_attempt(entrant, round_, number, now), True
        except IntegrityError:  # sent twice at once: the other one has begun it
            continue
    raise NoAttemptLeft


def find_running_attempt(entrant: Entrant, round_: Round, now: datetime.datetime) -> Attempt | None:
    rows = Attempt.objects.filter(entrant=entrant, round=round_, finished_at=None, accepts_until__gt=now)
    return rows.order_by("-number").first()


def resume_attempt(attempt: Attempt) -> Attempt:
    """On another device, or in another window: that one answers from now on."""
    Attempt.objects.filter(pk=attempt.pk).update(device=F("device") + 1)
    attempt.refresh_from_db(fields=["device"])
    AttemptMark.objects.create(
        attempt=attempt, kind=AttemptMark.Kind.RESUMED, detail={"device": attempt.device}
    )  # fmt: skip
    return attempt


@transaction.atomic
def _create_attempt(entrant: Entrant, round_: Round, number: int, now: datetime.datetime) -> Attempt:
    ends = now + datetime.timedelta(minutes=round_.minutes)
    attempt = Attempt.objects.create(
        round=round_, entrant=entrant, school_id=entrant.school_id, represents_id=entrant.represents_id, number=number,
        seed=secrets.token_hex(16), started_at=now, ends_at=ends,
        accepts_until=ends + datetime.timedelta(seconds=round_.grace_seconds),
    )  # fmt: skip
    ids = dict(list_pool(round_))
    drawn = draw.draw_questions(list(ids), round_.counts, attempt.seed, round_.mixes_questions)
    by_number = {entry.number: pk for entry, pk in ids.items()}
    Answer.objects.bulk_create(
        Answer(attempt=attempt, place=place, pool_id=by_number[number]) for place, number in enumerate(drawn, start=1)
    )
    return attempt


def list_pool(round_: Round) -> list[tuple[draw.PoolEntry, int]]:
    """(entry, primary key) in the order of the pool. Cancelled ones are not drawn any more."""
    rows = RoundQuestion.objects.filter(round=round_, cancelled="").order_by("number")
    return [(draw.PoolEntry(number, hard), pk) for pk, number, hard in rows.values_list("pk", "number", "difficulty")]
