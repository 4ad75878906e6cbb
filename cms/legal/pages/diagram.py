"""The diagram of relations (lược đồ) as boxes and lines: drawn twice, wide and for phones. Pure, no Django.

Lengths are units of the drawing; text is 14 units high, so a drawing shown at its own width reads like the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LINE, HEAD, GAP, PAD = 22, 34, 16, 12
MAX_ROWS = 4


@dataclass(frozen=True)
class DiagramLine:
    text: str
    url: str
    x: int
    y: int


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    title: str
    rows: tuple[DiagramLine, ...] = ()
    changes: bool = False
    current: bool = False

    @property
    def title_x(self) -> int:
        return self.x + (self.width // 2 if self.current else PAD)

    @property
    def title_y(self) -> int:
        return self.y + (self.height // 2 + 5 if self.current else 22)


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]  # SVG path data


@dataclass(frozen=True)
class DiagramGroup:
    """What goes into a box: words, (name, address) of the documents, and whether they change its force."""

    words: str
    documents: tuple[tuple[str, str], ...]
    changes: bool = False


def draw_wide(current: str, left: Sequence[DiagramGroup], right: Sequence[DiagramGroup], more: str) -> Drawing:
    """What others do stands on the left, the document in the middle, what it does on the right. ``more`` is the text
    for documents beyond the first, with {number}."""
    side, middle, gap = 330, 230, 50
    height = max(_height(left), _height(right), 96)
    boxes: list[Box] = []
    lines: list[str] = []
    x_middle = side + gap
    y_middle = height // 2
    for groups, x, edge, target in (
        (left, 0, side, x_middle),
        (right, x_middle + middle + gap, x_middle + middle + gap, x_middle + middle),
    ):
        y = (height - _height(groups)) // 2
        for group in groups:
            box = _box(group, x, y, side, more)
            boxes.append(box)
            at, bend = box.y + box.height // 2, (edge + target) // 2
            lines.append(f"M{edge} {at}C{bend} {at} {bend} {y_middle} {target} {y_middle}")
            y += box.height + GAP
    boxes.append(Box(x_middle, y_middle - 36, middle, 72, _cut(current, 26), current=True))
    return Drawing(2 * (side + gap) + middle, height, tuple(boxes), tuple(lines))


def draw_narrow(current: str, above: Sequence[DiagramGroup], below: Sequence[DiagramGroup], more: str) -> Drawing:
    """The same, one under the other, for a screen of 360 pixels."""
    width, left = 320, 18
    boxes: list[Box] = []
    lines: list[str] = []
    y = 0
    for group in [*above, None, *below]:
        if group is None:
            box = Box(0, y, width, 60, _cut(current, 34), current=True)
        else:
            box = _box(group, left, y, width - left, more)
            at = box.y + box.height // 2
            lines.append(f"M6 {at}H{left}")
        boxes.append(box)
        y += box.height + GAP
    if lines:
        first, last = boxes[0], boxes[-1]
        lines.append(f"M6 {first.y + first.height // 2}V{last.y + last.height // 2}")
    return Drawing(width, max(y - GAP, 60), tuple(boxes), tuple(lines))


def _rows(group: DiagramGroup) -> int:
    return min(len(group.documents), MAX_ROWS) + (len(group.documents) > MAX_ROWS)


def _height(groups: Sequence[DiagramGroup]) -> int:
    return sum(HEAD + LINE * _rows(group) + PAD + GAP for group in groups) - GAP if groups else 0


def _box(group: DiagramGroup, x: int, y: int, width: int, more: str) -> Box:
    letters = (width - 2 * PAD) // 8
    shown = [(_cut(name, letters), url) for name, url in group.documents[:MAX_ROWS]]
    if len(group.documents) > MAX_ROWS:
        shown.append((more.format(number=len(group.documents) - MAX_ROWS), ""))
    rows = tuple(
        DiagramLine(name, url, x + PAD, y + HEAD + LINE * place + 15) for place, (name, url) in enumerate(shown)
    )
    return Box(x, y, width, HEAD + LINE * len(rows) + PAD, _cut(group.words, letters - 2), rows, group.changes)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
