"""A small line of how a number went, as SVG. Pure; the words beside it say the same."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 64, 20, 3


def line_points(values: Sequence[float], lowest: float = 0, highest: float = 100) -> list[tuple[float, float]]:
    """Coordinates of the line, left to right; one value stands at the right end."""
    span = (highest - lowest) or 1
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
    left = MARGIN if len(values) > 1 else WIDTH - MARGIN
    usable = HEIGHT - 2 * MARGIN
    return [
        (round(left + number * step, 1), round(MARGIN + usable * (1 - (value - lowest) / span), 1))
        for number, value in enumerate(values)
    ]


def polyline_points(values: Sequence[float]) -> str:
    """Returns the ``points`` attribute of a polyline, scaled to the values themselves and to ten points at least."""
    if not values:
        return ""
    middle, half = (min(values) + max(values)) / 2, max(5.0, (max(values) - min(values)) / 2)
    return " ".join(f"{x},{y}" for x, y in line_points(values, middle - half, middle + half))
