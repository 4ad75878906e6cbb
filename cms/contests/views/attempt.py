"""The page of an attempt, and what its script asks: the paper, each answer, the end, a protest. JSON.

An answer costs one statement: no session, no page, no token but the one that it carries.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cms.contests.kinds.base import is_valid_answer
from cms.contests.models import Attempt, Contest, Protest
from cms.contests.results import scoring
from cms.contests.taking import answers, question_paper, tokens
from cms.contests.taking.answers import AnswerOutcome
from cms.contests.taking.tokens import AttemptToken
from cms.contests.views.public import allow_public_reads
from cms.core import human_codes
from cms.core.text import normalize_nfc
from cms.core.web import rate_limits

MAX_BYTES = 128 * 1024
MAX_PROTESTS = 10  # of one attempt
#: What a browser sends again later (nothing), and what it must not.
OUTCOME_STATUS = {
    AnswerOutcome.KEPT: 200,
    AnswerOutcome.OTHER_DEVICE: 409,
    AnswerOutcome.LATE: 410,
    AnswerOutcome.FINISHED: 410,
    AnswerOutcome.UNKNOWN: 404,
}


@require_safe
@allow_public_reads
def attempt_page(request: HttpRequest) -> HttpResponse:
    """The same for everybody: its script reads the token behind the #."""
    if seconds := rate_limits.seconds_to_wait(request, "pages"):
        return rate_limits.too_many_requests(request, seconds)
    return render(request, "contests/attempt.html", {"words": _script_messages()})


def _script_messages() -> dict[str, str]:
    """What the script says."""
    return {
        "saved": _("All answers are saved."),
        "sending": _("Sending…"),
        "waiting": _("Not sent yet: %s. They are kept on this device and sent again by themselves."),
        "offline": _("No connection. Go on: your answers are kept on this device."),
        "left": _("Time left"),
        "over": _("The time is over."),
        "question": _("Question %s"),
        "points": _("Points: %s"),
        "up": _("Up"),
        "down": _("Down"),
        "choose": _("Choose…"),
        "true": _("True"),
        "false": _("False"),
        "answered": _("Answered: %s of %s"),
        "sure": _("Hand in? %s questions have no answer yet."),
        "unsent": _("%s answers have not been sent yet. Wait for the connection, then hand in."),
        "done": _("Your work has been handed in."),
        "score": _("Your score: %s of %s"),
        "right": _("Right"),
        "wrong": _("Not right"),
        "key": _("Right answer:"),
        "chosen": _("Your answer:"),
        "none": _("no answer"),
        "other": _("This attempt was opened on another device, which answers now. What you do here is not counted."),
        "unknown": _("This attempt is not known. Go back to the contest, or enter your code again."),
        "film": _("Film"),
        "protested": _("Your protest has reached the jury."),
        "failed": _("That did not work. Please try again."),
        "code": _("Your code, to go on from another device:"),
    }


Handler = Callable[[HttpRequest, AttemptToken, dict[str, Any]], JsonResponse]


def attempt_endpoint(handler: Handler) -> Callable[[HttpRequest], HttpResponse]:
    """A POST with JSON and the attempt's token."""

    @csrf_exempt  # the token lies in the body, where no other site can put it
    @never_cache
    @require_POST
    @allow_public_reads
    @wraps(handler)
    def view(request: HttpRequest) -> HttpResponse:
        if seconds := rate_limits.seconds_to_wait(request, "contests"):
            return JsonResponse({"error": "too_many"}, status=429, headers={"Retry-After": str(seconds)})
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
                return JsonResponse({"error": "too_large"}, status=413)
            data = json.loads(request.body)
        except (ValueError, RecursionError, OSError):  # OSError: the line broke in the middle
            return JsonResponse({"error": "not_json"}, status=400)
        held = tokens.parse_token(data.get("token")) if isinstance(data, dict) else None
        return handler(request, held, data) if held else JsonResponse({"error": "token"}, status=403)

    return view


def _to_milliseconds(moment) -> int:
    return int(moment.timestamp() * 1000)


def _now_milliseconds() -> int:
    return _to_milliseconds(timezone.now())


def _parse_number(value: Any, least: int, most: int) -> int | None:
    return value if type(value) is int and least <= value <= most else None


@attempt_endpoint
def post_answer(request: HttpRequest, held: AttemptToken, data: dict[str, Any]) -> JsonResponse:
    """``place``, ``count`` (growing with each answer of this device) and ``given``."""
    place, count = _parse_number(data.get("place"), 1, 1000), _parse_number(data.get("count"), 1, 999_999)
    given = data.get("given")
    if place is None or count is None or not is_valid_answer(given):
        return JsonResponse({"error": "bad_answer"}, status=400)
    kept = answers.save_answer(held, place, count, normalize_nfc(given) if isinstance(given, str) else given)
    return JsonResponse(
        {"kept": kept.value, "place": place, "count": count, "now": _now_milliseconds()}, status=OUTCOME_STATUS[kept]
    )


