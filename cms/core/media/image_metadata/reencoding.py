"""Re-encodes pictures whose metadata segments cannot be removed one by one."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageSequence

from cms.core.media.image_metadata.binary import ORIENTATION, UPRIGHT, Unreadable, build_orientation_exif, take_bytes

#: High enough that the loss is not visible; the original is not stored.
_SAVE = {"JPEG": {"quality": 92}, "WEBP": {"quality": 92}, "AVIF": {"quality": 90}}
_FORMATS = {"MPO": "JPEG"}
#: Fields of Pillow's ``info`` that are written again.
_KEPT_CHUNKS = frozenset(("transparency", "background", "duration", "loop", "disposal", "gamma", "dpi"))
#: Parts of an AVIF file that hold the picture and how it is shown.
_BOXES = frozenset((b"ftyp", b"meta", b"mdat", b"moov"))
_ADDED = (b"Exif", b"mime", b"uri ", b"udta", b"uuid")


def strip_avif(data: bytes) -> bytes:
    """Returns the data unchanged if it holds only the picture; else re-encodes it, which costs a little sharpness."""
    at = 0
    while at < len(data):
        length, name = int.from_bytes(take_bytes(data, at, 4), "big"), data[at + 4 : at + 8]
        if length < 8 or name not in _BOXES:
            return reencode(data)
        box = take_bytes(data, at, length)
        if name in (b"meta", b"moov") and any(mark in box for mark in _ADDED):
            return reencode(data)
        at += length
    return data


def reencode(data: bytes) -> bytes:
    """Re-encodes all frames with Pillow, in the same format. Raises ``Unreadable`` for any error of Pillow."""
    try:
        return _reencode(data)
    except Exception as error:  # its readers raise a dozen kinds of errors for broken files
        raise Unreadable(str(error)) from error


def _reencode(data: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        written = image.format or ""
        kind = _FORMATS.get(written, written)
        orientation = image.getexif().get(ORIENTATION, UPRIGHT)
        exif = build_orientation_exif(orientation)
        options: dict[str, Any] = {**_SAVE.get(kind, {}), "exif": b"Exif\0\0" + exif if exif else b""}
        if profile := image.info.get("icc_profile"):
            options["icc_profile"] = profile
        moves = kind != "JPEG" and getattr(image, "n_frames", 1) > 1
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)] if moves else [image.copy()]
        if moves:
            times = [frame.info.get("duration", 100) for frame in frames]
            options |= {"save_all": True, "append_images": frames[1:], "duration": times}
    for frame in frames:
        frame.info = {name: value for name, value in frame.info.items() if name in _KEPT_CHUNKS}
    frames[0].save(out, kind, **options)
    return out.getvalue()
