"""Courses for tests, made by the product's own steps."""

from __future__ import annotations

import datetime

from django.utils import timezone

from cms.training.enrolment import transitions
from cms.training.models import Course, CourseSession, LawReporter, Lesson


def make_course(school=None, publish=True, sessions=1, lessons=0, **fields) -> Course:
    """Sessions begin tomorrow, one a day; with ``lessons`` it is at one's own pace."""
    fields = {"title": "Tập huấn mẫu", "programme": "Chương trình", "hours": 4, **fields}
    if lessons:
        fields["pace"] = Course.Pace.SELF
    row = Course.objects.create(school=school, **fields)
    for number in range(1, lessons + 1):
        Lesson.objects.create(course=row, number=number, title=f"Bài {number}", body="<p>Nội dung</p>")
    for number in range(1, (0 if lessons else sessions) + 1):
        make_session(row, number)
    if publish:
        transitions.publish_course(row)
    return row


def make_session(course, day=1, **fields) -> CourseSession:
    starts = fields.pop("starts_at", timezone.now() + datetime.timedelta(days=day))
    fields = {"title": f"Buổi {day}", "place": "Hội trường", **fields}
    ends = fields.pop("ends_at", starts + datetime.timedelta(hours=2))
    return CourseSession.objects.create(course=course, starts_at=starts, ends_at=ends, **fields)


def make_reporter(school=None, **fields) -> LawReporter:
    fields = {
        "name": "Lê Thị Mẫu", "decision_number": "12/QĐ-UBND", "decided_on": datetime.date(2025, 1, 5), **fields,
    }  # fmt: skip
    return LawReporter.objects.create(school=school, **fields)
