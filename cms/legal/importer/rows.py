"""One row of a source → a record; RowError says what is wrong with it. Pure: no database."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.legal.documents.issuers import split_issuers
from cms.legal.importer.articles import MAX_LABEL, article_anchor
from cms.legal.importer.exchange import read_facts, read_links
from cms.legal.importer.records import MAX_PROBLEMS, ArticleRecord, DocumentRecord, FileLine, ImportProblem, RowError
from cms.legal.importer.tables.statuses import apply_stated_status
from cms.legal.importer.values import is_no_value, read_date_or_report, read_short_text, read_text, without_no_values
from cms.legal.models import EventKind, RelationKind
from cms.legal.parsing import types
from cms.legal.parsing.numbers import DocumentNumber, parse_number
from cms.legal.sources.source_registry import CODIFICATION

_RELATIONS, _EVENTS = frozenset(RelationKind.values), frozenset(EventKind.values)
MAX_NUMBER = 120
MAX_TITLE = 5_000
MAX_NAMES = 100  # of issuers, fields of law, files
_TOPIC_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
_CODE = re.compile(r"^Điều\s+[\w.đĐ]+?\.\s+")  # "Điều 36.3.LQ.1. Thanh niên" → "Thanh niên"
#: What the codification says of a document beside its first article: "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên
#: ngày 16/06/2020 của Quốc hội, có hiệu lực thi hành kể từ ngày 01/01/2021)".
_NOTE = re.compile(
    r"^\(Điều \S+ (?P<type>[^\d(]+?) số (?P<number>\S+) (?P<title>.*\S)\s+ngày (?P<issued>\d\d/\d\d/\d{4})"
    r" của (?P<issuer>[^,]+(?:,[^,]+)*?), có hiệu lực thi hành kể từ ngày (?P<effective>\d\d/\d\d/\d{4})\s*[,)]",
    re.DOTALL,
)

parse_cached = lru_cache(maxsize=50_000)(parse_number)


def is_article(row: Any) -> bool:
    """A row of a file that holds one article to a line, in place of a document with its articles."""
    return isinstance(row, Mapping) and "article" in row and "text" in row


def read_number(row: Mapping[str, Any]) -> DocumentNumber:
    if is_no_value(row.get("number")):
        raise RowError("no_value", field="number", value=str(row["number"]))
    raw = read_text(row, "number")
    if not raw:
        raise RowError("no_number", field="number")
    if len(raw) > MAX_NUMBER:
        raise RowError("number_too_long", field="number", value=raw[:40])
    number = parse_cached(raw)
    if not number.key:
        raise RowError("no_number", field="number")
    return number


def document_record(row: Any, place: FileLine) -> DocumentRecord:
    """One object of the codification's shape; its articles are read by ``article_records``."""
    if not isinstance(row, Mapping):
        raise RowError("not_object")
    row, problems = without_no_values(row)
    number = read_number(row)
    expires = read_date_or_report(row, "expires", problems)
    record = DocumentRecord(
        places=(place,),
        number=number,
        type_name=read_short_text(row, "type", 200),
        title=_clean_title(read_short_text(row, "title", MAX_TITLE)),
        issuers=_issuers(row),
        issued_on=read_date_or_report(row, "issued", problems),
        effective_from=read_date_or_report(row, "effective", problems),
        effective_to=expires,
        vbpl_id=read_text(row, "vbpl_item_id")[:20],
        source_url=read_text(row, "source_url")[:500],
        fields=_topics(row.get("topics")),
        facts=read_facts(apply_stated_status(row, expires is not None, problems), problems),
        relations=read_links(row, "relations", _RELATIONS),
        events=read_links(row, "events", _EVENTS),
        files=_files(row),
    )
    return replace(record, problems=tuple([*find_contradictions(record), *problems][:MAX_PROBLEMS]))


