"""Computes a document's status from facts and a day. Pure, no Django.

``Facts`` are dates, events caused by other documents (``Event``) and a status set by hand. ``status_on`` is the only
place that decides, ``compute_periods`` returns the whole history. Nothing unknown is guessed: where an undated event
could change the answer, the answer is ``unknown``. Each answer states how it is known
(``cms.legal.validity.provenance``): the absence of a known end does not prove that there is none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cms.legal.validity import events, provenance
from cms.legal.validity.events import Event
from cms.legal.validity.provenance import COMPUTED, CONSOLIDATED, DECIDED, NOT_CONTRADICTED, NOT_KNOWN, STATED

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
#: No longer in force.
OVER = frozenset({EXPIRED, ENDED, OBSOLETE})
#: In force, at least in part.
HOLDING = frozenset({IN_FORCE, PARTLY_EXPIRED, PARTLY_SUSPENDED, RUNNING})
#: Statuses assumed as long as no contrary event is known.
UNTOUCHED = frozenset({IN_FORCE, RUNNING})

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Stated:
    """The status that ``source`` (a key of ``cms.legal.sources.source_registry``) stated on the day ``on``."""

    code: str
    on: datetime.date
    source: str
    address: str = ""


@dataclass(frozen=True)
class Facts:
    """``effective_to`` is the day on which a document loses force (for a plan: the last day of its period); None means
    that no end is known, not that there is none. ``override`` applies from ``override_from`` on, always where that is
    None.

    ``stated``: status statements of sources. ``checked_on``, ``checked_by``: the last day on which a source was read
    that would have reported an end, and that source. ``incomplete``: title, issuer or number is missing.
    ``may_end``: undecided modification clauses that may end it. ``consolidated``: a consolidated text, not in force
    by itself."""

    issued_on: datetime.date | None = None
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    administrative: bool = False
    override: str = ""
    override_reason: str = ""
    override_from: datetime.date | None = None
    events: tuple[Event, ...] = ()
    stated: tuple[Stated, ...] = ()
    checked_on: datetime.date | None = None
    checked_by: str = ""
    incomplete: bool = False
    may_end: tuple[Event, ...] = ()
    consolidated: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a status applies: a code that the display layer turns into a sentence, with its day, text and event.

    by_hand, starts, started, ends, ended, no_start, no_end_known; event (has happened), event_later (will happen),
    event_undated (day unknown), may_end (an undecided modification clause); stated (a source states this, ``text`` is
    the source, ``other`` the status), stated_later (it states so for a later day), stated_otherwise (a source states
    another status), stated_without_day (the source does not state since when).
    """

    code: str
    day: datetime.date | None = None
    text: str = ""
    event: Event | None = None
    other: str = ""
    address: str = ""


@dataclass(frozen=True)
class Status:
    """``how`` the status is known (``cms.legal.validity.provenance``), from which ``source``, as of which day
    (``known_on``)."""

    code: str
    since: datetime.date | None
    reasons: tuple[Reason, ...]
    how: str = COMPUTED
    source: str = ""
    known_on: datetime.date | None = None

    @property
    def shown(self) -> str:
        return provenance.displayed_code(self.code, self.how)


@dataclass(frozen=True)
class Period:
    """A status from ``begins`` (None: no first day) until the day before ``ends`` (None: no end is known)."""

    code: str
    begins: datetime.date | None
    ends: datetime.date | None
    how: str = COMPUTED
    source: str = ""
    known_on: datetime.date | None = None

    @property
    def words(self) -> tuple:
        """Returns the period's content without its dates, for comparison."""
        return self.code, self.how, self.source, self.known_on


def status_on(facts: Facts, day: datetime.date) -> Status:
    """Returns the status on ``day``, with all its reasons."""
    if facts.consolidated:
        return Status(UNKNOWN, None, (), CONSOLIDATED)
    if facts.override and (facts.override_from is None or facts.override_from <= day):
        by_hand = Reason("by_hand", facts.override_from, facts.override_reason)
        return Status(facts.override, facts.override_from, (by_hand,), DECIDED)
    found = _with_statement(facts, day, _computed(facts, day))
    if found.code in HOLDING and (doubts := [clause for clause in facts.may_end if _by(clause, day)]):
        reasons = tuple(Reason("may_end", clause.day, event=clause) for clause in doubts)
        return replace(found, reasons=(*reasons, *found.reasons), how=NOT_KNOWN, source="", known_on=None)
    return found


def _by(event: Event, day: datetime.date) -> bool:
    """Returns whether the event may have happened by ``day``."""
    begins = event.day or event.not_before
    return begins is None or begins <= day


