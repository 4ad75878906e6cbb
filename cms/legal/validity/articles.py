"""What the events of a document mean for one article. Pure, no Django."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from cms.legal.validity import events
from cms.legal.validity.events import Event, is_within

_ABOLISHES = frozenset({events.ABOLISHED, events.ABOLISHED_PART})
_TOUCHES = frozenset({events.AMENDED, events.SUPPLEMENTED, events.CORRECTED, events.RESUMED})


def events_of_article(anchor: str, found: Iterable[Event]) -> list[Event]:
    """Returns the events of the provision, of its parts or of the provision that contains it, by day; undated ones
    last."""
    own = [event for event in found if any(is_within(one, anchor) or is_within(anchor, one) for one in event.anchors)]
    return sorted(own, key=lambda event: (event.day is None, event.day or datetime.date.max, event.by))


def find_abolition(anchor: str, found: Iterable[Event]) -> Event | None:
    """Returns the event that abolished the whole article, or the provision that contains it, on a known day. Returns
    None where another event changed the article on that day or later: then only a part was abolished, or the article
    got a new wording."""
    own = [event for event in events_of_article(anchor, found) if event.day is not None]
    ending = (
        event for event in own if event.kind in _ABOLISHES and any(is_within(anchor, one) for one in event.anchors)
    )
    first = next(ending, None)
    if first is None or any(event.kind in _TOUCHES and event.since >= first.since for event in own):
        return None
    return first
