"""Which goal holds for an indicator, a level of school and a day: the office's target, else the indicator's own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from cms.board.indicators import Indicator, board_indicators
from cms.board.measuring.traffic_lights import BetterDirection, BoardScore, Goal, Light, choose_light, compute_score
from cms.board.models import Target

#: The pseudo-indicator whose target says from how many points a school passes.
SCORE_CODE = "score"
SCORE_GOAL = Goal(90, 70, 0)


@dataclass(frozen=True)
class BoardGoals:
    """All goals of one day; made by ``get_goals_on`` with one query."""

    day: datetime.date
    targets: dict[tuple[str, str], Goal]

    @cached_property
    def _asked(self) -> dict[str, tuple[tuple[Indicator, Goal, float], ...]]:
        """Level → what the board asks there: read once, not once for each school."""
        return {}

    def asked(self, level: str) -> tuple[tuple[Indicator, Goal, float], ...]:
        """(indicator, goal, part of it that may be asked by now) of every column of the board."""
        if level not in self._asked:
            self._asked[level] = tuple((one, self.goal(one, level), one.share(self.day)) for one in board_indicators())
        return self._asked[level]

    def lights(self, level: str, values: dict[str, float | None]) -> list[Light]:
        """Of every column of the board, in its order."""
        return [choose_light(values.get(one.code), goal, one.better, share) for one, goal, share in self.asked(level)]

    def of(self, code: str, level: str, default: Goal) -> Goal:
        return self.targets.get((code, level)) or self.targets.get((code, "")) or default

    def has(self, code: str, level: str) -> bool:
        """Did the office set a target for it?"""
        return (code, level) in self.targets or (code, "") in self.targets

    def goal(self, indicator: Indicator, level: str) -> Goal:
        return self.of(indicator.code, level, indicator.goal)

    def light(self, indicator: Indicator, level: str, value: float | None) -> Light:
        return choose_light(value, self.goal(indicator, level), indicator.better, indicator.share(self.day))

    def score(self, level: str, values: dict[str, float | None]) -> BoardScore:
        return self.weighed(level, self.lights(level, values))

    def weighed(self, level: str, lights: list[Light]) -> BoardScore:
        """``traffic_lights`` as ``traffic_lights()`` gives them."""
        asked = zip(self.asked(level), lights, strict=True)
        return compute_score((one.code, light, goal.weight) for (one, goal, _share), light in asked)

    def passing(self) -> Goal:
        return self.of(SCORE_CODE, "", SCORE_GOAL)

    def grade(self, points: int | None) -> Light:
        """The light of a whole school."""
        return choose_light(points, self.passing(), BetterDirection.MORE)


def get_goals_on(day: datetime.date) -> BoardGoals:
    return BoardGoals(day, {(row.indicator, row.level): row.goal for row in Target.objects.as_of(day)})
