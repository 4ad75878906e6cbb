"""Six answers to one question at once, in any order: the newest stays. On a server whose writers run side by side."""

import random
import threading

import pytest
from django.db import connection

from cms.contests.models import Answer
from cms.contests.taking import answers, attempts
from cms.contests.taking.tokens import Held
from tests.contests.factories import make_contest, make_entrant

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_the_newest_stays():
    contest = make_contest(None, ("one",) * 3)
    attempt, _new = attempts.begin(make_entrant(contest), contest.rounds.get(), 1)
    held, chance = Held(attempt.pk, 1), random.Random(1)  # noqa: S311
    for turn in range(20):
        place, counts = 1 + turn % 3, [10 * turn + number for number in range(1, 7)]
        chance.shuffle(counts)
        gate, told = threading.Barrier(len(counts)), []

        def answer(count, place=place, gate=gate, told=told):
            gate.wait()
            told.append(answers.keep(held, place, count, [count]))
            connection.close()

        threads = [threading.Thread(target=answer, args=(count,)) for count in counts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(told) == {answers.Kept.KEPT}
        assert Answer.objects.get(attempt=attempt, place=place).given == [max(counts)]
