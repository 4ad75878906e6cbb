"""Helpers for all formats: bounds-checked slicing, and the orientation in an EXIF block."""

from __future__ import annotations

from typing import Literal

ORIENTATION = 0x0112
UPRIGHT = 1
_BYTE_ORDERS: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}


class Unreadable(ValueError):
    """Raised for data that is not a complete picture of a known format."""


def take_bytes(data: bytes, start: int, length: int) -> bytes:
    """Returns exactly ``length`` bytes. Raises ``Unreadable`` if there are fewer."""
    piece = data[start : start + length]
    if length < 0 or len(piece) < length:
        raise Unreadable("ends too early")
    return piece


def read_orientation(exif: bytes) -> int:
    """Returns 1 to 8 from a TIFF block (EXIF without its "Exif" prefix); 1 (upright) if it is missing or broken.

    >>> read_orientation(build_orientation_exif(6))
    6
    """
    order = _BYTE_ORDERS.get(exif[:4])
    if order is None:
        return UPRIGHT
    start = int.from_bytes(exif[4:8], order)
    for number in range(int.from_bytes(exif[start : start + 2], order)):
        entry = exif[start + 2 + 12 * number :][:12]
        if len(entry) < 12:
            break
        if int.from_bytes(entry[:2], order) == ORIENTATION:
            value = int.from_bytes(entry[8:10], order)
            return value if 1 <= value <= 8 else UPRIGHT
    return UPRIGHT


def build_orientation_exif(value: int) -> bytes:
    """Returns a TIFF block with only the orientation; empty for upright pictures."""
    if value == UPRIGHT:
        return b""
    entry = ORIENTATION.to_bytes(2, "big") + b"\0\x03" + b"\0\0\0\x01" + value.to_bytes(2, "big") + b"\0\0"
    return b"MM\0*" + b"\0\0\0\x08" + b"\0\x01" + entry + b"\0\0\0\0"
