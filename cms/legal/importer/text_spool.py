"""Texts that wait on disk until their document is loaded: memory stays flat however large a file is."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from typing import NamedTuple

from cms.legal.importer.records import ArticleRecord


class SpooledText(NamedTuple):
    """Where articles wait, how many bytes they have and what tells them from others."""

    place: int
    size: int
    digest: bytes


class TextSpool:
    """Articles by the place that ``put`` gives; an unnamed temporary file, gone with the object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``

    def put(self, articles: Sequence[ArticleRecord]) -> SpooledText:
        place = self._file.seek(0, 2)
        written = json.dumps(articles, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._file.write(written)
        return SpooledText(place, len(written), hashlib.blake2b(written, digest_size=16).digest())

    def get(self, place: int) -> list[ArticleRecord]:
        self._file.seek(place)
        return [ArticleRecord(*values) for values in json.loads(self._file.readline())]

    def close(self) -> None:
        self._file.close()
