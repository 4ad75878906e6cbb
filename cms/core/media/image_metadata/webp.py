"""WebP: a RIFF file of named chunks. A simple file has one; an extended one begins with VP8X, whose flags declare the
chunks that follow."""

from __future__ import annotations

from cms.core.media.image_metadata.binary import (
    UPRIGHT,
    Unreadable,
    build_orientation_exif,
    read_orientation,
    take_bytes,
)

PICTURE = (b"VP8 ", b"VP8L")
KEPT_CHUNKS = frozenset((*PICTURE, b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH"))
HAS_EXIF, HAS_XMP = 0x08, 0x04


def strip_webp(data: bytes) -> bytes:
    kept, orientation, at = [], UPRIGHT, 12
    end = 8 + int.from_bytes(take_bytes(data, 4, 4), "little")
    while at < end:
        length = int.from_bytes(take_bytes(data, at + 4, 4), "little")
        name, body = data[at : at + 4], take_bytes(data, at + 8, length)
        if name in KEPT_CHUNKS:
            kept.append((name, body))
        elif name == b"EXIF":
            orientation = read_orientation(body.removeprefix(b"Exif\0\0"))
        at += 8 + length + length % 2
    if not kept:
        raise Unreadable("no picture")
    if kept[0][0] in PICTURE:
        kept = kept[:1]  # a simple file: readers ignore further chunks
    elif kept[0][0] == b"VP8X" and len(kept[0][1]) >= 10:
        exif = build_orientation_exif(orientation)
        flags = kept[0][1][0] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if exif else 0)
        kept[0] = (b"VP8X", bytes([flags]) + kept[0][1][1:])
        kept += [(b"EXIF", exif)] * bool(exif)
    else:
        raise Unreadable("no header")
    chunks = b"".join(name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2) for name, body in kept)
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks
