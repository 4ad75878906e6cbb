"""Extracts the text of one uploaded file in a separate process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cms.core.media.file_text import old_word
from cms.core.media.file_text.limits import (
    LETTERS_A_PAGE,
    MAX_BYTES,
    MAX_LENGTH,
    SECONDS,
    WHOLE_LENGTH,
    WHOLE_SECONDS,
)

KINDS = ("docx", "html", "pdf")
#: Results of reading a file.
TEXT, NO_TEXT, ENCRYPTED, UNREADABLE, TOO_LARGE = "text", "no_text", "encrypted", "unreadable", "too_large"
_ROOT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class Extracted:
    """``state`` is one of the constants above; ``pages`` are texts, empty unless the state is ``TEXT``."""

    state: str
    pages: tuple[str, ...] = ()
    page_count: int = 0


def extract_text(file: IO[bytes], kind: str, whole: bool = False) -> Extracted:
    """Returns the text of ``file`` (open for reading); ``kind`` is one of ``KINDS``. No file content makes it raise.

    Takes slightly more than ``limits.SECONDS`` at most. ``whole``: reads to the end, which may take longer; a text
    beyond ``WHOLE_LENGTH`` is ``TOO_LARGE``, not cut.
    """
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:
        size = 0
        while piece := file.read(1 << 16):
            size += len(piece)
            if size > MAX_BYTES:
                return Extracted(TOO_LARGE)
            copy.write(piece)
        copy.flush()
        length, seconds = (WHOLE_LENGTH, WHOLE_SECONDS) if whole else (MAX_LENGTH, SECONDS)
        found = _classify(_run_reader(kind, copy.name, length, seconds), LETTERS_A_PAGE if kind == "pdf" else 1)
        return Extracted(TOO_LARGE) if whole and sum(map(len, found.pages)) >= length else found


def extract_old_word(path: Path) -> Extracted:
    """Returns the whole text of a .doc, if LibreOffice is installed. No file content makes it raise."""
    if path.stat().st_size > MAX_BYTES:
        return Extracted(TOO_LARGE)
    with old_word.convert_to_docx(path) as found:
        if found is None:
            return Extracted(UNREADABLE)
        with found.open("rb") as file:
            return extract_text(file, "docx", whole=True)


def _run_reader(kind: str, path: str, length: int, seconds: int) -> dict:
    command = [sys.executable, "-m", "cms.core.media.file_text.worker", kind, path, str(length), str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=_ROOT, env={"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, timeout=seconds + 10,
            check=False
        )  # fmt: skip
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"error": UNREADABLE}


def _classify(answer: dict, letters_a_page: int) -> Extracted:
    if error := answer.get("error"):
        return Extracted(error)
    pages = tuple(answer["pages"])
    letters = sum(map(str.isalpha, "".join(pages)))
    if letters < letters_a_page * max(len(pages), 1):
        return Extracted(NO_TEXT, page_count=len(pages))
    return Extracted(TEXT, pages, len(pages))
