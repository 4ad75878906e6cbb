"""The steps of a contest: announced, closed, results, and what a jury decides. Each stands in the log."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.contests.models import Answer, Attempt, AttemptMark, Contest, Protest, Round, RoundQuestion
from cms.contests.notifications import CLASS_LISTS_REQUESTED
from cms.contests.organising import log
from cms.contests.organising.log import StepRefused
from cms.contests.results import scoring
from cms.core import human_codes
from cms.tenancy.models import School
from cms.tenancy.notifications import sending


def _require_reason(reason: str) -> str:
    if not reason.strip():
        raise StepRefused("reason")
    return reason.strip()


def publish_contest(contest: Contest, by: Any) -> None:
    """Shown on the sites from now on."""
    if contest.for_children and not (contest.consent_text.strip() and contest.parents_notice.strip()):
        raise StepRefused("parents")
    if contest.who == Contest.Who.CODE and len(human_codes.normalize_code(contest.code)) < 6:
        raise StepRefused("code")
    if not contest.rounds.exclude(frozen_at=None).exists():
        raise StepRefused("no_round")
    with transaction.atomic():
        first = contest.state == Contest.State.DRAFT
        _set_fields(contest, "published", by, state=Contest.State.PUBLISHED)
        if first and contest.school_id is None and contest.who == Contest.Who.LIST:
            _request_class_lists(contest)


def _request_class_lists(contest: Contest) -> None:
    """Each school is asked for its class lists."""
    schools = School.objects.filter(closed_on=None).values_list("pk", flat=True)
    sending.notify_schools(
        CLASS_LISTS_REQUESTED, schools, _("Class lists for a contest: %(contest)s"),
        _("The office announces the contest “%(contest)s”. Write down who of your school takes part."),
        lambda pk: reverse("contests_list", args=[pk, contest.pk]), {"contest": contest.title},
    )  # fmt: skip


def close_contest(contest: Contest, by: Any) -> None:
    """No entry any more, and no protest."""
    _set_fields(contest, "closed", by, state=Contest.State.CLOSED)


def publish_results(contest: Contest, by: Any) -> None:
    """When every attempt has ended and nothing waits for the jury. Pressed twice it is done once."""
    scoring.finish_overdue(contest=contest)
    if any(one.ends_at > timezone.now() for one in contest.rounds.all()):
        raise StepRefused("running")
    with transaction.atomic():
        if _lock_contest(contest.pk).results_at is not None:
            return
        if Attempt.objects.filter(round__contest=contest, finished_at=None).exists():
            raise StepRefused("running")  # one that was prolonged
        if Attempt.objects.filter(round__contest=contest, waits=True, disqualified=False).exists():
            raise StepRefused("waits")
        _set_fields(contest, "results", by, results_at=timezone.now())


def _lock_contest(pk: int) -> Contest:
    """Until the transaction ends: no attempt is prolonged while results are published."""
    return Contest.objects.select_for_update().get(pk=pk)


def withdraw_results(contest: Contest, by: Any, reason: str) -> None:
    _set_fields(contest, "withdrawn", by, _require_reason(reason), results_at=None)


@transaction.atomic
def _set_fields(contest: Contest, action: str, by: Any, reason: str = "", **fields: Any) -> None:
    for name, value in fields.items():
        setattr(contest, name, value)
    contest.save(update_fields=list(fields))
    log.write_event(contest, action, by, reason)


@transaction.atomic
def cancel_question(row: RoundQuestion, how: str, by: Any, reason: str) -> int:
    """Out of later draws; everybody who had it gets its points, or nobody. ``how`` "" takes it back. Recounts the
    round; how many attempts changed."""
    reason = _require_reason(reason)
    row.cancelled = how
    row.save(update_fields=["cancelled"])
    changed = scoring.recount_round(row.round)
    log.write_event(
        row.round.contest, "cancelled", by, reason, round=row.round_id, number=row.number, how=how, changed=changed
    )
    return changed


def recount_round(round_: Round, by: Any) -> int:
    scoring.finish_overdue(contest=round_.contest)
    changed = scoring.recount_round(round_)
    log.write_event(round_.contest, "recounted", by, round=round_.pk, changed=changed)
    return changed


@transaction.atomic
def judge_answer(answer: Answer, points: int, by: Any) -> None:
    """``points`` in hundredths, at most those of the question."""
    answer.judged = max(0, min(points, 100 * answer.pool.points))
    answer.save(update_fields=["judged"])
    attempt = answer.attempt
    _update_score(attempt)
    log.write_event(attempt.round.contest, "judged", by, attempt=attempt.pk, place=answer.place, points=answer.judged)


def _update_score(attempt: Attempt) -> None:
    scoring.score_attempt(attempt)
    attempt.save(update_fields=scoring.SCORE_FIELDS)
    scoring.choose_best(attempt.entrant_id, attempt.round_id)


@transaction.atomic
def disqualify_attempt(attempt: Attempt, by: Any, reason: str) -> None:
    _set_disqualified(attempt, True, by, _require_reason(reason))


@transaction.atomic
def readmit_attempt(attempt: Attempt, by: Any, reason: str) -> None:
    _set_disqualified(attempt, False, by, _require_reason(reason))


def _set_disqualified(attempt: Attempt, out: bool, by: Any, reason: str) -> None:
    attempt.disqualified = out
    attempt.save(update_fields=["disqualified"])
    scoring.choose_best(attempt.entrant_id, attempt.round_id)
    log.write_event(attempt.round.contest, "disqualified" if out else "readmitted", by, reason, attempt=attempt.pk)


MAX_EXTRA_MINUTES = 120


@transaction.atomic
def prolong_attempt(attempt: Attempt, minutes: int, by: Any, reason: str) -> None:
    """So much longer, from its end or, where that is over, from now: the line was down. What was handed in early stays
    so. The time that passed counts as it passed."""
    reason = _require_reason(reason)
    if not 1 <= minutes <= MAX_EXTRA_MINUTES:
        raise StepRefused("minutes")
    contest, now = _lock_contest(attempt.round.contest_id), timezone.now()
    if contest.results_at is not None or contest.state != Contest.State.PUBLISHED:
        raise StepRefused("after_results")
    row = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if row.finished_at is not None and row.finished_at < row.ends_at:
        raise StepRefused("handed_in")
    grace = datetime.timedelta(seconds=attempt.round.grace_seconds)
    row.ends_at = max(row.ends_at, now) + datetime.timedelta(minutes=minutes)
    row.accepts_until, row.finished_at = row.ends_at + grace, None
    row.save(update_fields=["ends_at", "accepts_until", "finished_at"])
    scoring.choose_best(row.entrant_id, row.round_id)
    log.write_event(contest, "prolonged", by, reason, attempt=row.pk, minutes=minutes)


@transaction.atomic
def accept_late_answer(mark: AttemptMark, by: Any, reason: str) -> None:
    """The answer counts as if it had come in time: the line was down, and the jury believes it."""
    reason = _require_reason(reason)
    attempt, place = mark.attempt, mark.detail["place"]
    Answer.objects.filter(attempt=attempt, place=place).update(given=mark.detail["given"], received_at=mark.at)
    _update_score(attempt)
    log.write_event(attempt.round.contest, "late", by, reason, attempt=attempt.pk, place=place)


@transaction.atomic
def decide_protest(protest: Protest, accepted: bool, answer: str, by: Any) -> None:
    """The answer is the reason; what follows from an accepted one is a step of its own."""
    protest.state = Protest.State.ACCEPTED if accepted else Protest.State.REFUSED
    protest.answer, protest.decided_by, protest.decided_at = _require_reason(answer), by, timezone.now()
    protest.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    contest = protest.attempt.round.contest
    log.write_event(contest, "protest", by, answer, protest=protest.pk, accepted=accepted)