def _computed(facts: Facts, day: datetime.date) -> Status:
    """The status from dates and events alone."""
    found = _decide(facts, day)
    open_questions = _undated_events_that_matter(facts, day, found.code)
    if open_questions:
        undated = tuple(Reason("event_undated", event=event) for event in open_questions)
        return Status(UNKNOWN, None, (*undated, *found.reasons), NOT_KNOWN)
    if found.code == UNKNOWN:
        return replace(found, how=NOT_KNOWN)
    if found.code not in UNTOUCHED or (found.code == RUNNING and facts.effective_to is not None):
        return found
    if facts.checked_on is None or facts.incomplete:
        return replace(found, how=NOT_KNOWN)
    return replace(found, how=NOT_CONTRADICTED, source=facts.checked_by, known_on=facts.checked_on)


def _with_statement(facts: Facts, day: datetime.date, found: Status) -> Status:
    """Weighs the sources' statement against the status computed for the same day, because a status changes over
    time."""
    if not facts.stated:
        return found
    newest = max(stated.on for stated in facts.stated)
    last = [stated for stated in facts.stated if stated.on == newest]
    if len({stated.code for stated in last}) > 1:
        return _contradiction(found, last)
    stated = _for_kind(last[0], facts.administrative)
    then = _computed(facts, stated.on)
    if _contradicts(stated.code, then.code):
        if then.code in OVER and found.code not in OVER:  # before the day on which they diverge
            return _stated_later(found, stated, facts) if found.code in UNTOUCHED else found
        return _contradiction(found, [stated])
    if stated.code == found.code:
        return _stated(found, stated) if day >= stated.on else _stated_later(found, stated, facts)
    return (
        _beyond_events(stated, facts, found, day)
        if _tells_more(stated.code, then)
        else _stated_otherwise(found, stated)
    )


def _for_kind(stated: Stated, administrative: bool) -> Stated:
    words = {IN_FORCE: RUNNING, EXPIRED: ENDED} if administrative else {}
    return replace(stated, code=words.get(stated.code, stated.code))


def _contradicts(stated: str, computed: str) -> bool:
    if computed == UNKNOWN or stated in OVER:
        return False  # the absence of a known end contradicts no source
    if computed in OVER or (computed == SUSPENDED and stated in UNTOUCHED):
        return True
    return (stated == NOT_YET) != (computed == NOT_YET)


def _tells_more(stated: str, then: Status) -> bool:
    """Returns whether the source knows something that no event of the library records."""
    if then.code == UNKNOWN:
        return stated in OVER or not any(reason.code == "event_undated" for reason in then.reasons)
    if stated in OVER:
        return True  # no event records an end, else the two would be equal
    return stated not in UNTOUCHED and then.code in (HOLDING if stated == SUSPENDED else UNTOUCHED)


def _beyond_events(stated: Stated, facts: Facts, found: Status, day: datetime.date) -> Status:
    then = _computed(facts, stated.on)
    told = Reason("stated", stated.on, stated.source, other=stated.code, address=stated.address)
    if day >= stated.on:
        if stated.code == NOT_YET and day > stated.on:  # it may have begun since
            return Status(UNKNOWN, None, (told, *found.reasons), NOT_KNOWN)
        if stated.code in OVER or (found.code == then.code and not _resumed_since(facts, stated.on, day)):
            return Status(stated.code, None, (told, *found.reasons), STATED, stated.source, stated.on)
        return found
    if found.code in OVER or found.code == NOT_YET:
        return found
    return Status(UNKNOWN, None, (replace(told, code="stated_without_day"), *found.reasons), NOT_KNOWN)


def _resumed_since(facts: Facts, first: datetime.date, day: datetime.date) -> bool:
    return any(
        event.kind == events.RESUMED for event in events.events_until(events.events_after(facts.events, first), day)
    )


def _stated(found: Status, stated: Stated) -> Status:
    told = Reason("stated", stated.on, stated.source, other=found.code, address=stated.address)
    return replace(found, reasons=(told, *found.reasons), how=STATED, source=stated.source, known_on=stated.on)


def _stated_later(found: Status, stated: Stated, facts: Facts) -> Status:
    """A statement applies to the day on which it was made and is not quoted for an earlier one. A document in force on
    that day cannot have ended before: the status of the earlier day is computed from dates and events."""
    told = Reason("stated_later", stated.on, stated.source, other=stated.code, address=stated.address)
    found = replace(found, reasons=(*found.reasons, told))
    if found.code in UNTOUCHED and not facts.incomplete:
        return replace(found, how=COMPUTED, source="", known_on=None)
    return found


def _stated_otherwise(found: Status, stated: Stated) -> Status:
    """The events record more than the source, or happened after its statement."""
    told = Reason("stated_otherwise", stated.on, stated.source, other=stated.code, address=stated.address)
    found = replace(found, reasons=(*found.reasons, told))
    if found.code in UNTOUCHED:  # it was due to come into force; no later report exists
        return replace(found, how=NOT_CONTRADICTED, source=stated.source, known_on=stated.on)
    return found


