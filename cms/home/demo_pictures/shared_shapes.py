"""What several scenes share: clouds, trees, a bicycle, shutters."""

from __future__ import annotations

from random import Random

from cms.home.demo_pictures import palette as c
from cms.home.demo_pictures.canvas import Canvas, polar_point


def draw_cloud(canvas: Canvas, x: float, y: float, size: float = 1, fill: str = c.CLOUD) -> None:
    canvas.rect(x, y, 240 * size, 36 * size, fill, 18 * size)
    canvas.rect(x + 48 * size, y - 24 * size, 120 * size, 50 * size, fill, 24 * size)


def draw_flame_tree(canvas: Canvas, x: float, ground: float, size: float, seed: int, flowers: bool = True) -> None:
    """A phượng tree; ``x`` is the trunk's middle."""
    random = Random(seed)  # noqa: S311 - a drawing, always the same
    s = size
    canvas.stroke([(x, ground), (x - 6 * s, ground - 130 * s), (x + 2 * s, ground - 250 * s)], 28 * s, c.TRUNK)
    canvas.stroke([(x - 2 * s, ground - 170 * s), (x - 75 * s, ground - 255 * s)], 16 * s, c.TRUNK)
    canvas.stroke([(x, ground - 180 * s), (x + 80 * s, ground - 265 * s)], 16 * s, c.TRUNK)
    for dx, dy, r in ((-95, -285, 100), (95, -290, 105), (0, -340, 125), (-40, -270, 90), (50, -265, 85)):
        canvas.circle(x + dx * s, ground + dy * s, r * s, c.LEAF)
    for dx, dy, r in ((-70, -330, 52), (70, -345, 60), (10, -300, 56)):
        canvas.circle(x + dx * s, ground + dy * s, r * s, c.LEAF_LIGHT)
    for _ in range(38 if flowers else 0):
        px, py = polar_point(x, ground - 315 * s, random.uniform(40, 180) * s, random.uniform(0, 360))
        canvas.circle(px, ground - 315 * s + (py - ground + 315 * s) * 0.75, random.uniform(7, 18) * s, c.FLOWER)


def draw_fallen_flowers(
    canvas: Canvas, left: float, right: float, top: float, bottom: float, count: int, seed: int
) -> None:
    random = Random(seed)  # noqa: S311
    for _ in range(count):
        canvas.circle(random.uniform(left, right), random.uniform(top, bottom), random.uniform(3, 7), c.FLOWER)


def draw_window(canvas: Canvas, x: float, y: float, w: float, h: float, leaf: float) -> None:
    """A window with a glass pane between two open shutters of width ``leaf``."""
    canvas.rect(x - 10, y + h, w + 20, 16, c.WHITE)
    canvas.rect(x, y, w, h, c.GLASS)
    canvas.rect(x + w / 2 - 5, y, 10, h, c.WHITE)
    canvas.rect(x, y + h * 0.45, w, 9, c.WHITE)
    for left in (x, x + w - leaf):
        canvas.rect(left, y - 4, leaf, h + 4, c.SHUTTER)
        louvres = max(4, int(h / 34))
        for n in range(louvres):
            canvas.rect(left + leaf * 0.18, y + 12 + n * (h - 16) / louvres, leaf * 0.64, 7, c.SHUTTER_DARK)


def draw_shut_arch(canvas: Canvas, x: float, y: float, w: float, h: float) -> None:
    canvas.arch(x, y, w, h, c.SHUTTER)
    for n in range(int(h / 16) - 2):
        canvas.rect(x + w * 0.18, y + w * 0.4 + n * 16, w * 0.64, 6, c.SHUTTER_DARK)


def draw_bicycle(canvas: Canvas, x: float, ground: float, s: float = 1, colour: str = c.SHUTTER) -> None:
    """``x``: hub of the rear wheel."""
    r = 48 * s
    y = ground - r
    for hub in (x, x + 150 * s):
        canvas.ring(hub, y, r, 7 * s, c.INK)
    pedal, seat, head = (x + 62 * s, y), (x + 40 * s, y - 68 * s), (x + 124 * s, y - 76 * s)
    for a, b in (((x, y), pedal), (pedal, seat), ((x, y), seat), (pedal, head), (seat, head), (head, (x + 150 * s, y))):
        canvas.stroke([a, b], 8 * s, colour)
    canvas.stroke([head, (x + 114 * s, y - 106 * s), (x + 144 * s, y - 110 * s)], 8 * s, colour)
    canvas.stroke([(x + 22 * s, y - 76 * s), (x + 58 * s, y - 76 * s)], 11 * s, c.INK)


def draw_grid(canvas: Canvas, x: float, y: float, w: float, h: float, step: float, colour: str = c.GRID) -> None:
    """The squared paper of Vietnamese exercise books."""
    columns, rows = int(w / step), int(h / step)
    for n in range(columns + 1):
        canvas.rect(x + n * step, y, 3 if n % 4 == 0 else 1.2, h, colour)
    for n in range(rows + 1):
        canvas.rect(x, y + n * step, w, 3 if n % 4 == 0 else 1.2, colour)
