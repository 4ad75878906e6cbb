"""What a row of a source says, checked and in one shape. Pure: no database."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cms.core.text import nfc, one_line
from cms.legal.issuers import split_issuers
from cms.legal.numbers import DocumentNumber, parse_number


@dataclass(frozen=True)
class Problem:
    """Why a row is rejected or flagged: a code of ``importer.report.REASONS`` and its words."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


class RowError(ValueError):
    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.problem = Problem(code, tuple(sorted(values.items())))


@dataclass(frozen=True)
class ArticleRecord:
    number: str  # "5", "12a"
    label: str  # "Điều 5"
    heading: str
    text: str
    anchor: str  # "dieu-5"
    chapter: str = ""
    source_anchor: str = ""


@dataclass(frozen=True)
class DocumentRecord:
    lines: tuple[int, ...]
    number: DocumentNumber
    type_name: str = ""
    title: str = ""
    issuers: tuple[str, ...] = ()
    issued_on: datetime.date | None = None
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    vbpl_id: str = ""
    source_url: str = ""
    fields: tuple[str, ...] = ()
    articles: tuple[ArticleRecord, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def year(self) -> int | None:
        return self.number.year or (self.issued_on.year if self.issued_on else None)

    @property
    def completeness(self) -> int:
        return sum(map(bool, (self.title, self.issuers, self.issued_on, self.effective_from, self.type_name)))


_DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:T.*)?$|^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_TOPIC_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
MAX_NUMBER = 120
MAX_CHAPTER = 255


def text_of(row: Mapping[str, Any], name: str, lines: bool = False) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise RowError("not_text", field=name)
    text = str(value)
    if lines:  # law text keeps its lines; U+2028 and U+2029 are lines too
        text = nfc(re.sub("\r\n?|[\u2028\u2029]", "\n", text)).replace("\u00a0", " ")
        return "\n".join(line.strip() for line in text.split("\n")).strip()
    return one_line(text)


def date_of(row: Mapping[str, Any], name: str) -> datetime.date | None:
    """ISO or day/month/year; RowError for anything else and for days that do not exist."""
    text = text_of(row, name)
    if not text:
        return None
    found = _DATE.match(text)
    if not found:
        raise RowError("bad_date", field=name, value=text[:40])
    year, month, day = (found.group(1, 2, 3)) if found.group(1) else (found.group(6), found.group(5), found.group(4))
    try:
        value = datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise RowError("bad_date", field=name, value=text[:40]) from None
    if not 1945 <= value.year <= 2100:
        raise RowError("bad_date", field=name, value=text[:40])
    return value


def _clean_title(text: str) -> str:
    return "" if text in ("-", "–", "...", "…") else text


def article_records(rows: Any) -> tuple[ArticleRecord, ...]:
    """Articles in the order given. A number that occurs twice in one document keeps both texts, apart by anchor."""
    if rows in (None, ""):
        return ()
    if not isinstance(rows, list):
        raise RowError("articles_not_list")
    found: list[ArticleRecord] = []
    anchors: dict[str, int] = {}
    for position, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise RowError("article_not_object", position=str(position))
        number = text_of(row, "no")[:20]
        anchor = re.sub(r"[^a-z0-9]+", "-", f"dieu-{number}".lower()).strip("-") if number else f"doan-{position}"
        anchors[anchor] = anchors.get(anchor, 0) + 1
        if anchors[anchor] > 1:
            anchor = f"{anchor}-lan-{anchors[anchor]}"
        found.append(
            ArticleRecord(
                number=number,
                label=text_of(row, "label")[:80] or f"Điều {number}",
                heading=text_of(row, "heading"),
                text=text_of(row, "text", lines=True),
                anchor=anchor,
                chapter=text_of(row, "pd_chapter")[:MAX_CHAPTER],
                source_anchor=text_of(row, "pd_anchor")[:60],
            )
        )
    return tuple(found)


def document_record(row: Any, line: int) -> DocumentRecord:
    """One JSON object of the codification's shape → a record; RowError says what is wrong with it."""
    if not isinstance(row, Mapping):
        raise RowError("not_object")
    raw = text_of(row, "number")
    if not raw:
        raise RowError("no_number")
    if len(raw) > MAX_NUMBER:
        raise RowError("number_too_long", value=raw[:40])
    number = parse_number(raw)
    if not number.key:
        raise RowError("no_number")
    issuer = text_of(row, "issuer")
    topics = row.get("topics") or []
    topics = topics.split(";") if isinstance(topics, str) else topics
    return DocumentRecord(
        lines=(line,),
        number=number,
        type_name=text_of(row, "type"),
        title=_clean_title(text_of(row, "title")),
        issuers=tuple(name[:255] for name in split_issuers(issuer)),
        issued_on=date_of(row, "issued"),
        effective_from=date_of(row, "effective"),
        effective_to=date_of(row, "expires"),
        vbpl_id=text_of(row, "vbpl_item_id")[:20],
        source_url=text_of(row, "source_url")[:500],
        fields=tuple(
            dict.fromkeys(_TOPIC_NUMBER.sub("", one_line(str(topic)))[:160] for topic in topics if str(topic).strip())
        ),
        articles=article_records(row.get("articles")),
    )


def merge(first: DocumentRecord, second: DocumentRecord) -> DocumentRecord:
    """Two rows of one document: the more complete one speaks, the other fills its gaps, articles are united."""
    main, other = (second, first) if second.completeness > first.completeness else (first, second)
    filled = {
        name: getattr(main, name) or getattr(other, name)
        for name in (
            "type_name",
            "title",
            "issuers",
            "issued_on",
            "effective_from",
            "effective_to",
            "vbpl_id",
            "source_url",
        )
    }
    held = {article.anchor for article in main.articles}
    articles = (*main.articles, *(article for article in other.articles if article.anchor not in held))
    return replace(
        main,
        lines=tuple(sorted({*first.lines, *second.lines})),
        fields=tuple(dict.fromkeys((*main.fields, *other.fields))),
        articles=tuple(sorted(articles, key=_article_order)),
        problems=(*main.problems, *other.problems),
        **filled,
    )


def _article_order(article: ArticleRecord) -> tuple[int, str]:
    found = re.match(r"\d+", article.number)
    return (int(found.group()) if found else 10**6, article.anchor)


def same_document(first: DocumentRecord, second: DocumentRecord) -> bool:
    """Rows with one number: equal unless a fact that both state differs."""
    pairs = (
        (first.number.identity, second.number.identity),
        (first.year, second.year),
        (tuple(sorted(first.issuers)), tuple(sorted(second.issuers))),
        (first.issued_on, second.issued_on),
    )
    if any(a and b and a != b for a, b in pairs):
        return False
    a, b = first.type_name.casefold(), second.type_name.casefold()
    return first.number.names_type or not a or not b or a == b
