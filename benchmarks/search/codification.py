"""The articles of the codification, in ``LEGAL_DATA_DIR``."""

from __future__ import annotations

import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(os.environ.get("LEGAL_DATA_DIR") or Path(__file__).resolve().parents[2].parent / "shared" / "data")


def articles(folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """(heading, text) of every article."""
    path = folder / "legal" / "phapdien_all_articles.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line)
            label = row.get("pd_title") or ""
            yield label.partition(". ")[2] or label, row.get("text") or ""
