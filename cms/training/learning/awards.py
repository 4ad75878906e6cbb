"""People of a course for ``cms.certificates``: those who have completed it."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from cms.certificates.issuing.issue import Recipient
from cms.training.models import Course, Enrolment

MARKER_LABELS = {"khóa": _("title of the course"), "giờ": _("hours")}
DEFAULT_WORDS = "Đã hoàn thành khóa “[khóa]”, thời lượng [giờ] giờ."


def award_source(course: Course) -> str:
    return f"course:{course.pk}"


def list_recipients(course: Course) -> list[Recipient]:
    rows = Enrolment.objects.filter(course=course, completed_at__isnull=False).order_by("name", "pk")
    columns = ("pk", "school", "name", "position", "school__name", "user", "hours")
    return [
        Recipient(
            f"enrolment:{pk}", school_id, name, ", ".join(filter(None, (position, school))), user,
            {"khóa": course.title, "giờ": number_format(hours.normalize(), force_grouping=False)},
        )
        for pk, school_id, name, position, school, user, hours in rows.values_list(*columns)
    ]  # fmt: skip
