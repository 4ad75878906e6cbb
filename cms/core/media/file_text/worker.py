"""``python -m cms.core.media.file_text.worker pdf PATH LENGTH SECONDS``: prints the text as JSON, within hard limits.

It is a separate process without Django, settings or secrets, so a hostile file cannot harm the site.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from collections.abc import Callable
from typing import IO

from cms.core.media.file_text import html, pdf, word
from cms.core.media.file_text.limits import MEMORY

READERS: dict[str, Callable[[IO[bytes], int, int], list[str]]] = {
    "docx": lambda stream, length, _seconds: word.read_pages(stream, length),
    "html": lambda stream, length, _seconds: html.read_pages(stream, length),
    "pdf": pdf.read_pages,
}


def main(kind: str, path: str, length: int, seconds: int) -> dict:
    try:
        with open(path, "rb") as stream:
            return {"pages": READERS[kind](stream, length, seconds)}
    except pdf.Encrypted:
        return {"error": "encrypted"}
    except (word.Unreadable, MemoryError, RecursionError) as error:
        return {"error": "unreadable", "detail": str(error)[:200]}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # the readers log every small defect
    kind, path, length, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # writes no file
    sys.stdout.write(json.dumps(main(kind, path, length, seconds)))
