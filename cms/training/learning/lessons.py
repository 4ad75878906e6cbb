"""Reading at one's own pace: where one was, and what is done."""

from __future__ import annotations

from cms.training.learning import completion
from cms.training.models import Enrolment, Lesson, LessonDone


def find_done_ids(row: Enrolment) -> set[int]:
    return set(LessonDone.objects.filter(enrolment=row).values_list("lesson", flat=True))


def find_next_lesson(row: Enrolment, lessons: list[Lesson]) -> Lesson | None:
    """Where one goes on: the last one that was opened where it is not done, else the first that is not."""
    done = find_done_ids(row)
    left = [one for one in lessons if one.pk not in done]
    return next((one for one in left if one.pk == row.last_lesson_id), left[0] if left else None)


def record_opened(row: Enrolment, lesson: Lesson) -> None:
    if row.last_lesson_id != lesson.pk:
        Enrolment.objects.filter(pk=row.pk).update(last_lesson=lesson)


def finish_lesson(row: Enrolment, lesson: Lesson) -> None:
    LessonDone.objects.get_or_create(lesson=lesson, enrolment=row)
    completion.record_completion(lesson.course, [row.pk])
