"""What changed the articles of a text: what concerns several articles is said once, above the text, and each of them
points to it; what concerns one article stays with it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.legal.models import Provision
from cms.legal.models.relations import EventKind
from cms.legal.parsing.article_ranges import format_ranges
from cms.legal.validity.articles import events_of_article
from cms.legal.validity.events import Event
from cms.legal.validity.status_text import event_sentence


@dataclass(frozen=True)
class SharedChange:
    """Said once for several articles. ``text`` is HTML, ``words`` the short mark at each article."""

    anchor: str
    text: str
    words: str


@dataclass(frozen=True)
class ArticleChanges:
    """``own``: anchor → sentences (HTML) about this provision alone; ``marks``: anchor → what it shares with others."""

    shared: list[SharedChange] = field(default_factory=list)
    own: Mapping[str, list[str]] = field(default_factory=dict)
    marks: Mapping[str, list[SharedChange]] = field(default_factory=dict)


def build_article_changes(
    rows: Sequence[Provision],
    events: Sequence[Event],
    urls: Mapping[int, str] | None,
    today: datetime.date,
    said: Mapping[str, Event],
) -> ArticleChanges:
    """``urls``: document → address, for the links; None: plain text. ``said``: anchor → what the article says by
    itself, in the place of its words."""
    if not events:
        return ArticleChanges()
    concerned: dict[tuple, dict[str, list[Event]]] = defaultdict(dict)
    for row in rows:
        for event in events_of_article(row.anchor, events):
            concerned[_alike(event)].setdefault(row.anchor, []).append(event)
    numbers = {row.anchor: row.number for row in rows if row.kind == Provision.Kind.ARTICLE and row.number}
    shared: list[SharedChange] = []
    own: dict[str, list[str]] = defaultdict(list)
    marks: dict[str, list[SharedChange]] = defaultdict(list)
    for key in sorted(concerned, key=lambda key: (key[1] or datetime.date.max, *map(str, key))):
        found = concerned[key]
        articles = [anchor for anchor in found if anchor in numbers]
        if len(articles) > 1:
            event, order = next(iter(found.values()))[0], [*numbers.values()]
            change = _shared(event, format_ranges([numbers[one] for one in articles], order), len(shared), urls, today)
            shared.append(change)
            for anchor in found:
                if not _is_said(key, anchor, said):
                    marks[anchor].append(change)
            continue
        for anchor, its in found.items():
            if _is_said(key, anchor, said):
                continue
            own[anchor] += dict.fromkeys(event_sentence(event, urls, today) for event in its)
    return ArticleChanges(shared, own, marks)


def _alike(event: Event) -> tuple:
    """The same done by the same document on the same day, whichever of its provisions did it."""
    return event.kind, event.day, event.by, event.by_id


def _is_said(key: tuple, anchor: str, said: Mapping[str, Event]) -> bool:
    return anchor in said and _alike(said[anchor]) == key


def _shared(
    event: Event, articles: str, number: int, urls: Mapping[int, str] | None, today: datetime.date
) -> SharedChange:
    provisions = _("Articles %(numbers)s") % {"numbers": articles}
    told = replace(event, provisions=provisions, anchors=("",), by_provisions="")
    happened = str(EventKind(event.kind).label)
    day = date_format(event.day, "d/m/Y") if event.day else ""
    return SharedChange(
        f"thay-doi-{number + 1}",
        event_sentence(told, urls, today),
        (_("%(happened)s from %(day)s") if day else "%(happened)s") % {"happened": happened, "day": day},
    )
