"""Several write at once, on a server whose writers run side by side: of six answers to one question the newest stays,
and no attempt is open in a contest whose results stand."""

import datetime
import random
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.contests.models import Answer, Attempt
from cms.contests.organising import transitions
from cms.contests.organising.log import StepRefused
from cms.contests.results import scoring
from cms.contests.taking import answers, attempts
from cms.contests.taking.tokens import AttemptToken
from tests.contests.factories import make_contest, make_entrant

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_the_newest_stays():
    contest = make_contest(None, ("one",) * 3)
    attempt, _new = attempts.begin_attempt(make_entrant(contest), contest.rounds.get(), 1)
    held, chance = AttemptToken(attempt.pk, 1), random.Random(1)  # noqa: S311
    for turn in range(20):
        place, counts = 1 + turn % 3, [10 * turn + number for number in range(1, 7)]
        chance.shuffle(counts)
        gate, told = threading.Barrier(len(counts)), []

        def answer(count, place=place, gate=gate, told=told):
            gate.wait()
            told.append(answers.save_answer(held, place, count, [count]))
            connection.close()

        threads = [threading.Thread(target=answer, args=(count,)) for count in counts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(told) == {answers.AnswerOutcome.KEPT}
        assert Answer.objects.get(attempt=attempt, place=place).given == [max(counts)]


@pytest.mark.parametrize("first", ["results", "more time"])
def test_results_and_more_time_wait_for_each_other(first):
    contest = make_contest(None, ("one",))
    attempt, _new = attempts.begin_attempt(make_entrant(contest), contest.rounds.get(), 1)
    over = timezone.now() - datetime.timedelta(minutes=1)
    Attempt.objects.update(started_at=over, ends_at=over, accepts_until=over)
    contest.rounds.update(closes_at=timezone.now() - datetime.timedelta(hours=1))
    scoring.finish_overdue(contest=contest)
    attempt.refresh_from_db()
    turns = {
        "results": lambda: transitions.publish_results(contest, None),
        "more time": lambda: transitions.prolong_attempt(attempt, 5, None, "Mất điện"),
    }
    told = []

    def second():
        try:
            turns[next(name for name in turns if name != first)]()
        except StepRefused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        turns[first]()
        other.start()
        other.join(0.5)
        assert other.is_alive()  # it waits for what is not written yet
    other.join()
    assert told == [{"results": "after_results", "more time": "running"}[first]]
    contest.refresh_from_db()
    assert (contest.results_at is None) == Attempt.objects.filter(finished_at=None).exists()
