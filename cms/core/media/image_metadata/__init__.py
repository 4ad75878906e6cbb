"""Pictures without what cameras and editors write into them: place, person, serial numbers, comments, small previews.

Pixels, colour profile, animation and orientation stay as they are. Pure; no Django.

    >>> bare(photo)          # the same picture, or the same bytes when there was nothing to take out
    >>> bare(b"<html>")      # raises Unreadable

JPEG, PNG, WebP and GIF are lists of marked pieces: what is not known to be part of the picture is left out, nothing is
encoded anew. AVIF, and files that break their format's rules, are read and written anew by Pillow.
"""

from cms.core.media.image_metadata import gif, jpeg, png, webp
from cms.core.media.image_metadata.binary import Unreadable
from cms.core.media.image_metadata.reencoding import avif, written_anew

__all__ = ["Unreadable", "bare"]


def bare(data: bytes) -> bytes:
    """Raises ``Unreadable`` for what is no picture, or only half of one."""
    try:
        if data.startswith(b"\xff\xd8"):
            return jpeg.bare(data)
        if data.startswith(png.SIGNATURE):
            return png.bare(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return webp.bare(data)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return gif.bare(data)
        if data[4:8] == b"ftyp":
            return avif(data)
    except Unreadable:
        pass
    return written_anew(data)
