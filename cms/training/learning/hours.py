"""Hours of training, counted per person and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from cms.training.models import Enrolment


@dataclass(frozen=True)
class HoursLine:
    name: str
    courses: int
    hours: Decimal


def _filter_year(rows: QuerySet[Enrolment], year: int) -> QuerySet[Enrolment]:
    return rows.filter(completed_at__year=year)


def hours_of_person(user: Any, year: int | None = None) -> Decimal:
    rows = _filter_year(Enrolment.objects.filter(user=user), year or timezone.localdate().year)
    return rows.aggregate(sum=Sum("hours"))["sum"] or Decimal(0)


def hours_by_person(user_ids: Iterable[int], year: int) -> dict[int, Decimal]:
    rows = _filter_year(Enrolment.objects.filter(user__in=list(user_ids)), year)
    return dict(rows.order_by().values_list("user").annotate(sum=Sum("hours")))


def hours_in_place(school_id: int | None, year: int) -> list[HoursLine]:
    """Each person of a school (of the office), the most hours first. Who has no account is known by the name."""
    rows = _filter_year(Enrolment.objects.filter(school=school_id), year).order_by()
    sums = {"courses": Count("pk"), "sum": Sum("hours")}
    accounts = rows.filter(user__isnull=False).values_list("user", "user__last_name", "user__first_name")
    others = rows.filter(user=None).values_list("name")
    lines = [
        HoursLine(f"{last} {first}".strip(), number, sum_)
        for _pk, last, first, number, sum_ in accounts.annotate(**sums)
    ]
    lines += [HoursLine(name, number, sum_) for name, number, sum_ in others.annotate(**sums)]
    return sorted(lines, key=lambda line: (-line.hours, line.name))
