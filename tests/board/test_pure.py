"""Periods, lights and the little line: no database."""

import datetime

import pytest

from cms.board.admin_views import sparkline
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import BetterDirection, Goal, Light, choose_light, compute_score

DAY = datetime.date


@pytest.mark.parametrize(
    ("day", "quarter", "school_year"),
    [
        (DAY(2026, 1, 1), "2026-q1", "2025-2026"),
        (DAY(2026, 8, 31), "2026-q3", "2025-2026"),
        (DAY(2026, 9, 1), "2026-q3", "2026-2027"),
        (DAY(2026, 12, 31), "2026-q4", "2026-2027"),
        (DAY(2028, 2, 29), "2028-q1", "2027-2028"),
    ],
)
def test_a_day_lies_in_its_periods(day, quarter, school_year):
    for period, code in ((periods.quarter_of(day), quarter), (periods.school_year_of(day), school_year)):
        assert period.code == code
        assert period.first <= day <= period.last
        assert periods.parse_period(code) == period
    assert periods.year_of(day).code == str(day.year)


def test_quarters_follow_each_other_without_gap():
    day = DAY(2025, 1, 1)
    for _number in range(12):
        period = periods.quarter_of(day)
        assert period.first == day
        day = period.last + datetime.timedelta(days=1)


@pytest.mark.parametrize("code", ["", "2026-q5", "2026-2028", "26", "0000", "9999-q4", "2026-q1x", "q1-2026"])
def test_no_period_is_made_of_nonsense(code):
    assert periods.parse_period(code) is None


def test_the_share_of_a_period_grows_from_the_first_to_the_last_day():
    period = periods.quarter_of(DAY(2026, 10, 1))
    assert period.share_until(DAY(2026, 9, 30)) == 0
    assert period.share_until(DAY(2026, 10, 1)) == pytest.approx(1 / 92)
    assert period.share_until(DAY(2026, 12, 31)) == 1
    assert period.share_until(DAY(2027, 5, 1)) == 1


@pytest.mark.parametrize(
    ("value", "better", "share", "light"),
    [
        (10, BetterDirection.MORE, 1, Light.GREEN),
        (9, BetterDirection.MORE, 1, Light.AMBER),
        (5, BetterDirection.MORE, 1, Light.RED),
        (5, BetterDirection.MORE, 0.5, Light.GREEN),
        (0, BetterDirection.MORE, 0.01, Light.GREEN),
        (None, BetterDirection.MORE, 1, Light.NONE),
        (10, BetterDirection.LESS, 1, Light.AMBER),
        (6, BetterDirection.LESS, 1, Light.AMBER),
        (11, BetterDirection.LESS, 1, Light.RED),
        (0, BetterDirection.LESS, 1, Light.GREEN),
    ],
)
def test_lights(value, better, share, light):
    goal = Goal(10, 6) if better is BetterDirection.MORE else Goal(5, 10)
    assert choose_light(value, goal, better, share) is light


def test_the_score_weighs_what_applies():
    lights = [
        ("a", Light.RED, 3),
        ("b", Light.AMBER, 2),
        ("c", Light.GREEN, 5),
        ("d", Light.NONE, 9),
        ("e", Light.RED, 0),
    ]
    found = compute_score(lights)
    assert found.points == 60
    assert found.lost == {"a": 30.0, "b": 10.0, "c": 0.0}
    assert compute_score([("d", Light.NONE, 1)]).points is None


def test_the_line_stays_in_its_box_and_rises_with_the_values():
    values = [52, 60, 58, 90]
    pairs = [tuple(map(float, pair.split(","))) for pair in sparkline.polyline_points(values).split()]
    assert len(pairs) == 4
    assert all(0 <= x <= sparkline.WIDTH and 0 <= y <= sparkline.HEIGHT for x, y in pairs)
    assert [y for _x, y in pairs][-1] == min(y for _x, y in pairs)
    assert sparkline.polyline_points([]) == ""
