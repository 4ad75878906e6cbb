"""The articles that a row of a source brings, as records; and those of several rows of one document put together. Pure:
no database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cms.legal.importer.records import ArticleRecord, RowError
from cms.legal.importer.values import read_text
from cms.legal.models import Provision
from cms.legal.parsing.texts.structure import parse_structure

MAX_CHAPTER = 255
MAX_LABEL = 80


def article_anchor(number: str) -> str:
    """ "12a" → "dieu-12a"; empty for what is no number."""
    return re.sub(r"[^a-z0-9]+", "-", f"dieu-{number}".lower().replace("đ", "dd")).strip("-")[:60] if number else ""


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
        number = read_text(row, "no")[:20]
        anchor = article_anchor(number) or f"doan-{position}"
        anchors[anchor] = anchors.get(anchor, 0) + 1
        if anchors[anchor] > 1:
            anchor = f"{anchor}-lan-{anchors[anchor]}"
        found.append(
            ArticleRecord(
                number=number,
                label=read_text(row, "label")[:MAX_LABEL] or f"Điều {number}",
                heading=read_text(row, "heading"),
                text=read_text(row, "text", lines=True),
                anchor=anchor,
                chapter=read_text(row, "pd_chapter")[:MAX_CHAPTER],
                source_anchor=read_text(row, "pd_anchor")[:60],
            )
        )
    return tuple(found)


def node_records(rows: Any) -> tuple[ArticleRecord, ...]:
    """``provisions`` of an export: every node of the text with its anchor and the anchor of the node above."""
    if not isinstance(rows, list):
        raise RowError("articles_not_list")
    found = []
    for position, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise RowError("article_not_object", position=str(position))
        values = {name: read_text(row, name) for name in ArticleRecord._fields if name != "text"}
        if values["kind"] not in Provision.Kind.values or not re.fullmatch(r"[a-z0-9-]{1,80}", values["anchor"]):
            raise RowError("bad_provision", position=str(position))
        found.append(ArticleRecord(**{**values, "text": read_text(row, "text", lines=True)}))
    if len({article.anchor for article in found}) < len(found):
        raise RowError("anchor_twice")
    return tuple(found)


def text_records(text: str) -> tuple[ArticleRecord, ...]:
    """The whole text of a document, taken apart."""
    return tuple(
        ArticleRecord(
            number=node.number[:20],
            label=node.label[:MAX_LABEL],
            heading=node.heading,
            text=node.text,
            anchor=node.anchor,
            kind=node.kind,
            parent=node.parent,
        )
        for node in parse_structure(text)
    )


def unite_articles(
    groups: Sequence[Sequence[ArticleRecord]], loose: Sequence[ArticleRecord] = ()
) -> tuple[ArticleRecord, ...]:
    """Articles of one document: of its rows (``groups``, the first speaks) and of rows that hold one article each
    (``loose``). One row keeps its order; united ones stand in the order of their numbers."""
    if not loose and len(groups) <= 1:
        return tuple(groups[0]) if groups else ()
    found = {article.anchor: article for group in reversed(groups) for article in group}
    listed = frozenset(found)
    texts: dict[str, set[str]] = {}
    for article in loose:
        if article.anchor not in listed:
            _add(found, article, texts.setdefault(article.anchor, set()))
    return tuple(sorted(found.values(), key=_order))


def _add(found: dict[str, ArticleRecord], article: ArticleRecord, texts: set[str]) -> None:
    """The codification repeats an article under each of its topics: once is enough, unless the text differs. ``texts``:
    those that its anchor has already."""
    if article.text in texts:
        return
    texts.add(article.text)
    anchor = article.anchor if len(texts) == 1 else f"{article.anchor}-lan-{len(texts)}"
    while anchor in found:  # an article may be numbered like that
        anchor += "-lan-2"
    found[anchor] = article._replace(anchor=anchor)


def _order(article: ArticleRecord) -> tuple[int, str]:
    found = re.match(r"\d+", article.number)
    return (int(found.group()) if found else 10**6, article.anchor)
