"""A few flat shapes, drawn on pixels or written as SVG. Coordinates: 1600 × 900, y downwards, angles in degrees."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
SCALE = 2  # drawn larger and shrunk: smooth edges

Point = tuple[float, float]


class Canvas:
    """What scenes draw on. Subclasses implement ``poly``, ``ellipse``, ``stroke`` and ``rect``."""

    def poly(self, points: Sequence[Point], fill: str) -> None:
        raise NotImplementedError

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str) -> None:
        raise NotImplementedError

    def stroke(self, points: Sequence[Point], width: float, colour: str) -> None:
        """A line with round ends and joints."""
        raise NotImplementedError

    def rect(self, x: float, y: float, w: float, h: float, fill: str, r: float = 0) -> None:
        raise NotImplementedError

    def circle(self, cx: float, cy: float, r: float, fill: str) -> None:
        self.ellipse(cx, cy, r, r, fill)

    def ring(self, cx: float, cy: float, r: float, width: float, colour: str) -> None:
        self.stroke([polar_point(cx, cy, r, angle) for angle in range(0, 361, 6)], width, colour)

    def arc(self, cx: float, cy: float, r: float, start: float, end: float, width: float, colour: str) -> None:
        steps = max(2, int(abs(end - start) / 5))
        angles = (start + (end - start) * step / steps for step in range(steps + 1))
        self.stroke([polar_point(cx, cy, r, angle) for angle in angles], width, colour)

    def arch(self, x: float, y: float, w: float, h: float, fill: str) -> None:
        """A window or door with a round top."""
        top = [polar_point(x + w / 2, y + w / 2, w / 2, angle) for angle in range(180, 361, 6)]
        self.poly([*top, (x + w, y + h), (x, y + h)], fill)

    def star(self, cx: float, cy: float, r: float, fill: str, turn: float = 0) -> None:
        points = [polar_point(cx, cy, r if n % 2 == 0 else r * 0.4, turn - 90 + 36 * n) for n in range(10)]
        self.poly(points, fill)

    def wave(self, y: float, height: float, length: float, shift: float, fill: str, bottom: float = HEIGHT) -> None:
        """Ground with a waved upper edge over the whole width."""
        edge = [(x, y - height * math.sin((x + shift) / length * math.tau)) for x in range(0, WIDTH + 21, 20)]
        self.poly([(0, bottom), *edge, (WIDTH, bottom)], fill)


def polar_point(cx: float, cy: float, r: float, angle: float) -> Point:
    return cx + r * math.cos(math.radians(angle)), cy + r * math.sin(math.radians(angle))


def rotate_points(points: Iterable[Point], cx: float, cy: float, angle: float) -> list[Point]:
    """``points`` turned around (cx, cy)."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in points]


def box_corners(x: float, y: float, w: float, h: float) -> list[Point]:
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


class PngCanvas(Canvas):
    def __init__(self):
        self._image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "#FFFFFF")
        self._draw = ImageDraw.Draw(self._image)

    @staticmethod
    def _scaled(points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def poly(self, points, fill):
        self._draw.polygon(self._scaled(points), fill=fill)

    def ellipse(self, cx, cy, rx, ry, fill):
        self._draw.ellipse(self._scaled([(cx - rx, cy - ry), (cx + rx, cy + ry)]), fill=fill)

    def stroke(self, points, width, colour):
        scaled = self._scaled(points)
        self._draw.line(scaled, fill=colour, width=max(1, round(width * SCALE)))
        r = width * SCALE / 2
        for x, y in scaled:
            self._draw.ellipse([(x - r, y - r), (x + r, y + r)], fill=colour)

    def rect(self, x, y, w, h, fill, r=0):
        self._draw.rounded_rectangle(self._scaled([(x, y), (x + w, y + h)]), radius=r * SCALE, fill=fill)

    def png(self) -> bytes:
        out = io.BytesIO()
        self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
        return out.getvalue()


class SvgCanvas(Canvas):
    def __init__(self):
        self._parts: list[str] = []

    @staticmethod
    def _points(points: Sequence[Point]) -> str:
        return " ".join(f"{x:.4g},{y:.4g}" for x, y in points)

    def poly(self, points, fill):
        self._parts.append(f'<polygon points="{self._points(points)}" fill="{fill}"/>')

    def ellipse(self, cx, cy, rx, ry, fill):
        self._parts.append(f'<ellipse cx="{cx:.4g}" cy="{cy:.4g}" rx="{rx:.4g}" ry="{ry:.4g}" fill="{fill}"/>')

    def stroke(self, points, width, colour):
        self._parts.append(
            f'<polyline points="{self._points(points)}" fill="none" stroke="{colour}" stroke-width="{width:.4g}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def rect(self, x, y, w, h, fill, r=0):
        corner = f' rx="{r:.4g}"' if r else ""
        self._parts.append(f'<rect x="{x:.4g}" y="{y:.4g}" width="{w:.4g}" height="{h:.4g}"{corner} fill="{fill}"/>')

    def text(self) -> str:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        )
        return head + "".join(self._parts) + "</svg>\n"
