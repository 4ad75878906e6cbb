"""JPEG: segments that begin with 0xFF and a code. Keeps size and version, colour profile, colour encoding, tables and
scans. Drops all data after the end (a second picture, a video of three seconds)."""

from __future__ import annotations

import re

from cms.core.media.image_metadata.binary import (
    UPRIGHT,
    Unreadable,
    build_orientation_exif,
    read_orientation,
    take_bytes,
)

END, SCAN, VERSION, EXIF, PROFILE, COLOURS = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
#: Frames, tables, scans; codes from 0xE0 are application data.
PICTURE = range(0xC0, 0xE0)
#: Codes without a length: restarts, and 0x01.
STANDALONE_MARKERS = (0x01, *range(0xD0, 0xD9))
#: In a scan 0xFF is followed by 0x00 or a restart; any other code begins a segment.
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def strip_jpeg(data: bytes) -> bytes:
    head, rest, orientation, at = b"", [], UPRIGHT, 2
    while True:
        if take_bytes(data, at, 1) != b"\xff":
            raise Unreadable("no segment where one must be")
        while take_bytes(data, at, 1) == b"\xff":
            at += 1
        code = data[at]
        at += 1
        if code == END:
            break
        if code in STANDALONE_MARKERS:
            continue
        body = take_bytes(data, at, int.from_bytes(take_bytes(data, at, 2), "big"))
        if len(body) < 2:
            raise Unreadable("a segment without its length")
        at += len(body)
        if code == VERSION and body[2:7] == b"JFIF\0" and len(body) >= 16:
            head = b"\xff\xe0\0\x10" + body[2:14] + b"\0\0"  # without its thumbnail
        elif code == EXIF and body[2:8] == b"Exif\0\0" and orientation == UPRIGHT:
            orientation = read_orientation(body[8:])
        elif code in PICTURE or (code == PROFILE and body[2:14] == b"ICC_PROFILE\0") or _is_adobe(code, body):
            rest.append(b"\xff" + bytes([code]) + body)
        if code == SCAN:
            found = _NEXT.search(data, at)
            if found is None:
                raise Unreadable("a scan without an end")
            rest.append(data[at : found.start()])
            at = found.start()
    if not any(piece[1:2] == bytes([SCAN]) for piece in rest):
        raise Unreadable("no scan")
    exif = build_orientation_exif(orientation)
    turned = b"\xff\xe1" + (len(exif) + 8).to_bytes(2, "big") + b"Exif\0\0" + exif if exif else b""
    return b"\xff\xd8" + head + turned + b"".join(rest) + b"\xff\xd9"


def _is_adobe(code: int, body: bytes) -> bool:
    return code == COLOURS and body[2:7] == b"Adobe"
