"""Documents of the real data (``LEGAL_DATA_DIR``) in the parser's input format, by reference: "vbpl:187208" is a row of
the crawl, "pd:69/2018/NĐ-CP" a document of the codification."""

from __future__ import annotations

import datetime
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

from cms.legal.modifications.effective_dates import day_of
from cms.legal.modifications.records import Document, Provision
from cms.legal.parsing.texts.structure import ARTICLE, parse_structure

CRAWL = Path("legal") / "vbpl_documents_fulltext.jsonl.xz"
CODIFICATION = Path("legal") / "phapdien_all_articles.jsonl.xz"
_NUMBER = re.compile(r"(?:^|\n)\W*(?:Luật |Bộ luật |Nghị quyết |Pháp lệnh )?[Ss]ố\s*:?\s*(\d+[a-z]?\s*/\S+)")
_EFFECTIVE = re.compile(r"có hiệu lực(?: thi hành)?(?: kể)? từ ngày (\d{1,2})/(\d{1,2})/(\d{4})")


def _rows(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def crawled_documents(data: Path) -> Iterator[tuple[str, Document]]:
    """Yields the Vietnamese texts of the crawl with their reference."""
    for row in _rows(data / CRAWL):
        if row.get("text") and row.get("lang") != "en":
            yield f"vbpl:{row['id']}", _crawled(row)


def _crawled(row: dict) -> Document:
    nodes = [node for node in parse_structure(row["text"]) if node.kind == ARTICLE]
    printed = _NUMBER.search(row["text"][:1500])
    return Document(
        row.get("type") or "",
        printed.group(1) if printed else row.get("number") or "",
        row.get("title") or "",
        tuple(Provision(node.label, node.heading, node.text, node.anchor) for node in nodes),
        _iso(row.get("issued_guess")),
        _iso(row.get("effective")),
    )


def codified_documents(data: Path) -> Iterator[tuple[str, Document]]:
    """Yields the documents of the codification, which contains single articles only, with their reference."""
    rows: dict[str, list[dict]] = {}
    for row in _rows(data / CODIFICATION):
        rows.setdefault(str(row.get("number")), []).append(row)
    for number, articles in rows.items():
        first = articles[0]
        found = _EFFECTIVE.search(first.get("note") or "")
        provisions = tuple(
            Provision(f"Điều {row['article']}", "", row.get("text") or "", f"dieu-{row['article']}") for row in articles
        )
        yield (
            f"pd:{number}",
            Document(first.get("type") or "", number, "", provisions, None, day_of(*found.groups()) if found else None),
        )


def corpus_documents(data: Path) -> Iterator[tuple[str, Document]]:
    yield from crawled_documents(data)
    yield from codified_documents(data)


def _iso(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value or "")
    except ValueError:
        return None
