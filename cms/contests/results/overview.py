"""What an organiser sees at a glance, and whether a draw can be repeated."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from cms.contests.models import Answer, Attempt, AttemptMark, Contest, Protest, Round
from cms.contests.taking import attempts, draw


@dataclass(frozen=True)
class RoundOverview:
    round: Round
    pool: int
    begun: int
    finished: int
    waiting: int


def list_round_overviews(contest: Contest) -> list[RoundOverview]:
    """Two statements, and one for each round."""
    found = []
    for row in contest.rounds.annotate(pool=Count("questions")):
        row.contest = contest
        numbers = Attempt.objects.filter(round=row).aggregate(
            begun=Count("pk"),
            finished=Count("pk", filter=~Q(finished_at=None)),
            waiting=Count("pk", filter=Q(waits=True)),
        )
        found.append(RoundOverview(row, row.pool, **numbers))
    return found


def count_open_protests(contest: Contest) -> int:
    return Protest.objects.filter(attempt__round__contest=contest, state=Protest.State.OPEN).count()


def count_anomalies(contest: Contest) -> int:
    return AttemptMark.objects.filter(attempt__round__contest=contest).count()


def is_draw_reproducible(attempt: Attempt) -> bool:
    """Do seed and frozen pool give the questions that the attempt had? Those that were cancelled before it began were
    not drawn. ``attempt.round`` is loaded."""
    round_ = attempt.round
    had = list(Answer.objects.filter(attempt=attempt).order_by("place").values_list("pool__number", flat=True))
    whole = [draw.PoolEntry(*one) for one in round_.questions.order_by("number").values_list("number", "difficulty")]
    left = [entry for entry, _pk in attempts.list_pool(round_)]
    return any(
        draw.draw_questions(pool, round_.counts, attempt.seed, round_.mixes_questions) == had for pool in (whole, left)
    )
