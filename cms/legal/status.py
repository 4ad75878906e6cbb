"""A document's status as a function of facts and a day. Pure, no Django.

``Facts`` holds dates and the hand-set status for now; events and relations come as further fields, and
``status_on`` stays the one place that decides.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Facts:
    """``effective_to`` is the day on which a document loses force (for a plan: the last day of its period);
    None means that no end is known, which is not the same as none."""

    issued_on: datetime.date | None = None
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    administrative: bool = False
    override: str = ""
    override_reason: str = ""


@dataclass(frozen=True)
class Reason:
    """Why: a code that the edge turns into a sentence, with the day and the words that belong to it."""

    code: str  # by_hand, starts, started, ended, no_start, no_end_known
    day: datetime.date | None = None
    text: str = ""


@dataclass(frozen=True)
class Status:
    code: str
    since: datetime.date | None
    reasons: tuple[Reason, ...]


def status_on(facts: Facts, day: datetime.date) -> Status:
    """The status on ``day``: never guessed. Without a first day it is unknown, unless the end has passed."""
    if facts.override:
        return Status(facts.override, None, (Reason("by_hand", text=facts.override_reason),))
    return _administrative(facts, day) if facts.administrative else _legal(facts, day)


def _legal(facts: Facts, day: datetime.date) -> Status:
    start, end = facts.effective_from, facts.effective_to
    if end is not None and end <= day:
        return Status(EXPIRED, end, (Reason("ended", end),))
    if start is None:
        return Status(UNKNOWN, None, (Reason("no_start"),))
    if start > day:
        return Status(NOT_YET, None, (Reason("starts", start),))
    return Status(IN_FORCE, start, (Reason("started", start), *(() if end else (Reason("no_end_known"),))))


def _administrative(facts: Facts, day: datetime.date) -> Status:
    start, end = facts.effective_from or facts.issued_on, facts.effective_to
    if end is not None and end < day:
        return Status(ENDED, end, (Reason("ended", end),))
    if start is None:
        return Status(UNKNOWN, None, (Reason("no_start"),))
    if start > day:
        return Status(NOT_YET, None, (Reason("starts", start),))
    return Status(RUNNING, start, (Reason("started", start), *(() if end else (Reason("no_end_known"),))))
