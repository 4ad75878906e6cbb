"""A document's status as a function of facts and a day. Pure, no Django.

``Facts`` are dates, what other documents did to this one (``Event``) and a status set by hand; ``status_on`` is
the one place that decides, ``compute_periods`` tells the whole history. What is not known is never guessed: where an
event without a day could change the answer, the answer is ``unknown``; and each answer says how it is known
(``cms.legal.validity.provenance``): that no end was seen is not that there is none.
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
#: No longer to be relied on.
OVER = frozenset({EXPIRED, ENDED, OBSOLETE})
#: In force, at least in part.
HOLDING = frozenset({IN_FORCE, PARTLY_EXPIRED, PARTLY_SUSPENDED, RUNNING})
#: Said where nothing was seen that says otherwise.
UNTOUCHED = frozenset({IN_FORCE, RUNNING})

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Stated:
    """What ``source`` (a key of ``cms.legal.sources.source_registry``) said of the status on the day ``on``."""

    code: str
    on: datetime.date
    source: str
    address: str = ""


@dataclass(frozen=True)
class Facts:
    """``effective_to`` is the day on which a document loses force (for a plan: the last day of its period);
    None means that no end is known, which is not the same as none. ``override`` holds from ``override_from`` on,
    always where that is None.

    ``stated``: what sources say of the status. ``checked_on``, ``checked_by``: the last day on which a source was read
    that would have told of an end. ``incomplete``: what it is, is not known. ``may_end``: clauses that seem to end it
    and that nobody has decided upon yet. ``consolidated``: a consolidated text, which has no force of its own."""

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
    """Why: a code that the edge turns into a sentence, with the day, the words and the event that belong to it.

    by_hand, starts, started, ends, ended, no_start, no_end_known; event (it has happened), event_later (it will),
    event_undated (its day is not known), may_end (a clause nobody has decided upon); stated (a source says this,
    ``text`` is the source, ``other`` the status), stated_later (it says so of a later day), stated_otherwise (a source
    says another status), stated_without_day (since when, it does not say).
    """

    code: str
    day: datetime.date | None = None
    text: str = ""
    event: Event | None = None
    other: str = ""
    address: str = ""


@dataclass(frozen=True)
class Status:
    """``how`` it is known (``cms.legal.validity.provenance``), from which ``source``, of which day (``known_on``)."""

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
    """A status from ``begins`` (None: since ever) until the day before ``ends`` (None: no end is known)."""

    code: str
    begins: datetime.date | None
    ends: datetime.date | None
    how: str = COMPUTED
    source: str = ""
    known_on: datetime.date | None = None

    @property
    def words(self) -> tuple:
        """What it says, whenever it holds."""
        return self.code, self.how, self.source, self.known_on


def status_on(facts: Facts, day: datetime.date) -> Status:
    """The status on ``day``, with everything that explains it."""
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
    """May it have happened by ``day``?"""
    begins = event.day or event.not_before
    return begins is None or begins <= day


def _computed(facts: Facts, day: datetime.date) -> Status:
    """From dates and events alone."""
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
    """What the sources say, weighed against what the events say: of the same day, for a status changes."""
    if not facts.stated:
        return found
    newest = max(stated.on for stated in facts.stated)
    last = [stated for stated in facts.stated if stated.on == newest]
    if len({stated.code for stated in last}) > 1:
        return _contradiction(found, last)
    stated = _for_kind(last[0], facts.administrative)
    then = _computed(facts, stated.on)
    if _contradicts(stated.code, then.code):
        if then.code in OVER and found.code not in OVER:  # before the day on which they part
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
        return False  # that no end was seen contradicts nobody
    if computed in OVER or (computed == SUSPENDED and stated in UNTOUCHED):
        return True
    return (stated == NOT_YET) != (computed == NOT_YET)


def _tells_more(stated: str, then: Status) -> bool:
    """Does the source know something that no event of the library tells?"""
    if then.code == UNKNOWN:
        return stated in OVER or not any(reason.code == "event_undated" for reason in then.reasons)
    if stated in OVER:
        return True  # the events told of no end, or the two would be equal
    return stated not in UNTOUCHED and then.code in (HOLDING if stated == SUSPENDED else UNTOUCHED)


def _beyond_events(stated: Stated, facts: Facts, found: Status, day: datetime.date) -> Status:
    then = _computed(facts, stated.on)
    told = Reason("stated", stated.on, stated.source, other=stated.code, address=stated.address)
    if day >= stated.on:
        if stated.code == NOT_YET and day > stated.on:  # it has begun since, or not
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
    """A statement holds for the day on which it was made and is not quoted for an earlier one. That a document was in
    force then excludes an end before: what dates and events tell of the earlier day is computed."""
    told = Reason("stated_later", stated.on, stated.source, other=stated.code, address=stated.address)
    found = replace(found, reasons=(*found.reasons, told))
    if found.code in UNTOUCHED and not facts.incomplete:
        return replace(found, how=COMPUTED, source="", known_on=None)
    return found


def _stated_otherwise(found: Status, stated: Stated) -> Status:
    """The events tell more than the source, or happened since."""
    told = Reason("stated_otherwise", stated.on, stated.source, other=stated.code, address=stated.address)
    found = replace(found, reasons=(*found.reasons, told))
    if found.code in UNTOUCHED:  # it was to come into force, and nothing more was heard
        return replace(found, how=NOT_CONTRADICTED, source=stated.source, known_on=stated.on)
    return found


def _contradiction(found: Status, statements: Iterable[Stated]) -> Status:
    told = tuple(
        Reason("stated_otherwise", stated.on, stated.source, other=stated.code, address=stated.address)
        for stated in statements
    )
    return Status(UNKNOWN, None, (*told, *found.reasons), NOT_KNOWN)


def is_contradicted(facts: Facts, day: datetime.date) -> bool:
    """Do a source and the events, or two sources, exclude each other?"""
    if facts.override or facts.consolidated or not facts.stated:
        return False
    return status_on(facts, day).code == UNKNOWN and _computed(facts, day).code != UNKNOWN


def compute_periods(facts: Facts) -> tuple[Period, ...]:
    """Every day has exactly one status: the periods follow each other without gap, neighbours differ. A consolidated
    text has none."""
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
        days.add(facts.effective_to + _DAY)  # plans run through their last day
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
    """Plans, letters, notices: they run until the last day of their period, or until something ends them."""
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
    """What is known to lie ahead of ``day``; that no end is known is said too."""
    coming = [event for event in events.events_after(facts.events, day) if events.affects_status(event)]
    later = tuple(Reason("event_later", event.day, event=event) for event in coming)
    if facts.effective_to is not None:
        return (*later, Reason("ends", facts.effective_to))
    if any(events.effect_of(event) == events.END for event in coming):
        return later
    return (*later, Reason("no_end_known"))
