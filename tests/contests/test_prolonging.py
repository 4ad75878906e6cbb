"""The jury gives one attempt more time: with a reason, in the log, and no longer than the results are open."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from cms.contests.models import Answer, Attempt
from cms.contests.organising import transitions
from cms.contests.organising.log import StepRefused
from cms.contests.results import ranking, scoring
from cms.contests.taking import answers, attempts, tokens
from cms.contests.taking.answers import AnswerOutcome
from cms.contests.taking.tokens import AttemptToken
from cms.tenancy.roles import Role
from tests.contests.factories import make_contest, make_entrant
from tests.factories import client_of, make_user

pytestmark = pytest.mark.django_db
SECONDS = datetime.timedelta(seconds=1)


@pytest.fixture
def jury(school):
    return client_of(make_user(Role.SCHOOL_ADMIN, school))


def begun(school, **fields):
    contest = make_contest(school, minutes=20, **fields)
    return attempts.begin_attempt(make_entrant(contest), contest.rounds.get(), 1)[0]


def moved(attempt, minutes):
    """As if it had begun so many minutes earlier."""
    back = datetime.timedelta(minutes=minutes)
    for name in ("started_at", "ends_at", "accepts_until"):
        setattr(attempt, name, getattr(attempt, name) - back)
    attempt.save()


def again(attempt):
    return Attempt.objects.select_related("round__contest", "entrant").get(pk=attempt.pk)


def address(attempt):
    return f"/admin/contests/{attempt.round.contest_id}/attempts/{attempt.pk}/longer/"


def hand_in(school, attempt, **data):
    client = Client(headers={"host": school.site.hostname})
    body = json.dumps({"token": tokens.sign_token(attempt.pk, attempt.device), **data})
    return client.post("/bai-thi/nop/", body, content_type="application/json").json()


def test_one_that_runs_gets_a_later_end_and_its_page_learns_of_it(school, jury):
    attempt = begun(school)
    known = int(attempt.ends_at.timestamp() * 1000)
    assert jury.post(address(attempt), {"minutes": "7", "reason": "Mất điện"}).status_code == 302
    longer = again(attempt)
    assert longer.ends_at == attempt.ends_at + datetime.timedelta(minutes=7)
    assert longer.accepts_until == longer.ends_at + 30 * SECONDS
    told = hand_in(school, attempt, ends=known)
    assert told["ends"] == known + 7 * 60_000
    assert again(attempt).finished_at is None
    assert hand_in(school, attempt, ends=told["ends"])["done"]
    assert again(attempt).finished_at
    event = longer.round.contest.events.first()
    assert (event.action, event.reason, event.detail) == (
        "prolonged", "Mất điện", {"attempt": attempt.pk, "minutes": 7},
    )  # fmt: skip
    page = jury.get(f"/admin/contests/{longer.round.contest_id}/").content.decode()
    assert "Mất điện" in page


def test_one_that_ended_by_itself_is_opened_again(school, jury):
    attempt = begun(school)
    moved(attempt, 25)
    scoring.finish_overdue()
    attempt = again(attempt)
    assert attempt.counts
    held = AttemptToken(attempt.pk, attempt.device)
    assert answers.save_answer(held, 1, 1, [0]) in (AnswerOutcome.LATE, AnswerOutcome.FINISHED)
    before = timezone.now()
    jury.post(address(attempt), {"minutes": "5", "reason": "Mất mạng cả phòng máy"})
    attempt = again(attempt)
    assert attempt.finished_at is None
    assert before + datetime.timedelta(minutes=5) <= attempt.ends_at
    assert not ranking.ranked_attempts(attempt.round).exists()  # until it is handed in
    assert answers.save_answer(held, 1, 1, [0]) is AnswerOutcome.KEPT
    round_ = attempt.round
    round_.closes_at = timezone.now() - datetime.timedelta(minutes=21)  # its own end has come
    round_.save()
    with pytest.raises(StepRefused) as refused:
        transitions.publish_results(round_.contest, None)
    assert refused.value.code == "running"
    assert scoring.finish_attempt(attempt)
    assert again(attempt).counts
    transitions.publish_results(round_.contest, None)


def test_what_was_handed_in_early_stays_so(school, jury):
    attempt = again(begun(school))
    scoring.finish_attempt(attempt)
    jury.post(address(attempt), {"minutes": "5", "reason": "Bấm nhầm"})
    assert again(attempt).finished_at == attempt.finished_at


@pytest.mark.parametrize(
    "data", [{"minutes": "5"}, {"minutes": "0", "reason": "x"}, {"minutes": "121", "reason": "x"}, {"reason": "x"},
             {"minutes": "٥", "reason": "x"}],
)  # fmt: skip
def test_without_reason_or_sense_nothing_changes(school, jury, data):
    attempt = begun(school)
    assert jury.post(address(attempt), data).status_code == 302
    assert again(attempt).ends_at == attempt.ends_at
    assert not attempt.round.contest.events.filter(action="prolonged").exists()


def test_after_the_results_and_from_another_school_it_does_not_go(school, jury, b):
    attempt = begun(school)
    moved(attempt, 25)
    contest = attempt.round.contest
    other = client_of(make_user(Role.SCHOOL_ADMIN, b))
    assert other.post(address(attempt), {"minutes": "5", "reason": "x"}).status_code == 404
    editor = client_of(make_user(Role.SCHOOL_EDITOR, school))
    assert editor.post(address(attempt), {"minutes": "5", "reason": "x"}).status_code in (302, 403)
    contest.rounds.update(closes_at=timezone.now() - datetime.timedelta(minutes=21))
    transitions.publish_results(contest, None)
    transitions.publish_results(contest, None)  # a second press
    assert contest.events.filter(action="results").count() == 1
    jury.post(address(attempt), {"minutes": "5", "reason": "x"})
    assert again(attempt).finished_at
    assert Answer.objects.filter(attempt=attempt).count() == 5
    assert not contest.events.filter(action="prolonged").exists()
