"""From a measured value to a traffic light, and from lights to a score. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Light(Enum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"  # does not apply, or not measured


class BetterDirection(Enum):
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class Goal:
    """``good`` and better is green, ``fair`` and better amber, the rest red. ``weight``: share in the score, 0 leaves
    the indicator out of it."""

    good: float
    fair: float
    weight: int = 1


@dataclass(frozen=True)
class BoardScore:
    """``points`` 0–100 and what each indicator costs, by its code; ``None`` points when nothing was measured."""

    points: int | None
    lost: dict[str, float]


def required_by_now(number: float, share: float) -> int:
    """What of a count is asked when ``share`` of its period has passed: whole things only, so rounded down."""
    return math.floor(number * share)


def choose_light(value: float | None, goal: Goal, better: BetterDirection, share: float = 1.0) -> Light:
    """``share``: the part of the goal that may be asked by now (counts over a period that still runs)."""
    if value is None:
        return Light.NONE
    if better is BetterDirection.LESS:
        return Light.GREEN if value <= goal.good else Light.AMBER if value <= goal.fair else Light.RED
    good, fair = required_by_now(goal.good, share), required_by_now(goal.fair, share)
    return Light.GREEN if value >= good else Light.AMBER if value >= fair else Light.RED


def compute_score(lights: Iterable[tuple[str, Light, int]]) -> BoardScore:
    """``traffic_lights``: (code, light, weight). Red costs its whole weight, amber half of it; what does not apply is
    not
    asked."""
    asked = [(code, light, weight) for code, light, weight in lights if light is not Light.NONE and weight]
    total = sum(weight for _code, _light, weight in asked)
    if not total:
        return BoardScore(None, {})
    part = {Light.GREEN: 0.0, Light.AMBER: 0.5, Light.RED: 1.0}
    lost = {code: 100 * part[light] * weight / total for code, light, weight in asked}
    return BoardScore(round(100 - sum(lost.values())), lost)
