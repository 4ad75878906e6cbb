"""QR codes as drawings of the server: no script, no third party."""

from __future__ import annotations

from functools import lru_cache

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

#: White modules around the code, as the standard asks for.
QUIET = 4


@lru_cache(maxsize=1000)
def drawing(text: str) -> tuple[int, str]:
    """(modules on each side with the quiet zone, path of the dark ones). Neighbours in a row are one stroke."""
    code = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                parts.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    return len(rows), "".join(parts)