def find_contradictions(record: DocumentRecord) -> list[ImportProblem]:
    """Returns what shows that the facts of a row cannot all be true. A document that such a row makes is a draft until
    a person confirms it."""
    found = []
    started = record.effective_from or record.issued_on
    if record.effective_to and started and record.effective_to < started:
        days = (("end", record.effective_to.isoformat()), ("start", started.isoformat()))
        found.append(ImportProblem("end_before_start", days))
    if record.issued_on and record.issued_on > datetime.date.today():
        found.append(ImportProblem("issued_in_future", (("issued", record.issued_on.isoformat()),)))
    symbols = {symbol: fold_diacritics(name) for symbol, name in types.current_types().symbols.items()}
    named = symbols.get(record.number.groups[0], "") if record.number.groups[1:] else ""
    stated = fold_diacritics(record.type_name)
    joint = stated.startswith(named) or named.startswith(stated)  # "Thông tư" and "Thông tư liên tịch"
    if named and stated in symbols.values() and not joint:
        words = (("symbol", record.number.symbol), ("type", record.type_name))
        found.append(ImportProblem("type_contradicts_symbol", words))
    return found


def is_codified(row: Mapping[str, Any]) -> bool:
    """A row of the codification: with the place of its articles there, or their number."""
    articles = row.get("articles")
    first = articles[0] if isinstance(articles, list) and articles else None
    return "n_articles" in row or (isinstance(first, Mapping) and "pd_anchor" in first)


def stated_source(row: Mapping[str, Any]) -> dict[str, Any]:
    """Who says it, for ``DocumentRecord``; a crawl is told apart by ``importer.crawl``."""
    return {"source": CODIFICATION} if is_codified(row) else {}


def _files(row: Mapping[str, Any]) -> tuple[str, ...]:
    """``files`` (a list, or names with ";" between them) or ``file``: what the archive beside the table holds."""
    names = row.get("files") or read_text(row, "file")
    names = names[: MAX_NAMES * 256].split(";") if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RowError("not_text", field="files")
    _check_many(names, "files")
    return tuple(dict.fromkeys(collapse_whitespace(name)[:255] for name in names if name.strip()))


def _issuers(row: Mapping[str, Any]) -> tuple[str, ...]:
    """``issuers`` names each one; ``issuer`` may join several in one sentence."""
    names = row.get("issuers") or _joint_issuers(read_short_text(row, "issuer", MAX_TITLE))
    if isinstance(names, str):  # a cell of a table
        names = names[: MAX_NAMES * 256].split(";")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RowError("not_text", field="issuers")
    _check_many(names, "issuers")
    return tuple(collapse_whitespace(name)[:255] for name in names if name.strip())


def _joint_issuers(text: str) -> list[str]:
    return [name for part in text.split(";") for name in split_issuers(part)]


def _check_many(names: list, field: str) -> None:
    if len(names) > MAX_NAMES:
        raise RowError("too_many_names", field=field, limit=str(MAX_NAMES))


def _clean_title(text: str) -> str:
    return "" if text in ("-", "–", "...", "…") else text


def _topics(value: Any) -> tuple[str, ...]:
    topics = value[: MAX_NAMES * 256].split(";") if isinstance(value, str) else value or []
    if not isinstance(topics, list):
        raise RowError("not_text", field="topics")
    _check_many(topics, "topics")
    names = (_TOPIC_NUMBER.sub("", collapse_whitespace(str(topic)))[:160] for topic in topics)
    return tuple(dict.fromkeys(name for name in names if name))


def article_record(row: Mapping[str, Any]) -> ArticleRecord:
    """A row that holds one article: ``article``, ``text``, ``anchor``, ``pd_title``."""
    number = read_text(row, "article")[:20]
    anchor = article_anchor(number)
    if not anchor:
        raise RowError("no_article")
    return ArticleRecord(
        number=number,
        label=f"Điều {number}"[:MAX_LABEL],
        heading=read_text(row, "heading") or _CODE.sub("", read_text(row, "pd_title")),
        text=read_text(row, "text", lines=True),
        anchor=anchor,
        source_anchor=read_text(row, "anchor")[:60],
    )


def document_of_article(row: Mapping[str, Any], place: FileLine) -> DocumentRecord:
    """What such a row says of its document: type and number, and the facts of the note where it states them all."""
    facts = {"type": row.get("type"), "number": row.get("number")}
    note = _NOTE.match(read_text(row, "note"))
    if note and parse_cached(note["number"]).identity == read_number(row).identity:
        facts |= {name: note[name] for name in ("title", "issuer", "issued", "effective")}
    record = document_record(facts, place)
    return replace(record, source=CODIFICATION) if "pd_title" in row or "note" in row else record
