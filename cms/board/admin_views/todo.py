"""A school's own row as a list of things to do, measured now: what costs points, the dearest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from cms.board.indicators import Indicator, MeasuredSchool, board_indicators
from cms.board.measuring.goals import get_goals_on
from cms.board.measuring.measure import list_measured_schools, measure_values, open_schools
from cms.board.measuring.traffic_lights import Light


@dataclass(frozen=True)
class TodoItem:
    indicator: Indicator
    light: Light
    text: str  # what is to do; empty when the target is reached
    value: str
    lost: int  # points that it costs
    mend_url: str
    evidence_url: str


@dataclass(frozen=True)
class TodoList:
    """``passing``: points from which the school passes."""

    school: MeasuredSchool
    score: int | None
    passing: int
    grade: Light
    open_items: list[TodoItem]
    done: list[TodoItem]


def build_todo_list(school_id: int, may_set: bool = True) -> TodoList | None:
    """``None`` for a closed school. ``may_set``: the reader may change the site settings."""
    schools = list_measured_schools(open_schools().filter(pk=school_id))
    if not schools:
        return None
    school, day = schools[0], timezone.localdate()
    goals, values = get_goals_on(day), measure_values(schools, day)[schools[0].pk]
    score = goals.score(school.level, values)
    items = [
        _build_item(one, school, values.get(one.code), goals, score.lost.get(one.code, 0), may_set)
        for one in board_indicators()
    ]
    waiting = [item for item in items if item.light in (Light.RED, Light.AMBER)]
    waiting.sort(key=lambda item: -item.lost)
    done = [item for item in items if item.light is Light.GREEN]
    return TodoList(school, score.points, round(goals.passing().good), goals.grade(score.points), waiting, done)


def _build_item(indicator: Indicator, school: MeasuredSchool, value, goals, lost: float, may_set: bool) -> TodoItem:
    light = goals.light(indicator, school.level, value)
    waits = light in (Light.RED, Light.AMBER)
    return TodoItem(
        indicator, light, indicator.task(value, goals.goal(indicator, school.level)) if waits else "",
        indicator.text(value), round(lost),
        indicator.mend_url(school) if waits and (may_set or not indicator.needs_settings) else "",
        reverse("board:evidence", args=[school.pk, indicator.code]),
    )  # fmt: skip
