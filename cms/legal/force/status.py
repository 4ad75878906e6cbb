"""A document's status as a function of facts and a day. Pure, no Django.

``Facts`` are dates, what other documents did to this one (``Event``) and a status set by hand; ``status_on`` is
the one place that decides, ``periods`` tells the whole history. What is not known is never guessed: where an
event without a day could change the answer, the answer is ``unknown``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cms.legal.force import events
from cms.legal.force.events import Event

NOT_YET, IN_FORCE, PARTLY_EXPIRED, EXPIRED = "not_yet", "in_force", "partly_expired", "expired"
SUSPENDED, PARTLY_SUSPENDED, OBSOLETE, UNKNOWN = "suspended", "partly_suspended", "obsolete", "unknown"
RUNNING, ENDED = "running", "ended"  # plans and official letters, which have no legal force in this sense
CODES = (
    NOT_YET,
    IN_FORCE,
    PARTLY_EXPIRED,
    EXPIRED,
    SUSPENDED,
    PARTLY_SUSPENDED,
    OBSOLETE,
    UNKNOWN,
    RUNNING,
    ENDED,
)
#: No longer to be relied on.
OVER = frozenset({EXPIRED, ENDED, OBSOLETE})

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """``effective_to`` is the day on which a document loses force (for a plan: the last day of its period);
    None means that no end is known, which is not the same as none. ``override`` holds from ``override_from`` on,
    always where that is None."""

    issued_on: datetime.date | None = None
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    administrative: bool = False
    override: str = ""
    override_reason: str = ""
    override_from: datetime.date | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why: a code that the edge turns into a sentence, with the day, the words and the event that belong to it.

    by_hand, starts, started, ends, ended, no_start, no_end_known; event (it has happened), event_later (it will),
    event_undated (its day is not known).
    """

    code: str
    day: datetime.date | None = None
    text: str = ""
    event: Event | None = None


@dataclass(frozen=True)
class Status:
    code: str
    since: datetime.date | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Period:
    """A status from ``begins`` (None: since ever) until the day before ``ends`` (None: no end is known)."""

    code: str
    begins: datetime.date | None
    ends: datetime.date | None


def status_on(facts: Facts, day: datetime.date) -> Status:
    """The status on ``day``, with everything that explains it."""
    if facts.override and (facts.override_from is None or facts.override_from <= day):
        return Status(
            facts.override, facts.override_from, (Reason("by_hand", facts.override_from, facts.override_reason),)
        )
    found = _decide(facts, day)
    open_questions = _that_could_change_it(facts, day, found.code)
    if open_questions:
        undated = tuple(Reason("event_undated", event=event) for event in open_questions)
        return Status(UNKNOWN, None, (*undated, *found.reasons))
    return found


def periods(facts: Facts) -> tuple[Period, ...]:
    """Every day has exactly one status: the periods follow each other without gap, neighbours differ."""
    days = sorted(_turning_points(facts))
    if not days:
        return (Period(status_on(facts, datetime.date.today()).code, None, None),)  # the same on every day
    found: list[Period] = []
    for begins, day in [(None, days[0] - _DAY), *((day, day) for day in days)]:
        code = status_on(facts, day).code
        if found and found[-1].code == code:
            continue
        if found:
            found[-1] = replace(found[-1], ends=begins)
        found.append(Period(code, begins, None))
    return tuple(found)


def _turning_points(facts: Facts) -> set[datetime.date]:
    """Days on which the status may change."""
    days = {facts.issued_on, facts.effective_from, facts.effective_to, facts.override_from}
    if facts.effective_to and facts.effective_to < datetime.date.max:
        days.add(facts.effective_to + _DAY)  # plans run through their last day
    for event in facts.events:
        days.add(event.day or event.not_before)
    return {day for day in days if day is not None and day > datetime.date.min}


def _that_could_change_it(facts: Facts, day: datetime.date, code: str) -> list[Event]:
    """Events without a day that would give another status if they had happened by ``day``."""
    found = []
    for event in facts.events:
        if event.day is not None or not events.matters(event):
            continue
        if event.not_before is not None and event.not_before > day:
            continue
        others = tuple(other for other in facts.events if other is not event)
        if _decide(replace(facts, events=(*others, replace(event, day=day))), day).code != code:
            found.append(event)
    return found


def _decide(facts: Facts, day: datetime.date) -> Status:
    return _administrative(facts, day) if facts.administrative else _legal(facts, day)


def _legal(facts: Facts, day: datetime.date) -> Status:
    start, end = facts.effective_from, facts.effective_to
    ended = events.whole_end(facts.events, day)
    if end is not None and end <= day and (ended is None or end <= ended.since):
        return Status(EXPIRED, end, (Reason("ended", end), *_happened([ended] if ended and ended.day == end else [])))
    if ended is not None:
        return Status(EXPIRED, ended.day, _happened([ended]))
    if start is None:
        return Status(UNKNOWN, None, (Reason("no_start"), *_happened(events.until(facts.events, day))))
    if start > day:
        return Status(NOT_YET, None, (Reason("starts", start), *_coming(facts, day)))
    return _in_force(facts, day, start)


def _in_force(facts: Facts, day: datetime.date, start: datetime.date) -> Status:
    paused = events.suspensions(facts.events, day)
    whole = [pause.event for pause in paused if pause.whole]
    parts = events.partial_ends(facts.events, day)
    if whole:
        code, since = SUSPENDED, whole[-1].since
    elif paused:
        code, since = PARTLY_SUSPENDED, paused[0].since
    elif parts:
        code, since = PARTLY_EXPIRED, parts[0].since
    else:
        code, since = IN_FORCE, start
    return Status(
        code,
        max(since, start),
        (
            *([Reason("started", start)] if not whole else ()),
            *_happened(events.until(facts.events, day)),
            *_coming(facts, day),
        ),
    )


def _administrative(facts: Facts, day: datetime.date) -> Status:
    """Plans, letters, notices: they run until the last day of their period, or until something ends them."""
    start, end = facts.effective_from or facts.issued_on, facts.effective_to
    ended = events.whole_end(facts.events, day)
    if ended is not None and (end is None or ended.since <= end):
        return Status(ENDED, ended.day, _happened([ended]))
    if end is not None and end < day:
        return Status(ENDED, end, (Reason("ended", end),))
    if start is None:
        return Status(UNKNOWN, None, (Reason("no_start"),))
    if start > day:
        return Status(NOT_YET, None, (Reason("starts", start),))
    paused = [pause for pause in events.suspensions(facts.events, day) if pause.whole]
    code, since = (SUSPENDED, paused[-1].since) if paused else (RUNNING, start)
    history = _happened(events.until(facts.events, day))
    return Status(code, max(since, start), (Reason("started", start), *history, *_coming(facts, day)))


def _happened(found: Iterable[Event]) -> tuple[Reason, ...]:
    return tuple(Reason("event", event.day, event=event) for event in found)


def _coming(facts: Facts, day: datetime.date) -> tuple[Reason, ...]:
    """What is known to lie ahead of ``day``; that no end is known is said too."""
    coming = [event for event in events.after(facts.events, day) if events.matters(event)]
    later = tuple(Reason("event_later", event.day, event=event) for event in coming)
    if facts.effective_to is not None:
        return (*later, Reason("ends", facts.effective_to))
    if any(events.effect(event) == events.END for event in coming):
        return later
    return (*later, Reason("no_end_known"))
