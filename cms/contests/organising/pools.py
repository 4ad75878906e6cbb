"""The pool of a round: filled from the bank, then frozen, so that a draw can be repeated for ever."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from wagtail.images.models import SourceImageIOError

from cms.contests.bank import questions
from cms.contests.models import BankQuestion, Round, RoundQuestion
from cms.contests.organising import log
from cms.contests.organising.log import StepRefused
from cms.contests.taking import draw
from cms.contests.taking.question_paper import PICTURE_FILTER


def addable_questions(round_: Round) -> QuerySet[BankQuestion]:
    return questions.usable_questions(round_.contest.school_id).exclude(pools__round=round_)


@transaction.atomic
def add_questions(round_: Round, chosen: QuerySet[BankQuestion], by: Any, points: int = 1) -> int:
    """Of ``chosen`` those that the contest may use and the pool does not have. ``points`` each; an essay has those of
    its rubric."""
    _require_open(round_)
    last = RoundQuestion.objects.filter(round=round_).aggregate(last=Max("number"))["last"] or 0
    rows = addable_questions(round_).filter(pk__in=chosen.values("pk")).order_by("pk")
    made = RoundQuestion.objects.bulk_create(
        RoundQuestion(
            round=round_, question=row, number=number, points=_question_points(row, points), difficulty=row.difficulty,
            kind=row.kind,
        )
        for number, row in enumerate(rows, start=last + 1)
    )  # fmt: skip
    if made:
        log.write_event(round_.contest, "pool", by, round=round_.pk, added=len(made))
    return len(made)


def _question_points(question: BankQuestion, otherwise: int) -> int:
    return question.rule.worth(question.content) or otherwise


@transaction.atomic
def remove_question(round_: Round, number: int, by: Any) -> None:
    _require_open(round_)
    RoundQuestion.objects.filter(round=round_, number=number).delete()
    log.write_event(round_.contest, "pool", by, round=round_.pk, removed=number)


def _require_open(round_: Round) -> None:
    if Round.objects.select_for_update().get(pk=round_.pk).frozen_at:
        raise StepRefused("frozen")


@transaction.atomic
def freeze_pool(round_: Round, by: Any) -> None:
    """Each question is kept as it is now. Raises ``StepRefused``."""
    _require_open(round_)
    entries = RoundQuestion.objects.filter(round=round_).select_related("question__picture")
    pairs = [(row, row.question) for row in entries if row.question]
    if any(question.law_changed_at or question.state != BankQuestion.State.READY for _row, question in pairs):
        raise StepRefused("law_changed")
    if not any(round_.counts.values()):
        raise StepRefused("nothing_wanted")
    there = Counter(question.difficulty for _row, question in pairs)
    if any(there[difficulty] < number for difficulty, number in round_.counts.items()):
        raise StepRefused("few")
    for row, question in pairs:
        row.difficulty, row.kind, row.frozen = question.difficulty, question.kind, freeze_question(question)
        row.points = _question_points(question, row.points)
    rows = [row for row, _question in pairs]
    RoundQuestion.objects.bulk_update(rows, ["difficulty", "kind", "frozen", "points"], batch_size=200)
    round_.pool_hash, round_.frozen_at = compute_pool_hash(round_), timezone.now()
    round_.save(update_fields=["pool_hash", "frozen_at"])
    log.write_event(round_.contest, "frozen", by, round=round_.pk, questions=len(rows), hash=round_.pool_hash)


def freeze_question(question: BankQuestion) -> dict[str, Any]:
    """All that an attempt needs of it, key included."""
    return {
        "text": question.text,
        "content": question.content,
        "picture": _freeze_picture(question),
        "film": question.film,
        "explanation": question.explanation,
        "laws": [
            {"words": law.words, "path": law.document.get_absolute_url() + (f"#{law.anchor}" if law.anchor else "")}
            for law in question.laws.select_related("document")
        ],
    }


def _freeze_picture(question: BankQuestion) -> dict[str, Any] | None:
    """Which picture, and how large. Raises ``StepRefused``: without it nobody could answer."""
    image = question.picture
    if image is None:
        return None
    try:
        sized = image.get_rendition(PICTURE_FILTER) if image.may_be_shown else None
    except (SourceImageIOError, OSError):
        sized = None
    if sized is None or sized.is_private:
        raise StepRefused("picture")
    return {"image": image.pk, "width": sized.width, "height": sized.height, "alt": image.description}


def compute_pool_hash(round_: Round) -> str:
    """What the pool is today; the same as ``round_.pool_hash`` for as long as nobody has touched it."""
    rows = RoundQuestion.objects.filter(round=round_).order_by("number").values_list(
        "number", "kind", "difficulty", "points", "frozen"
    )  # fmt: skip
    return draw.hash_pool(
        (number, json.dumps([kind, hard, points, content], ensure_ascii=False, sort_keys=True))
        for number, kind, hard, points, content in rows
    )
