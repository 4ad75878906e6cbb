"""How far a plan is: every task with the schools that have done it. Counts itself from snapshots and evidence."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace

from wagtail.models import Page

from cms.board.indicators import MeasuredSchool, find_indicator
from cms.board.measuring.board_rows import BoardFilters, build_board
from cms.board.measuring.traffic_lights import BetterDirection, Light
from cms.board.models import Plan, PlanEvidence, PlanTask
from cms.core.visibility import filter_public


@dataclass(frozen=True)
class SchoolTaskState:
    school: MeasuredSchool
    done: bool
    text: str  # the number, or how many pages of evidence


@dataclass(frozen=True)
class TaskProgress:
    """``wanted``: percent of the schools that have to do it. ``late``: the deadline is over and they have not."""

    task: PlanTask
    day: datetime.date
    states: list[SchoolTaskState]

    @property
    def done(self) -> int:
        return sum(state.done for state in self.states)

    @property
    def percent(self) -> float:
        return 100 * self.done / len(self.states) if self.states else 0.0

    @property
    def reached(self) -> bool:
        return bool(self.states) and self.percent >= self.task.wanted

    @property
    def late(self) -> bool:
        return self.task.deadline is not None and self.task.deadline < self.day and not self.reached

    @property
    def open_states(self) -> list[SchoolTaskState]:
        return [state for state in self.states if not state.done]


def measure_progress(plan: Plan, filters: BoardFilters) -> list[TaskProgress]:
    """Every task of the plan for the schools of the filters, as of their day (at most the plan's last)."""
    found = build_board(replace(filters, day=min(filters.day, plan.last_day), grades=frozenset()))
    evidence = count_live_evidence(plan)
    return [_measure_task(task, found, evidence) for task in plan.tasks.all()]


def count_live_evidence(plan: Plan) -> dict[tuple[int, int | None], int]:
    """(task, school) → pages of evidence that are public; a page that is taken away counts no more."""
    pages = filter_public(Page.objects.all()).values("pk")
    rows = PlanEvidence.objects.filter(task__plan=plan, page__in=pages).values_list("task", "school")
    counts: dict[tuple[int, int | None], int] = defaultdict(int)
    for key in rows:
        counts[key] += 1
    return counts


def _measure_task(task: PlanTask, found, evidence) -> TaskProgress:
    indicator = find_indicator(task.indicator)
    states = []
    for row in found.rows:
        if task.level and row.school.level != task.level:
            continue
        if indicator is None:
            count = evidence.get((task.pk, row.school.pk), 0)
            states.append(SchoolTaskState(row.school, count > 0, str(count)))
        else:
            value = row.values.get(indicator.code)
            light = found.goals.light(indicator, row.school.level, value)
            nothing = (
                indicator.better is BetterDirection.MORE and not value
            )  # early in a period the board asks for none yet
            states.append(SchoolTaskState(row.school, light is Light.GREEN and not nothing, indicator.text(value)))
    return TaskProgress(task, found.filters.day, states)
