"""What the result page gets: hits ready to print, facets, counts. URLs are made for the site being served."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from cms.legal.validity.badge import StatusBadge
from search.query_planning.query import Query
from search.query_planning.query_plan import SearchRequest
from search.results_page.missing_document import MissingDocument


@dataclass(frozen=True)
class DuplicateHit:
    """The same story on another page."""

    title: str
    url: str
    school: str


@dataclass(frozen=True)
class Hit:
    """``title`` and ``excerpt`` are safe HTML with ``<mark>``. ``badge``: the status of a document of the
    library. Of files: ``parent_…`` is what carries them, ``results_page`` the page that answers (0: none),
    ``file_size`` in
    bytes."""

    ref: str
    kind: str
    title: str
    plain_title: str
    url: str
    excerpt: str = ""
    number: str = ""
    doc_type: str = ""
    issuers: tuple[str, ...] = ()
    language: str = "vi"
    level: str = ""
    badge: StatusBadge | None = None
    parent_title: str = ""
    parent_ref: str = ""
    parent_url: str = ""
    school: str = ""
    commune: str = ""
    date: datetime.date | None = None
    page: int = 0
    file_kind: str = ""
    file_size: int = 0
    named: bool = False  # the query is its number or its title
    score: float = 0.0
    copies: tuple[DuplicateHit, ...] = ()

    @property
    def other_schools(self) -> int:
        """Other schools that publish the same."""
        return len({copy.school for copy in self.copies} - {self.school})


@dataclass(frozen=True)
class RankedHit:
    """Why a hit stands where it does: ``score`` orders; ``text`` is the engine's score without ``boost``, what a number
    or title added; ``figures`` are what the re-ranker saw (``search.reranking.features.NAMES``), if it was asked;
    ``worth`` the weights of its source (``search.reranking.source_weights``); ``copies`` are references of the same
    story."""

    ref: str
    score: float
    text: float
    boost: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)
    worth: Mapping[str, float] = field(default_factory=dict)
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """``engine`` answered; ``fallback`` says that it stood in for the configured one; ``ranking`` says why each hit
    stands where it does."""

    query: Query
    ask: SearchRequest
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scopes: Mapping[str, int] = field(default_factory=dict)
    relaxed: bool = False
    short: bool = False  # few enough words to ask for every one of them
    engine: str = ""
    fallback: bool = False
    took: float = 0.0  # milliseconds of the engine
    absent: MissingDocument | None = None  # a document named by number that is not here; its number is not sought then
    ranking: tuple[RankedHit, ...] = ()

    @property
    def named(self) -> bool:
        """A number or title names a hit of this page."""
        return any(one.boost for one in self.ranking)

    @property
    def answered(self) -> bool:
        """Something was found: what a number or title names, or entries with all the words that say something where a
        short question asks for them all."""
        found = bool(self.total) and not self.absent
        return found and (self.named or not (self.relaxed and self.short))

    @property
    def loose(self) -> bool:
        """Entries that lack words are results, and nothing is named or quoted that says why these are."""
        return self.relaxed and bool(self.total) and not self.named and not self.query.phrases

    @property
    def pages(self) -> int:
        return -(-self.total // self.ask.size)
