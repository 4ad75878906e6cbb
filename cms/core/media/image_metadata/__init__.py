"""Strips what cameras and editors write into pictures: place, person, serial numbers, comments, small previews.

Pixels, colour profile, animation and orientation stay as they are. Pure; no Django.

    >>> strip_metadata(photo)          # the same picture, or the same bytes when there was nothing to take out
    >>> strip_metadata(b"<html>")      # raises Unreadable

JPEG, PNG, WebP and GIF are lists of labelled segments: those not known to be part of the picture are dropped, nothing
is re-encoded. Pillow re-encodes AVIF, and files that break their format's rules.
"""

from cms.core.media.image_metadata import gif, jpeg, png, webp
from cms.core.media.image_metadata.binary import Unreadable
from cms.core.media.image_metadata.reencoding import reencode, strip_avif

__all__ = ["Unreadable", "strip_metadata"]


def strip_metadata(data: bytes) -> bytes:
    """Returns the picture without metadata. Raises ``Unreadable`` for what is not a picture, or is truncated."""
    try:
        if data.startswith(b"\xff\xd8"):
            return jpeg.strip_jpeg(data)
        if data.startswith(png.SIGNATURE):
            return png.strip_png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return webp.strip_webp(data)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return gif.strip_gif(data)
        if data[4:8] == b"ftyp":
            return strip_avif(data)
    except Unreadable:
        pass
    return reencode(data)
