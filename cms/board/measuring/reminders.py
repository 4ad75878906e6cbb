"""A letter a week to a school that does not pass. It lists only that school's own things, and stops by itself."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy

from cms.board.measuring.board_rows import Board, BoardFilters, SchoolResults, build_board
from cms.board.measuring.traffic_lights import Light
from cms.board.models import Reminder
from cms.tenancy.models import School
from cms.tenancy.notifications import sending
from cms.tenancy.notifications.notification_types import NotificationType, register_type

TODO_NOTIFICATION = register_type(
    NotificationType("todo", gettext_lazy("What is to do on the school's website"), duty=True, at_once=True)
)
REMINDER_INTERVAL = datetime.timedelta(days=7)


def send_due_reminders() -> int:
    """Every school that was measured, does not pass and got no letter in a week; returns the number of letters."""
    now = build_board(BoardFilters(timezone.localdate()))
    return _send_letters(now, [row for row in now.rows if row.grade in (Light.RED, Light.AMBER)], None)


def send_reminders(school_ids: Collection[int], user) -> int:
    """These schools, as far as there is something to do and the last letter is a week old."""
    now = build_board(BoardFilters(timezone.localdate()))
    return _send_letters(now, [row for row in now.rows if row.school.pk in school_ids], user)


def _send_letters(now: Board, rows: list[SchoolResults], user) -> int:
    recent = set(
        Reminder.objects.filter(sent_at__gt=timezone.now() - REMINDER_INTERVAL).values_list("school", flat=True)
    )
    waiting = [(row, lines) for row in rows if row.school.pk not in recent and (lines := list_open_tasks(now, row))]
    schools = School.objects.in_bulk([row.school.pk for row, _lines in waiting])
    for row, lines in waiting:
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            sending.notify_school(
                TODO_NOTIFICATION,
                schools[row.school.pk],
                TODO_NOTIFICATION.label,
                build_letter_text(row, lines),
                _todo_path(),
            )
            Reminder.objects.create(school_id=row.school.pk, points=row.score, sent_by=user)
    return len(waiting)


def list_open_tasks(now: Board, row: SchoolResults) -> list[str]:
    """What the school has to do, the heaviest first."""
    marks = [mark for mark in row.marks if mark.light in (Light.RED, Light.AMBER)]
    goals = {mark.indicator.code: now.goals.goal(mark.indicator, row.school.level) for mark in marks}
    marks.sort(key=lambda mark: -goals[mark.indicator.code].weight * (2 if mark.light is Light.RED else 1))
    return [mark.indicator.task(mark.value, goals[mark.indicator.code]) for mark in marks]


def build_letter_text(row: SchoolResults, lines: list[str]) -> str:
    opening = gettext("%(school)s has %(points)s of 100 points. These things are to do:") % {
        "school": row.school.name, "points": "–" if row.score is None else row.score,
    }  # fmt: skip
    return "\n".join([opening, "", *(f"- {line}" for line in lines)])


def _todo_path() -> str:
    return reverse("wagtailadmin_home")