def _find_attempt(held: AttemptToken) -> Attempt | None:
    return Attempt.objects.filter(pk=held.attempt).select_related("round__contest", "entrant").first()


@attempt_endpoint
def get_questions(request: HttpRequest, held: AttemptToken, data: dict[str, Any]) -> JsonResponse:
    """The whole paper with what has been answered, or the end."""
    attempt = _find_attempt(held)
    if attempt is None:
        return JsonResponse({"error": "token"}, status=403)
    contest = attempt.round.contest
    lines = list(question_paper.iterate_lines(attempt))
    over = attempt.finished_at is not None or attempt.accepts_until <= timezone.now()
    told = {
        "attempt": attempt.pk,
        "contest": contest.title,
        "contest_url": contest.get_absolute_url(),
        "round": attempt.round.title,
        "now": _now_milliseconds(),
        "ends": _to_milliseconds(attempt.ends_at),
        "newest": held.device == attempt.device,
        "count": max((line.seq % 1_000_000 for line in lines if line.seq // 1_000_000 == held.device), default=0),
        "code": human_codes.format_code(attempt.entrant.code or ""),
        "prediction": contest.prediction_question,
    }
    if over:
        return JsonResponse({**told, **_serialize_end(attempt, contest, lines)})
    addresses = question_paper.find_picture_urls(lines)
    return JsonResponse({**told, "questions": [question_paper.serialize_line(line, addresses) for line in lines]})


@attempt_endpoint
def hand_in(request: HttpRequest, held: AttemptToken, data: dict[str, Any]) -> JsonResponse:
    """``prediction`` may be a number. A second time it answers as the first. ``ends``: the end that has come where the
    page hands in by itself; a later one, which the jury gave, is told instead."""
    attempt = _find_attempt(held)
    if attempt is None:
        return JsonResponse({"error": "token"}, status=403)
    if attempt.finished_at is None and held.device != attempt.device:
        return JsonResponse({"error": "other"}, status=409)
    ended = _parse_number(data.get("ends"), 0, 2**53)
    if attempt.finished_at is None and ended is not None and ended < _to_milliseconds(attempt.ends_at):
        return JsonResponse({"now": _now_milliseconds(), "ends": _to_milliseconds(attempt.ends_at)})
    scoring.finish_attempt(attempt, prediction=_parse_number(data.get("prediction"), 0, 2_000_000_000))
    attempt.refresh_from_db(fields=["score", "finished_at"])
    contest = attempt.round.contest
    return JsonResponse(
        {"now": _now_milliseconds(), **_serialize_end(attempt, contest, list(question_paper.iterate_lines(attempt)))}
    )


def _serialize_end(attempt: Attempt, contest: Contest, lines: list[question_paper.PaperLine]) -> dict[str, Any]:
    """What a contestant is told after the end: the score where the rules tell it, the reasons in practice."""
    told: dict[str, Any] = {"done": True, "protests": not contest.practice and _may_protest(attempt, contest)}
    if own := [_serialize_protest(one) for one in attempt.protests.exclude(words="").order_by("pk")[:MAX_PROTESTS]]:
        told["own_protests"] = own
    if attempt.finished_at is not None and (contest.practice or contest.shows_score):
        told["score"], told["points"] = str(attempt.score.normalize()), sum(line.points for line in lines)
    if attempt.finished_at is not None and contest.practice:
        told["review"] = [question_paper.explain_line(line) for line in lines]
    return told


def _serialize_protest(row: Protest) -> dict[str, Any]:
    """To whoever protested: what became of it."""
    return {"place": row.place, "words": row.words, "state": str(row.get_state_display()), "answer": row.answer}


def _may_protest(attempt: Attempt, contest: Contest) -> bool:
    last = attempt.accepts_until + datetime.timedelta(days=contest.protest_days)
    return contest.state == Contest.State.PUBLISHED and timezone.now() <= last


@attempt_endpoint
def post_protest(request: HttpRequest, held: AttemptToken, data: dict[str, Any]) -> JsonResponse:
    """``messages`` and perhaps ``place``: one question. The jury answers."""
    attempt, words = _find_attempt(held), data.get("words")
    if attempt is None or not _may_protest(attempt, attempt.round.contest):
        return JsonResponse({"error": "token"}, status=403)
    if not isinstance(words, str) or not words.strip() or len(words) > 2000:
        return JsonResponse({"error": "bad_answer"}, status=400)
    if len(attempt.protests.all()[:MAX_PROTESTS]) >= MAX_PROTESTS:
        return JsonResponse({"error": "too_many"}, status=429)
    Protest.objects.create(attempt=attempt, place=_parse_number(data.get("place"), 1, 1000), words=normalize_nfc(words))
    return JsonResponse({"done": True, "now": _now_milliseconds()})
