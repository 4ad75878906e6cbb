"""Input and output records of the modification parser."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

ENDS, ENDS_PART, REPLACES, AMENDS = "ends", "ends_part", "replaces", "amends"
REPLACES_WORDS, SUSPENDS, EXTENDS = "replaces_words", "suspends", "extends"
KINDS = (ENDS, ENDS_PART, REPLACES, AMENDS, REPLACES_WORDS, SUSPENDS, EXTENDS)

#: Origin of a clause's day: the clause states a day, it means the day of its own document, or the day is not
#: known.
DAY_STATED, DAY_OWN, DAY_UNKNOWN = "stated", "own", "unknown"


@dataclass(frozen=True, slots=True)
class Provision:
    """An article: ``label`` as printed ("Điều 43"), ``text`` its lines, ``anchor`` its fragment ("dieu-43")."""

    label: str
    heading: str
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The document to parse. ``effective_from`` is None where no source states it; the text may."""

    type: str
    number: str
    title: str
    provisions: tuple[Provision, ...]
    issued_on: datetime.date | None = None
    effective_from: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The document acted upon: ``number`` in canonical spelling, or a law by ``name`` (and ``year``); ``provisions``
    are fragments ("dieu-5-khoan-2"), empty for the whole document."""

    type: str | None
    number: str | None
    name: str | None = None
    year: int | None = None
    issued: str | None = None  # ISO, as the clause states it
    provisions: tuple[str, ...] = ()
    issuer: str | None = None  # as the clause names it; local numbers are not unique


@dataclass(frozen=True, slots=True)
class Proposal:
    """``day``: from when; ``exceptions``: what the clause excepts, in its words; ``sentence`` stands in the provision
    ``place`` ("khoản 2 Điều 43", empty for the title) at ``anchor``. ``sure``: number and verb found, nothing excepted,
    day known; ``doubts`` are the codes of the uncertainties, the reasons why it is not."""

    kind: str
    target: Target
    day: datetime.date | None
    day_source: str
    sentence: str
    place: str
    anchor: str
    exceptions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return not self.doubts
