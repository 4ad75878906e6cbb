"""A document's text ready to print: divisions and articles in order, each article with what changed it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from cms.legal.force.events import Event, within
from cms.legal.force.status import Facts
from cms.legal.force.status_text import event_sentence
from cms.legal.models import Provision
from cms.legal.reading.fulltext import Paragraph, paragraphs
from cms.legal.reading.structure import clean_lines
from cms.legal.reading.structure_lines import head_of

DIVISIONS = frozenset({"part", "chapter", "section", "annex"})


@dataclass(frozen=True)
class Block:
    """``kind`` as of ``Provision``; ``anchor`` is empty where a source names a chapter that has no number.
    ``changes``: sentences (HTML) about what changed this article, in order; its timeline."""

    kind: str
    label: str
    heading: str
    anchor: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def divides(self) -> bool:
        return self.kind in DIVISIONS

    @property
    def listed(self) -> bool:
        """Does it stand in the table of contents?"""
        return self.divides or self.kind == Provision.Kind.ARTICLE


def blocks_of(document, facts: Facts, urls: Mapping[int, str], day: datetime.date | None = None) -> list[Block]:
    """One query. ``urls``: document → address, for the links of the timelines; they are told as of ``day`` (today)."""
    if document.pk is None:  # the preview of a new document
        return []
    found: list[Block] = []
    chapter = ""
    taken: set[str] = set()
    for row in document.provisions.order_by("order", "pk"):
        if row.chapter and row.chapter != chapter:
            chapter = row.chapter
            found.append(_chapter(chapter, taken))
        changes = [event_sentence(event, urls, day) for event in changes_of(row.anchor, facts)]
        lines = paragraphs(row.text, row.anchor) if row.kind != Provision.Kind.PREAMBLE else _plain(row.text)
        found.append(Block(row.kind, row.label, row.heading, row.anchor, lines, changes))
    return found


def _chapter(words: str, taken: set[str]) -> Block:
    head = head_of(words)
    anchor = f"chuong-{head.number.lower()}" if head and head.kind == "chapter" else ""
    anchor = "" if anchor in taken else anchor
    taken.add(anchor)
    return Block("chapter", head.label if head else "", head.rest if head else words, anchor)


def _plain(text: str) -> list[Paragraph]:
    return [Paragraph("text", line) for line in clean_lines(text)]


def changes_of(anchor: str, facts: Facts) -> list[Event]:
    """Events of the provision, of parts of it or of what contains it, by day; those without a day at the end."""
    found = [
        event
        for event in facts.events
        if any(within(other, anchor) or within(anchor, other) for other in event.anchors)
    ]
    return sorted(found, key=lambda event: (event.day is None, event.day or datetime.date.max, event.by))


def article_count(blocks: list[Block]) -> int:
    return sum(block.kind == Provision.Kind.ARTICLE for block in blocks)
