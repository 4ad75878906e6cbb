"""Many articles in few words. Pure, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def format_ranges(chosen: Iterable[str], order: Sequence[str]) -> str:
    """``chosen`` of the numbers in ``order``: three and more that follow each other become a range.

    >>> format_ranges(["3", "4", "7", "8", "8a", "9"], ["1", "2", "3", "4", "5", "6", "7", "8", "8a", "9"])
    '3, 4, 7–9'
    """
    places = {number: place for place, number in enumerate(order)}
    runs: list[list[str]] = []
    for number in sorted({number for number in chosen if number in places}, key=lambda number: places[number]):
        if runs and places[runs[-1][-1]] + 1 == places[number]:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)
