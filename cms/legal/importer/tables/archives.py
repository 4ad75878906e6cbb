"""A ZIP as a stranger sends it → files in a folder of ours. Nothing of it decides where anything is written."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from cms.core.text import normalize_nfc
from cms.legal.importer.records import ImportFileError
from cms.legal.importer.tables.readers import READERS
from cms.legal.importer.tables.zip_limits import check_sizes

_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.)|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)


class Archive:
    """Members by their name as a table writes it; each lies in the folder under a number."""

    def __init__(self, files: dict[str, Path]):
        self.files = files
        self._bare: dict[str, list[str]] = {}
        for name in files:
            self._bare.setdefault(PurePosixPath(name).name.casefold(), []).append(name)

    @property
    def tables(self) -> list[str]:
        return [name for name in self.files if PurePosixPath(name).suffix.lower() in READERS]

    def find(self, name: str) -> str | None:
        """The member that a cell names, by its path or, where only one has it, by its last part."""
        name = normalize_nfc(name).replace("\\", "/").strip().removeprefix("./")
        if name in self.files:
            return name
        found = self._bare.get(PurePosixPath(name).name.casefold(), [])
        return found[0] if len(found) == 1 else None


@contextmanager
def unpack_archive(path: Path) -> Iterator[Archive]:
    """The members in a folder that is gone afterwards; FileError says why an archive is refused."""
    with TemporaryDirectory(prefix="import-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                files = _unpack(archive, _checked(archive.infolist()), Path(folder))
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError) as error:
            raise ImportFileError("unreadable", message=str(error)[:200]) from error
        yield Archive(files)


def _checked(infos: list[zipfile.ZipInfo]) -> list[tuple[str, zipfile.ZipInfo]]:
    found = []
    for info in infos:
        name = normalize_nfc(info.filename).replace("\\", "/")
        if info.is_dir() or _JUNK.search(name):
            continue
        if name.startswith("/") or re.match(r"^[A-Za-z]:", name) or ".." in name.split("/"):
            raise ImportFileError("zip_path", name=name[:80])
        if stat.S_ISLNK(info.external_attr >> 16):
            raise ImportFileError("zip_link", name=name[:80])
        if info.flag_bits & 0x1:
            raise ImportFileError("zip_password")
        found.append((name, info))
    if not found:
        raise ImportFileError("zip_empty")
    check_sizes([info for _name, info in found])
    return found


def _unpack(archive: zipfile.ZipFile, members: list[tuple[str, zipfile.ZipInfo]], folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for number, (name, info) in enumerate(members):
        target = folder / f"{number}{PurePosixPath(name).suffix.lower()[:10]}"
        with archive.open(info) as source, target.open("wb") as copy:
            left = info.file_size
            while piece := source.read(min(1 << 20, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise ImportFileError("zip_bomb", name=name[:80])
                copy.write(piece)
        found[name] = target
    return found
