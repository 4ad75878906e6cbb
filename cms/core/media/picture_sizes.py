"""Defines the slots of pictures on pages, and the sizes that each slot needs. Pure.

A size is a Wagtail filter spec. Each is made in AVIF and WebP; the base, in the format that every browser supports,
is the same for all slots and is made at upload.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Shown until the worker has made the sizes, and by browsers that support neither format.
BASE = "max-800x800|format-jpeg"
FORMATS = ("avif", "webp")
#: For link previews of other services, whose crawlers all support JPEG.
SHARED = "fill-1200x630|format-jpeg"
CREST = "fill-152x152|format-webp"

_WIDE = ("fill-320x180", "fill-640x360", "fill-1200x675")
_COVER = ("fill-240x320", "fill-480x640")
_PHONE = "(max-width: 899px)"


def _box_of(cut: str) -> tuple[int, int]:
    width, _, height = cut.partition("-")[2].partition("x")
    return int(width), int(height)


@dataclass(frozen=True)
class PictureSlot:
    """``cuts``: filter specs, small to large; ``sizes``: the display width, for the ``sizes`` attribute."""

    cuts: tuple[str, ...]
    sizes: str

    @property
    def box(self) -> tuple[int, int] | None:
        """The largest size of a slot with a fixed aspect ratio; ``None`` if the picture keeps its own ratio.

        >>> SLOTS["card"].box
        (1200, 675)
        """
        return _box_of(self.cuts[-1]) if self.cuts[-1].startswith("fill") else None

    def specs(self, width: int, height: int, form: str) -> list[str]:
        """Returns the specs for a picture of this size; of those larger than the picture, only the smallest.

        >>> SLOTS["card"].specs(500, 400, "avif")
        ['fill-320x180|format-avif', 'fill-640x360|format-avif']
        """
        found = list(self.cuts[:1])
        for smaller, cut in zip(self.cuts, self.cuts[1:], strict=False):
            wide, high = _box_of(smaller)
            if (width > wide and height > high) if self.box else (width > wide or height > high):
                found.append(cut)
        return [f"{cut}|format-{form}" for cut in found]


SLOTS = {
    "row": PictureSlot(_WIDE[:1], f"{_PHONE} 112px, 200px"),
    "card": PictureSlot(_WIDE, f"{_PHONE} 112px, 384px"),
    "large": PictureSlot(_WIDE, f"{_PHONE} calc(100vw - 32px), 660px"),
    "lead": PictureSlot(_WIDE, f"{_PHONE} 100vw, 754px"),
    "article": PictureSlot(_WIDE, f"{_PHONE} 100vw, 844px"),
    "cover": PictureSlot(_COVER, f"{_PHONE} calc(50vw - 24px), 282px"),
    "material": PictureSlot(("max-320x360", "max-640x720"), "320px"),
    "body": PictureSlot(("max-480x384", "max-1000x800"), f"{_PHONE} calc(100vw - 32px), 608px"),
    "gallery": PictureSlot(("fill-320x240", "fill-640x480"), f"{_PHONE} calc(100vw - 32px), 320px"),
}
#: All sizes that the cards of a list may show, prefetched together with their pictures.
LISTED = (*(f"{cut}|format-{form}" for cut in _WIDE + _COVER for form in FORMATS), BASE)
