"""QR codes, drawn as SVG paths on the server: no script, no third party."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

#: White modules around the code, as the standard requires.
QUIET_ZONE = 4


def qr_strokes(text: str, quiet: int = QUIET_ZONE) -> tuple[int, Iterator[tuple[int, int, int]]]:
    """Returns (modules per side, (x, y, length) of the dark ones); neighbours in a row are one stroke."""
    code = QRCode(border=quiet, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    return len(rows), _strokes(rows)


def _strokes(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                yield x, y, end - x
            x = end + 1


@lru_cache(maxsize=1000)
def qr_path(text: str) -> tuple[int, str]:
    """Returns (modules per side with the quiet zone, SVG path of the dark ones)."""
    size, found = qr_strokes(text)
    return size, "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in found)
