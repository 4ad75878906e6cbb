"""How much an archive may unpack to, by what it states of itself: ``zipfile`` never unpacks more than that. Pure."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from cms.legal.importer.records import ImportFileError

MAX_MEMBERS = 5_000
MAX_MEMBER = 100 * 1024 * 1024
MAX_SHEET = 300 * 1024 * 1024
MAX_TOTAL = 2 * 1024 * 1024 * 1024
#: Packed to less than a two-hundredth: no document is, a bomb of zeroes is.
MAX_RATIO, SMALL = 200, 1024 * 1024


def check_sizes(infos: Sequence[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise ImportFileError("zip_members", limit=str(MAX_MEMBERS))
    for info in infos:
        bomb = info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if bomb or info.file_size > MAX_MEMBER:
            raise ImportFileError("zip_bomb", name=info.filename[:80])
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise ImportFileError("zip_total", limit=str(MAX_TOTAL >> 30))


def check_workbook(path: Path) -> None:
    """An XLSX is a ZIP too; its parts are read by a library that would unpack anything. Tables repeat themselves, so
    that the ratio says nothing."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise ImportFileError("zip_members", limit=str(MAX_MEMBERS))
    if large := next((info for info in infos if info.file_size > MAX_SHEET), None):
        raise ImportFileError("zip_bomb", name=large.filename[:80])