def _contradiction(found: Status, statements: Iterable[Stated]) -> Status:
    told = tuple(
        Reason("stated_otherwise", stated.on, stated.source, other=stated.code, address=stated.address)
        for stated in statements
    )
    return Status(UNKNOWN, None, (*told, *found.reasons), NOT_KNOWN)


def is_contradicted(facts: Facts, day: datetime.date) -> bool:
    """Returns whether a source and the events, or two sources, exclude each other."""
    if facts.override or facts.consolidated or not facts.stated:
        return False
    return status_on(facts, day).code == UNKNOWN and _computed(facts, day).code != UNKNOWN


def compute_periods(facts: Facts) -> tuple[Period, ...]:
    """Returns periods in which every day has exactly one status: they follow each other without gap, neighbours differ.
    A consolidated text has none."""
    if facts.consolidated:
        return ()
    days = sorted(_turning_points(facts))
    if not days:
        return (_period(facts, datetime.date.today(), None),)  # the same on every day
    found: list[Period] = []
    for begins, day in [(None, days[0] - _DAY), *((day, day) for day in days)]:
        period = _period(facts, day, begins)
        if found and found[-1].words == period.words:
            continue
        if found:
            found[-1] = replace(found[-1], ends=begins)
        found.append(period)
    return tuple(found)


def _period(facts: Facts, day: datetime.date, begins: datetime.date | None) -> Period:
    status = status_on(facts, day)
    return Period(status.code, begins, None, status.how, status.source, status.known_on)


def _turning_points(facts: Facts) -> set[datetime.date]:
    """Days on which the status may change."""
    days = {facts.issued_on, facts.effective_from, facts.effective_to, facts.override_from}
    if facts.effective_to and facts.effective_to < datetime.date.max:
        days.add(facts.effective_to + _DAY)  # plans include their last day
    days |= {stated.on for stated in facts.stated}
    for event in (*facts.events, *facts.may_end):
        days.add(event.day or event.not_before)
    return {day for day in days if day is not None and day > datetime.date.min}


def _undated_events_that_matter(facts: Facts, day: datetime.date, code: str) -> list[Event]:
    """Events without a day that would give another status if they had happened by ``day``."""
    found = []
    for event in facts.events:
        if event.day is not None or not events.affects_status(event):
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
    ended = events.find_whole_end(facts.events, day)
    if end is not None and end <= day and (ended is None or end <= ended.since):
        return Status(EXPIRED, end, (Reason("ended", end), *_happened([ended] if ended and ended.day == end else [])))
    if ended is not None:
        return Status(EXPIRED, ended.day, _happened([ended]))
    if start is None:
        return Status(UNKNOWN, None, (Reason("no_start"), *_happened(events.events_until(facts.events, day))))
    if start > day:
        return Status(NOT_YET, None, (Reason("starts", start), *_coming(facts, day)))
    return _in_force(facts, day, start)


def _in_force(facts: Facts, day: datetime.date, start: datetime.date) -> Status:
    paused = events.find_suspensions(facts.events, day)
    whole = [pause.event for pause in paused if pause.whole]
    parts = events.find_partial_ends(facts.events, day)
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
            *_happened(events.events_until(facts.events, day)),
            *_coming(facts, day),
        ),
    )


def _administrative(facts: Facts, day: datetime.date) -> Status:
    """Plans, letters, notices: they run until the last day of their period, or until an event ends them."""
    start, end = facts.effective_from or facts.issued_on, facts.effective_to
    ended = events.find_whole_end(facts.events, day)
    if ended is not None and (end is None or ended.since <= end):
        return Status(ENDED, ended.day, _happened([ended]))
    if end is not None and end < day:
        return Status(ENDED, end, (Reason("ended", end),))
    if start is None:
        return Status(UNKNOWN, None, (Reason("no_start"),))
    if start > day:
        return Status(NOT_YET, None, (Reason("starts", start),))
    paused = [pause for pause in events.find_suspensions(facts.events, day) if pause.whole]
    code, since = (SUSPENDED, paused[-1].since) if paused else (RUNNING, start)
    history = _happened(events.events_until(facts.events, day))
    return Status(code, max(since, start), (Reason("started", start), *history, *_coming(facts, day)))


def _happened(found: Iterable[Event]) -> tuple[Reason, ...]:
    return tuple(Reason("event", event.day, event=event) for event in found)


def _coming(facts: Facts, day: datetime.date) -> tuple[Reason, ...]:
    """What is known to happen after ``day``; also states that no end is known."""
    coming = [event for event in events.events_after(facts.events, day) if events.affects_status(event)]
    later = tuple(Reason("event_later", event.day, event=event) for event in coming)
    if facts.effective_to is not None:
        return (*later, Reason("ends", facts.effective_to))
    if any(events.effect_of(event) == events.END for event in coming):
        return later
    return (*later, Reason("no_end_known"))
