"""Texts that wait on disk until their document is loaded: memory stays flat however large a file is."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence

from cms.legal.importer.records import ArticleRecord


class Spool:
    """Articles by the place that ``put`` gives; an unnamed temporary file, gone with the object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by ``close``

    def put(self, articles: Sequence[ArticleRecord]) -> int:
        place = self._file.seek(0, 2)
        self._file.write(json.dumps(articles, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        return place

    def get(self, place: int) -> list[ArticleRecord]:
        self._file.seek(place)
        return [ArticleRecord(*values) for values in json.loads(self._file.readline())]

    def close(self) -> None:
        self._file.close()
