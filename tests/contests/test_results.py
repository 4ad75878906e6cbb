"""The order, sums, what the jury is shown, statistics of questions, and deletion after the term."""

import datetime
import doctest

import pytest
from django.test import Client
from django.utils import timezone

from cms.contests.bank import duplicates, statistics
from cms.contests.models import Answer, Attempt, AttemptMark, BankQuestion, Contest, ContestEvent, Entrant, Round
from cms.contests.organising import class_lists, retention
from cms.contests.results import anomalies, awards, overview, ranking, scoring
from cms.contests.taking import answers, question_paper
from cms.contests.taking.tokens import AttemptToken
from tests.contests.factories import make_contest, make_entrant, make_question
from tests.contests.test_screens import done
from tests.contests.test_taking import right
from tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("module", [duplicates, statistics, class_lists, awards])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


def put(attempt, **fields):
    Attempt.objects.filter(pk=attempt.pk).update(**fields)


def test_score_then_time_then_prediction(a):
    contest = make_contest(a)
    round_ = contest.rounds.get()
    rows = [done(make_entrant(contest, name=f"Người {number}"), round_, 0) for number in range(6)]
    numbers = [(5, 900, None), (5, 800, 9), (5, 800, 3), (5, 800, None), (5, 800, 3), (7, 9000, None)]
    for row, (score, ms, off) in zip(rows, numbers, strict=True):
        put(row, score=score, milliseconds=ms, off_by=off)
    lines = ranking.Ranking(round_, Contest.Publication.NAMES)[0:10]
    assert [line.attempt for line in lines] == [rows[place].pk for place in (5, 2, 4, 1, 3, 0)]
    assert [line.rank for line in lines] == [1, 2, 2, 4, 5, 6]
    assert [line.rank for line in ranking.Ranking(round_, "names")[2:4]] == [2, 4]
    assert [ranking.compute_rank(Attempt.objects.get(pk=rows[place].pk)) for place in (5, 2, 4, 1, 3, 0)] == [
        1,
        2,
        2,
        4,
        5,
        6,
    ]


def test_the_prediction_counts_once_its_answer_is_known(a):
    contest = make_contest(a, prediction_question="Bao nhiêu người?")
    attempt = done(make_entrant(contest), contest.rounds.get())
    put(attempt, prediction=120)
    Contest.objects.update(prediction_answer=100)
    assert scoring.recount_round(contest.rounds.get()) == 1
    attempt.refresh_from_db()
    assert attempt.off_by == 20
    assert scoring.recount_round(contest.rounds.get()) == 0


def test_sums_by_school_and_commune():
    a, b = make_school("A", commune="Xã Một"), make_school("B", commune="Xã Hai")
    contest = make_contest(None)
    round_ = contest.rounds.get()
    for school, share in ((a, 1), (a, 0), (b, 1)):
        done(make_entrant(contest, school), round_, share)
    assert [(line.name, line.entrants, line.average) for line in ranking.average_by_group(round_, "school")] == [
        (b.name, 1, 5.0),
        (a.name, 2, 2.5),
    ]
    assert [line.name for line in ranking.average_by_group(round_, "commune")] == ["Xã Hai", "Xã Một"]
    assert [line.name for line in ranking.average_by_group(round_, "class")] == ["9A"]


def test_patterns_are_listed_and_punish_nobody(a):
    contest = make_contest(a, ("one",) * 6)
    round_ = contest.rounds.get()
    for _person in range(2):
        attempt = done(make_entrant(contest), round_, 0)
        for line in question_paper.iterate_lines(attempt):
            wrong = next(place for place, option in enumerate(line.mix) if option == 1)
            Answer.objects.filter(attempt=attempt, place=line.place).update(given=[wrong], seq=1)
    quick = done(make_entrant(contest, class_name="9C"), round_)
    put(quick, milliseconds=900)
    assert anomalies.detect_anomalies(round_) == 3
    assert anomalies.detect_anomalies(round_) == 3  # anew, not once more
    assert set(AttemptMark.objects.values_list("kind", flat=True)) == {"alike", "fast"}
    assert ranking.ranked_attempts(round_).count() == 3


