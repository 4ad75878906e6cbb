"""PNG: chunks of length, name, data and checksum. What draws the picture is kept by name; texts, times, EXIF and what
nobody knows are not."""

from __future__ import annotations

import zlib

from cms.core.media.image_metadata.binary import UPRIGHT, Unreadable, cut, only_orientation, orientation_in

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset(
    (
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS",
        b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    )
)  # fmt: skip


def bare(data: bytes) -> bytes:
    kept: list[bytes] = []
    orientation, at, name = UPRIGHT, len(SIGNATURE), b""
    while name != b"IEND":
        length = int.from_bytes(cut(data, at, 4), "big")
        chunk = cut(data, at, length + 12)
        name = chunk[4:8]
        if not kept and name != b"IHDR":
            raise Unreadable("no header")
        if name in KEPT:
            kept.append(chunk)
        elif name == b"eXIf":
            orientation = orientation_in(chunk[8:-4])
        at += len(chunk)
    if exif := only_orientation(orientation):
        named = b"eXIf" + exif
        kept.insert(1, len(exif).to_bytes(4, "big") + named + zlib.crc32(named).to_bytes(4, "big"))
    return SIGNATURE + b"".join(kept)
