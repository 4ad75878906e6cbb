"""What people thought of a course, without their names."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Avg, Count

from cms.core.text import normalize_nfc
from cms.training.models import Course, Enrolment, Feedback

MIN_ANSWERS = 3  # fewer answers would tell who said what


@dataclass(frozen=True)
class FeedbackSummary:
    number: int
    average: float | None
    words: list[str]


@transaction.atomic
def give_feedback(row: Enrolment, score: int, words: str) -> bool:
    """Once for each enrolment; ``False`` where that was done before."""
    if not Enrolment.objects.filter(pk=row.pk, told_of_feedback=False).update(told_of_feedback=True):
        return False
    Feedback.objects.create(course_id=row.course_id, score=score, words=normalize_nfc(words).strip()[:2000])
    return True


def summarize_feedback(course: Course) -> FeedbackSummary:
    rows = Feedback.objects.filter(course=course)
    numbers = rows.aggregate(number=Count("pk"), average=Avg("score"))
    if numbers["number"] < MIN_ANSWERS:
        return FeedbackSummary(numbers["number"], None, [])
    return FeedbackSummary(
        numbers["number"], numbers["average"], list(rows.exclude(words="").values_list("words", flat=True))
    )