def test_a_draw_that_does_not_fit_its_seed_is_seen(a):
    contest = make_contest(a, ("one",) * 8, wanted=3)
    attempt = done(make_entrant(contest), contest.rounds.get())
    assert overview.is_draw_reproducible(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(seed="f" * 32)
    attempt.refresh_from_db()
    attempt.round = contest.rounds.get()
    assert not overview.is_draw_reproducible(attempt)


def test_statistics_after_use(a):
    """An easy question and one that only the good ones know."""
    contest = make_contest(a, ("one",) * 4, practice=True)
    round_ = contest.rounds.get()
    for number in range(12):
        attempt = done(make_entrant(contest, name=f"Người {number}"), round_, 0)
        known = 4 if number < 6 else 1
        lines = sorted(question_paper.iterate_lines(attempt), key=lambda line: line.number)
        for line in lines[:known]:
            Answer.objects.filter(attempt=attempt, place=line.place).update(given=right(line))
    statistics.measure_questions()
    rows = [entry.question for entry in round_.questions.order_by("number")]
    assert [row.facility for row in rows] == [1.0, 0.5, 0.5, 0.5]
    assert rows[0].discrimination is None
    assert rows[1].discrimination > 0.9
    assert statistics.measure_questions() == 0


def test_doubles_are_found():
    make_question(text="Trẻ em là người dưới bao nhiêu tuổi?")
    far = make_question(text="Ai ban hành nghị định?")
    found = duplicates.find_similar(BankQuestion.objects.all(), "tre em la nguoi duoi bao nhieu tuoi")
    assert len(found) == 1
    assert found[0][1] != far.pk
    assert duplicates.compute_fingerprint("Điều 5?") == duplicates.compute_fingerprint(" dieu  5")


class TestAfterTheTerm:
    @pytest.fixture
    def contest(self, a):
        contest = make_contest(a, ("one", "short", "essay"), keep_days=30)
        attempt = done(make_entrant(contest, name="Nguyễn Kín"), contest.rounds.get())
        make_entrant(contest, name="Lê Không Thi")
        answers.save_answer(
            AttemptToken(attempt.pk, 1), 1, 99, "Kín", attempt.accepts_until + datetime.timedelta(days=1)
        )
        now = timezone.now()
        Round.objects.update(
            opens_at=now - datetime.timedelta(days=32), closes_at=now - datetime.timedelta(days=30, hours=1)
        )
        return contest

    def test_what_is_known_of_persons_goes_and_scores_stay(self, contest):
        assert retention.anonymize_expired() == "1 contests, 2 contestants"
        entrant = Entrant.objects.get()
        assert (entrant.name, entrant.class_name, entrant.code, entrant.user) == ("", "", None, None)
        assert not Answer.objects.filter(pool__kind__in=("short", "essay")).exclude(given=None).exists()
        assert not AttemptMark.objects.exists()
        assert Attempt.objects.get().score == 2
        report = ContestEvent.objects.get(action="forgotten").detail
        assert report["contestants"] == 2
        assert "Kín" not in str(ContestEvent.objects.values_list("detail", flat=True))
        assert retention.anonymize_expired() == "0 contests, 0 contestants"

    def test_not_a_day_before(self, contest):
        Contest.objects.update(keep_days=31)
        assert retention.find_expired() == []
        Round.objects.create(
            contest=contest,
            title="Vòng 2",
            opens_at=timezone.now(),
            closes_at=timezone.now() + datetime.timedelta(days=1),
        )
        Contest.objects.update(keep_days=30)
        assert retention.find_expired() == []


def test_sums_over_all_rounds(school):
    contest = make_contest(school)
    first = contest.rounds.get()
    second = Round.objects.create(
        contest=contest, title="Vòng 2", opens_at=first.opens_at + datetime.timedelta(minutes=1),
        closes_at=first.closes_at,
    )  # fmt: skip
    scores = {"An": ((5, 100), (5, 100)), "Bình": ((9, 50), (1, 50)), "Chi": ((9, 50), (1, 50)), "Dũng": ((3, 10),)}
    for name, pairs in scores.items():
        entrant = make_entrant(contest, name=name)
        for round_, (score, time) in zip((first, second), pairs, strict=False):
            Attempt.objects.create(
                round=round_, entrant=entrant, school=school, represents=school, seed="0" * 32, score=score,
                milliseconds=time, counts=True, started_at=first.opens_at, ends_at=first.opens_at,
                accepts_until=first.opens_at, finished_at=first.opens_at,
            )  # fmt: skip
    found = [(line.rank, line.name, float(line.score), line.milliseconds) for line in ranking.rank_totals(contest)]
    assert found == [(1, "Bình", 10, 100), (1, "Chi", 10, 100), (3, "An", 10, 200), (4, "Dũng", 3, 10)]
    order = ranking.TotalRanking(contest, Contest.Publication.INITIALS)
    assert len(order) == 4
    assert [(line.rank, line.who) for line in order[1:3]] == [(1, "C."), (3, "A.")]
    Contest.objects.filter(pk=contest.pk).update(results_at=timezone.now())
    host = school.site.hostname
    page = Client(headers={"host": host}).get(f"{contest.get_absolute_url()}ket-qua/?round=tong").content.decode()
    assert "B." in page
    assert "Bình" not in page
