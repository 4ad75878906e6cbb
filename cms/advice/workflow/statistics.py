"""How many questions of a year were asked, are open, are late, were answered in time: by field of law, by school."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from cms.advice.models import Question

State = Question.State


@dataclass(frozen=True)
class QuestionStatistics:
    """``key``: of the field or the school; ``None`` for none."""

    key: int | None
    asked: int
    open: int
    late: int
    answered: int
    in_time: int

    @property
    def share(self) -> int | None:
        """Percent of the answered ones that were answered in time."""
        return round(100 * self.in_time / self.answered) if self.answered else None


def compute_year_statistics(rows: QuerySet[Question], year: int) -> QuerySet[Question]:
    first = timezone.make_aware(datetime.datetime(year, 1, 1))
    after = timezone.make_aware(datetime.datetime(year + 1, 1, 1))
    return rows.filter(asked_at__gte=first, asked_at__lt=after)


def compute_statistics_by(rows: QuerySet[Question], column: str) -> list[QuestionStatistics]:
    """``column``: "field" or "school". One query, however many questions; the most asked first."""
    today = timezone.localdate()
    is_open, done = Q(state__in=Question.OPEN), Q(state=State.ANSWERED)
    in_time = done & (Q(due_on=None) | Q(closed_on__lte=F("due_on")))
    found = (
        rows.annotate(closed_on=TruncDate("closed_at")).order_by().values(column).annotate(
            asked=Count("pk"), open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(paused_on=None, due_on__lt=today)),
            answered=Count("pk", filter=done), in_time=Count("pk", filter=in_time),
        )
    )  # fmt: skip
    numbers = [QuestionStatistics(row.pop(column), **row) for row in found]
    return sorted(numbers, key=lambda row: (-row.asked, row.key is None, row.key or 0))


def sum_statistics(numbers: Iterable[QuestionStatistics]) -> QuestionStatistics:
    numbers = list(numbers)
    sums = (sum(getattr(row, name) for row in numbers) for name in ("asked", "open", "late", "answered", "in_time"))
    return QuestionStatistics(None, *sums)
