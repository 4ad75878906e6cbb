"""GIF: a header, then blocks of small pieces. Comments and what programs add go; timing, loops, colour profile stay."""

from __future__ import annotations

from cms.core.media.image_metadata.binary import Unreadable, cut

EXTENSION, PICTURE, END = 0x21, 0x2C, 0x3B
TIMING, APPLICATION = 0xF9, 0xFF
APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def bare(data: bytes) -> bytes:
    at = 13 + _colours(cut(data, 10, 1)[0])
    kept = [cut(data, 0, at)]
    while (code := cut(data, at, 1)[0]) != END:
        start = at
        if code == EXTENSION:
            label, name = cut(data, at + 1, 1)[0], cut(data, at + 3, 11)
            at = _after_pieces(data, at + 2)
            keep = label == TIMING or (label == APPLICATION and name in APPLICATIONS)
        elif code == PICTURE:
            at += 10 + _colours(cut(data, at + 9, 1)[0]) + 1
            at, keep = _after_pieces(data, at), True
        else:
            raise Unreadable("an unknown block")
        kept += [data[start:at]] * keep
    if len(kept) == 1:
        raise Unreadable("no picture")
    return b"".join(kept) + bytes([END])


def _colours(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_pieces(data: bytes, at: int) -> int:
    """Where the list of pieces that begins at ``at`` has ended."""
    while size := cut(data, at, 1)[0]:
        at += 1 + len(cut(data, at + 1, size))
    return at + 1
