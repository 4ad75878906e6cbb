"""PNG: chunks of length, name, data and checksum. Keeps the chunks that draw the picture, by name; drops texts, times,
EXIF and unknown chunks."""

from __future__ import annotations

import zlib

from cms.core.media.image_metadata.binary import (
    UPRIGHT,
    Unreadable,
    build_orientation_exif,
    read_orientation,
    take_bytes,
)

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = frozenset(
    (
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS",
        b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    )
)  # fmt: skip


def strip_png(data: bytes) -> bytes:
    kept: list[bytes] = []
    orientation, at, name = UPRIGHT, len(SIGNATURE), b""
    while name != b"IEND":
        length = int.from_bytes(take_bytes(data, at, 4), "big")
        chunk = take_bytes(data, at, length + 12)
        name = chunk[4:8]
        if not kept and name != b"IHDR":
            raise Unreadable("no header")
        if name in KEPT_CHUNKS:
            kept.append(chunk)
        elif name == b"eXIf":
            orientation = read_orientation(chunk[8:-4])
        at += len(chunk)
    if exif := build_orientation_exif(orientation):
        named = b"eXIf" + exif
        kept.insert(1, len(exif).to_bytes(4, "big") + named + zlib.crc32(named).to_bytes(4, "big"))
    return SIGNATURE + b"".join(kept)
