"""School colours: contrast, and the shades derived from one brand colour. Pure."""

from __future__ import annotations

import colorsys
import re

from django.utils.translation import gettext_lazy as _

#: The ready ones: name, colour (white on it: 7.0–9.6).
READY = (
    (_("Green shutters"), "#0B5D55"),
    (_("Blue ink"), "#1F4E8C"),
    (_("Plum"), "#7A2E4D"),
    (_("Brick"), "#93402A"),
    (_("Old leaf"), "#3D6321"),
    (_("Charcoal"), "#3A474E"),
)
DARK_PAPER = "#121A18"


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(rgb) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, c)) * 255):02X}" for c in rgb)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2, 0 (black) to 1 (white)."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """Contrast ratio by WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast_with_white(colour: str) -> float:
    return contrast(colour, "#FFFFFF")


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0–1) of ``other``."""
    return _hex(a * (1 - share) + b * share for a, b in zip(_rgb(colour), _rgb(other), strict=True))


def _until(colour: str, towards: str, passes) -> str:
    for step in range(101):
        candidate = mix(colour, towards, step / 100)
        if passes(candidate):
            return candidate
    return towards


def _lighter_until(colour: str, passes) -> str:
    """The same hue, lighter: mixing with white would turn links grey in dark mode."""
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    for step in range(101):
        candidate = _hex(colorsys.hls_to_rgb(hue, light + (1 - light) * step / 100, min(saturation, 0.46)))
        if passes(candidate):
            return candidate
    return "#FFFFFF"


def nearest_passing(colour: str, ratio: float = 4.5) -> str:
    """The same colour darkened until white on it reaches ``ratio``."""
    return _until(colour, "#000000", lambda c: contrast_with_white(c) >= ratio)


def is_colour(text: str) -> bool:
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text or ""))


def shades(brand: str) -> dict[str, str]:
    """brand, strong (links on paper), soft (ground); dark_link and dark_soft for dark mode.

    Anything but ``#`` and six hexadecimal digits (a row written past the form) gives the first ready colour:
    the values are printed into a stylesheet.
    """
    if not is_colour(brand):
        brand = READY[0][1]
    return {
        "brand": brand,
        "strong": nearest_passing(brand, 7.0) if contrast_with_white(brand) < 7 else mix(brand, "#000000", 0.22),
        "soft": mix("#FFFFFF", brand, 0.11),
        "dark_link": _lighter_until(brand, lambda c: contrast(c, DARK_PAPER) >= 10),
        "dark_soft": mix(DARK_PAPER, brand, 0.35),
    }
