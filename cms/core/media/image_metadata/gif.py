"""GIF: a header, then blocks of sub-blocks. Drops comments and program data; keeps timing, loops, colour profile."""

from __future__ import annotations

from cms.core.media.image_metadata.binary import Unreadable, take_bytes

EXTENSION, PICTURE, END = 0x21, 0x2C, 0x3B
TIMING, APPLICATION = 0xF9, 0xFF
APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def strip_gif(data: bytes) -> bytes:
    at = 13 + _colour_table_length(take_bytes(data, 10, 1)[0])
    kept = [take_bytes(data, 0, at)]
    while (code := take_bytes(data, at, 1)[0]) != END:
        start = at
        if code == EXTENSION:
            label, name = take_bytes(data, at + 1, 1)[0], take_bytes(data, at + 3, 11)
            at = _skip_sub_blocks(data, at + 2)
            keep = label == TIMING or (label == APPLICATION and name in APPLICATIONS)
        elif code == PICTURE:
            at += 10 + _colour_table_length(take_bytes(data, at + 9, 1)[0]) + 1
            at, keep = _skip_sub_blocks(data, at), True
        else:
            raise Unreadable("an unknown block")
        kept += [data[start:at]] * keep
    if len(kept) == 1:
        raise Unreadable("no picture")
    return b"".join(kept) + bytes([END])


def _colour_table_length(flags: int) -> int:
    """Returns the length in bytes of the colour table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _skip_sub_blocks(data: bytes, at: int) -> int:
    """Returns the position after the list of sub-blocks that begins at ``at``."""
    while size := take_bytes(data, at, 1)[0]:
        at += 1 + len(take_bytes(data, at + 1, size))
    return at + 1
