"""School colours: contrast, and the shades derived from one brand colour. Pure."""

from __future__ import annotations

import colorsys
import re

from django.utils.translation import gettext_lazy as _

#: The ready ones: name, colour (white on it: 7.0–9.6).
READY_COLOURS = (
    (_("Green shutters"), "#0B5D55"),
    (_("Blue ink"), "#1F4E8C"),
    (_("Plum"), "#7A2E4D"),
    (_("Brick"), "#93402A"),
    (_("Old leaf"), "#3D6321"),
    (_("Charcoal"), "#3A474E"),
)
DARK_BACKGROUND = "#121A18"


def _parse_rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _format_hex(rgb) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, c)) * 255):02X}" for c in rgb)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2, 0 (black) to 1 (white)."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _parse_rgb(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast_ratio(a: str, b: str) -> float:
    """Contrast ratio by WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast_with_white(colour: str) -> float:
    return contrast_ratio(colour, "#FFFFFF")


def mix_colours(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0–1) of ``other``."""
    return _format_hex(a * (1 - share) + b * share for a, b in zip(_parse_rgb(colour), _parse_rgb(other), strict=True))


def _mix_until(colour: str, towards: str, passes) -> str:
    for step in range(101):
        candidate = mix_colours(colour, towards, step / 100)
        if passes(candidate):
            return candidate
    return towards


def _lighten_until(colour: str, passes) -> str:
    """The same hue, lighter: mixing with white would turn links grey in dark mode."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parse_rgb(colour))
    for step in range(101):
        candidate = _format_hex(colorsys.hls_to_rgb(hue, light + (1 - light) * step / 100, min(saturation, 0.46)))
        if passes(candidate):
            return candidate
    return "#FFFFFF"


def darken_to_contrast(colour: str, ratio: float = 4.5) -> str:
    """The same colour darkened until white on it reaches ``ratio``."""
    return _mix_until(colour, "#000000", lambda c: contrast_with_white(c) >= ratio)


def is_colour(text: str) -> bool:
    return bool(re.fullmatch(r"#[0-9a-fA-F]{6}", text or ""))


def derive_shades(brand: str) -> dict[str, str]:
    """brand, strong (links on paper), soft (ground); dark_link and dark_soft for dark mode.

    Anything but ``#`` and six hexadecimal digits (a row written past the form) gives the first ready colour:
    the values are printed into a stylesheet.
    """
    if not is_colour(brand):
        brand = READY_COLOURS[0][1]
    return {
        "brand": brand,
        "strong": darken_to_contrast(brand, 7.0)
        if contrast_with_white(brand) < 7
        else mix_colours(brand, "#000000", 0.22),
        "soft": mix_colours("#FFFFFF", brand, 0.11),
        "dark_link": _lighten_until(brand, lambda c: contrast_ratio(c, DARK_BACKGROUND) >= 10),
        "dark_soft": mix_colours(DARK_BACKGROUND, brand, 0.35),
    }
