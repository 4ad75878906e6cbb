"""Events of a document, and their effect on its being in force. Pure, no Django.

An event concerns the whole document, or the provisions it names. Relations of other documents are read as events of
this one ("X bãi bỏ khoản 2 Điều 5" is for this document "khoản 2 Điều 5 bị bãi bỏ bởi X").
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

EXPIRED, REPLACED, ABOLISHED, ABOLISHED_PART = "expired", "replaced", "abolished", "abolished_part"
AMENDED, SUPPLEMENTED, CORRECTED = "amended", "supplemented", "corrected"
SUSPENDED, EXECUTION_SUSPENDED, RESUMED = "suspended", "execution_suspended", "resumed"
KINDS = (
    EXPIRED,
    REPLACED,
    ABOLISHED,
    ABOLISHED_PART,
    AMENDED,
    SUPPLEMENTED,
    CORRECTED,
    SUSPENDED,
    EXECUTION_SUSPENDED,
    RESUMED,
)

END, PART, PAUSE, RESUME, NOTHING = "end", "part", "pause", "resume", "nothing"


@dataclass(frozen=True)
class Event:
    """``provisions`` is the text that names the affected provisions ("khoản 2 Điều 5"), empty for the whole document;
    ``anchors`` are the same as fragments ("dieu-5-khoan-2"), as far as they were parsed. ``day`` is None where it is
    not known, but not before ``not_before``. ``by`` names the acting document, ``schools_by_id`` is its primary key
    where the library shows it, ``by_provisions`` names the acting provision ("Điều 1")."""

    kind: str
    day: datetime.date | None = None
    provisions: str = ""
    anchors: tuple[str, ...] = ()
    by: str = ""
    by_id: int | None = None
    by_provisions: str = ""
    note: str = ""
    not_before: datetime.date | None = None

    @property
    def since(self) -> datetime.date:
        """Its day, where it is known that it has one."""
        assert self.day is not None
        return self.day


@dataclass(frozen=True)
class Suspension:
    """A suspension that is still in effect; ``whole`` is False where parts of the document are in force."""

    event: Event
    whole: bool

    @property
    def since(self) -> datetime.date:
        return self.event.since


def effect_of(event: Event) -> str:
    """Returns the effect of the event: it ends the document or a part, suspends or resumes it, or does nothing.

    Additions and corrections end nothing; an amendment ends the wording of what it amends.
    """
    if event.kind in (EXPIRED, REPLACED, ABOLISHED):
        return PART if event.provisions else END
    if event.kind in (AMENDED, ABOLISHED_PART):
        return PART
    if event.kind in (SUSPENDED, EXECUTION_SUSPENDED):
        return PAUSE
    return RESUME if event.kind == RESUMED else NOTHING


def affects_status(event: Event) -> bool:
    return effect_of(event) != NOTHING


def _in_order(events: Iterable[Event]) -> list[Event]:
    """By day; a resumption comes after a suspension of the same day."""
    return sorted(
        events, key=lambda event: (event.day, effect_of(event) == RESUME, event.kind, event.provisions, event.by)
    )


def events_until(events: Iterable[Event], day: datetime.date) -> list[Event]:
    """Returns the events that have happened by ``day``, in order."""
    return _in_order(event for event in events if event.day is not None and event.day <= day)


def events_after(events: Iterable[Event], day: datetime.date) -> list[Event]:
    return _in_order(event for event in events if event.day is not None and event.day > day)


def find_whole_end(events: Iterable[Event], day: datetime.date) -> Event | None:
    """Returns the first event that ended the whole document by ``day``, or None."""
    return next((event for event in events_until(events, day) if effect_of(event) == END), None)


def find_partial_ends(events: Iterable[Event], day: datetime.date) -> list[Event]:
    return [event for event in events_until(events, day) if effect_of(event) == PART]


def find_suspensions(events: Iterable[Event], day: datetime.date) -> list[Suspension]:
    """Returns the suspensions in effect on ``day``, in order. Resuming a part leaves the rest of a whole suspension."""
    active: list[Suspension] = []
    for event in events_until(events, day):
        if effect_of(event) == PAUSE:
            active.append(Suspension(event, whole=not event.provisions))
        elif effect_of(event) == RESUME:
            active = _resumed(active, event) if event.provisions else []
    return active


def _resumed(active: list[Suspension], event: Event) -> list[Suspension]:
    left = [replace(pause, whole=False) for pause in active if pause.whole]
    return left + [pause for pause in active if not pause.whole and not _covers(event, pause.event)]


def _covers(resumed: Event, suspended: Event) -> bool:
    if resumed.provisions == suspended.provisions:
        return True
    return bool(suspended.anchors) and all(
        any(is_within(anchor, resumed_anchor) for resumed_anchor in resumed.anchors) for anchor in suspended.anchors
    )


def is_within(anchor: str, larger: str) -> bool:
    """Returns whether the provision ``anchor`` is ``larger`` or a part of it: "dieu-5-khoan-2" is within "dieu-5", not
    within "dieu-50"."""
    return anchor == larger or anchor.startswith(f"{larger}-")
