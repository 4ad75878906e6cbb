"""Records for the result page: hits ready to render, facets, counts. URLs belong to the current site."""

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
    """A duplicate of a hit on another page."""

    title: str
    url: str
    school: str


@dataclass(frozen=True)
class Hit:
    """A search result. ``title`` and ``excerpt`` are safe HTML with ``<mark>``. ``badge``: status of a document of the
    library. For files: ``parent_…`` is the page or document that carries the file, ``page`` the page that answers
    (0: none), ``file_size`` in bytes."""

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
    is_known_item: bool = False  # known item: by number or title
    score: float = 0.0
    copies: tuple[DuplicateHit, ...] = ()

    @property
    def other_schools(self) -> int:
        """Returns the number of other schools that publish the same text."""
        return len({copy.school for copy in self.copies} - {self.school})


@dataclass(frozen=True)
class RankedHit:
    """A reference with the components of its rank. ``score``: sort key; ``text``: the engine's score without ``boost``,
    the known-item boost; ``figures``: re-ranking features (``search.reranking.features.NAMES``), if it was re-ranked;
    ``source_factors``: weights of its source (``search.reranking.source_weights``); ``copies``: references of
    duplicates."""

    ref: str
    score: float
    text: float
    boost: float = 0.0
    figures: Mapping[str, float] = field(default_factory=dict)
    source_factors: Mapping[str, float] = field(default_factory=dict)
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """One page of results. ``engine``: the engine that answered; ``fallback``: it replaced the configured engine;
    ``ranking``: the components of each hit's rank."""

    query: Query
    request: SearchRequest
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scopes: Mapping[str, int] = field(default_factory=dict)
    relaxed: bool = False
    requires_all_words: bool = False  # few enough words to require every one of them
    engine: str = ""
    fallback: bool = False
    took: float = 0.0  # milliseconds of the engine
    absent: MissingDocument | None = None  # a missing document; its number is not searched then
    ranking: tuple[RankedHit, ...] = ()

    @property
    def has_known_item(self) -> bool:
        """Returns whether a number or title of the query identifies a hit of this page."""
        return any(one.boost for one in self.ranking)

    @property
    def answered(self) -> bool:
        """Returns whether the query has an answer: a known item, or results that, for a short query, have all its
        content words."""
        found = bool(self.total) and not self.absent
        return found and (self.has_known_item or not (self.relaxed and self.requires_all_words))

    @property
    def is_partial(self) -> bool:
        """Returns whether results lack words of the query and no known item or quoted phrase explains them."""
        return self.relaxed and bool(self.total) and not self.has_known_item and not self.query.phrases

    @property
    def pages(self) -> int:
        return -(-self.total // self.request.size)
