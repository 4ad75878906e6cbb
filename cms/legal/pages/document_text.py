"""A document's text ready to print: divisions and articles in order, each article with what changed it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from cms.legal.models import Provision, TextVersion
from cms.legal.pages.article_changes import ArticleChanges, SharedChange, build_article_changes
from cms.legal.parsing.article_ranges import format_ranges
from cms.legal.parsing.texts.attached_names import remove_file_names
from cms.legal.parsing.texts.fulltext import Paragraph, paragraphs
from cms.legal.parsing.texts.structure import clean_lines
from cms.legal.sources.visibility import earlier_wordings
from cms.legal.validity.articles import find_abolition
from cms.legal.validity.events import Event
from cms.legal.validity.status import Facts
from cms.legal.validity.status_text import abolition_sentence

DIVISIONS = frozenset({"part", "chapter", "section", "annex"})


@dataclass(frozen=True)
class Abolition:
    """``sentence`` is HTML; ``later``: the day lies ahead. ``wording``: what the article said; empty where it is not
    held."""

    sentence: str
    later: bool
    wording: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True)
class Block:
    """``kind`` as of ``Provision``. ``changes``: sentences (HTML) about what changed this article alone, ``marks`` what
    it shares with others. ``attached``: files that the source names here. ``codified``: the chapter of the codification
    under which its article stands, which is none of the law's own."""

    kind: str
    label: str
    heading: str
    anchor: str
    number: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    marks: list[SharedChange] = field(default_factory=list)
    attached: tuple[str, ...] = ()
    abolition: Abolition | None = None
    codified: str = ""

    @property
    def divides(self) -> bool:
        return self.kind in DIVISIONS

    @property
    def listed(self) -> bool:
        """Does it stand in the table of contents?"""
        return self.divides or self.kind == Provision.Kind.ARTICLE

    @property
    def size(self) -> int:
        """How long it is, in doublings of four printed lines: the room kept for it until it is drawn (``law.css``)."""
        lines = sum(0.5 + math.ceil(len(paragraph.text) / 48) for paragraph in self.paragraphs)
        return min(9, (int(lines) // 4).bit_length())

    @property
    def is_abolished(self) -> bool:
        return self.abolition is not None and not self.abolition.later


@dataclass(frozen=True)
class LawText:
    blocks: list[Block] = field(default_factory=list)
    shared_changes: list[SharedChange] = field(default_factory=list)

    @property
    def article_count(self) -> int:
        return sum(block.kind == Provision.Kind.ARTICLE for block in self.blocks)


def law_text_of(
    document: Any,
    facts: Facts,
    urls: Mapping[int, str] | None,
    versions: Sequence[TextVersion] = (),
    day: datetime.date | None = None,
) -> LawText:
    """The text that is shown, as of ``day`` (today). One query, and one for each kept text in which the wording of an
    abolished article is looked for. ``urls``: document → address, for links; None gives plain text. ``versions``: the
    document's sound texts (``sources.visibility``)."""
    if document.pk is None:  # the preview of a new document
        return LawText()
    today = day or timezone.localdate()
    rows = list(document.provisions.order_by("order", "pk"))
    shown = next((version for version in versions if version.shown), None)
    ended = {row.anchor: event for row in rows if (event := _abolition(row, facts, shown))}
    missing = {row.anchor for row in rows if row.anchor in ended and not row.text.strip()}
    wordings = earlier_wordings(list(versions), missing) if missing else {}

    def abolished(row: Provision, lines: list[Paragraph]) -> Abolition | None:
        event = ended.get(row.anchor)
        if event is None:
            return None
        later = event.since > today
        lines = lines or paragraphs(remove_file_names(wordings.get(row.anchor, ""))[0], row.anchor)
        return Abolition(abolition_sentence(event, later, urls), later, lines)

    events = [event for event in facts.events if event.anchors]
    changes = build_article_changes(rows, events, urls, today, ended)
    return LawText([_block(row, changes, abolished) for row in rows], changes.shared)


def blocks_of_nodes(nodes: Iterable[Any]) -> list[Block]:
    """Of a kept text that is not shown: its words alone."""
    return [_block(node, ArticleChanges(), lambda _row, _lines: None) for node in nodes]


def _block(row: Any, changes: ArticleChanges, abolished: Callable[[Any, list[Paragraph]], Abolition | None]) -> Block:
    text, names = remove_file_names(row.text)
    lines = paragraphs(text, row.anchor) if row.kind != Provision.Kind.PREAMBLE else _plain(text)
    gone = abolished(row, lines)
    return Block(
        row.kind,
        row.label,
        row.heading,
        row.anchor,
        row.number,
        lines if gone is None else gone.wording if gone.later else [],
        changes.own.get(row.anchor, []),
        changes.marks.get(row.anchor, []),
        names,
        gone,
        row.chapter,
    )


def _abolition(row: Provision, facts: Facts, shown: TextVersion | None) -> Event | None:
    """The codification takes abolished articles out: where it still holds the words of one, a part was meant."""
    if row.kind != Provision.Kind.ARTICLE or (event := find_abolition(row.anchor, facts.events)) is None:
        return None
    follows = bool(row.source_anchor) or (shown is not None and shown.state == TextVersion.State.EXTRACT)
    until = shown.stated_on if shown is not None and shown.stated_on else timezone.localdate()
    return None if follows and row.text.strip() and event.since <= until else event


def _plain(text: str) -> list[Paragraph]:
    return [Paragraph("text", line) for line in clean_lines(text)]


@dataclass(frozen=True)
class CodifiedChapter:
    """A chapter of the codification with the articles that it holds ("1–6")."""

    words: str
    articles: str


def codified_chapters(blocks: Sequence[Block]) -> list[CodifiedChapter]:
    numbers = [block.number for block in blocks if block.kind == Provision.Kind.ARTICLE]
    found: dict[str, list[str]] = {}
    for block in blocks:
        if block.codified:
            found.setdefault(block.codified, []).append(block.number)
    return [CodifiedChapter(words, format_ranges(chosen, numbers)) for words, chosen in found.items()]
