"""Query planning: turns query, scope and filters into one plan that every engine carries out. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

from search.index.contract import ALL, EVERY_SITE, FACETS, LIBRARY, LIBRARY_KINDS, SCOPES, SITE
from search.query_planning.phrase_constraints import build_variants
from search.query_planning.query import Query
from search.query_planning.ranking_profile import Profile, load_profile

RELEVANCE, DATE = "relevance", "date"
SORTS = (RELEVANCE, DATE)
MAX_PAGE = 100
MAX_EXPANSIONS = 40  # variants from synonyms
GLOSSARY = ("thich_tu", "tu_ngu")  # pairs of the heading "Giải thích từ ngữ"


@dataclass(frozen=True)
class SearchRequest:
    """All of a search but its text: scope, filters, sort order and page. Corrects values that are out of range."""

    scope: str = ALL
    site_id: int | None = None
    near: int | None = None  # the school site whose pages get a small boost
    locale: str = "vi"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    day: datetime.date | None = None  # statuses are those of this day; None: today
    page: int = 1
    size: int = 10

    def __post_init__(self) -> None:
        scope = self.scope if self.scope in SCOPES else ALL
        if scope == SITE and self.site_id is None:
            scope = ALL
        object.__setattr__(self, "scope", scope)
        object.__setattr__(self, "sort", self.sort if self.sort in SORTS else RELEVANCE)
        object.__setattr__(self, "page", min(max(int(self.page), 1), MAX_PAGE))
        object.__setattr__(self, "filters", {k: tuple(v) for k, v in self.filters.items() if k in FACETS and v})

    def in_scope(self, kind: str, site_id: int | None, scope: str | None = None) -> bool:
        scope = scope or self.scope
        if scope == LIBRARY:
            return kind in LIBRARY_KINDS
        return scope != SITE or site_id in (self.site_id, EVERY_SITE)


@dataclass(frozen=True)
class KeyBoost:
    """Score boost of entries with this key, by kind of entry: document, provision, page."""

    key: str
    document: float
    provision: float
    page: float

    def of(self, kind: str) -> float:
        return {"document": self.document, "provision": self.provision}.get(kind, self.page)


@dataclass(frozen=True)
class RelaxationLevel:
    """A condition that selects results: entries with ``needed`` of the content syllables or, if ``variants`` is set,
    entries with all tokens of one of its phrase variants (``search.query_planning.phrase_constraints``). It applies if
    at least ``min_results`` entries fulfil it. ``plain``: for texts written without diacritics."""

    needed: int
    min_results: int
    variants: tuple[tuple[str, ...], ...] = ()
    plain: bool = False


@dataclass(frozen=True)
class SearchPlan:
    query: Query
    request: SearchRequest
    profile: Profile
    boosts: tuple[KeyBoost, ...]
    levels: tuple[RelaxationLevel, ...]  # tried in order until one gives enough; else the rarest terms choose
    expansions: tuple[
        tuple[str, ...], ...
    ] = ()  # query expansions: tokens that an entry may have instead of the typed ones
    reranked: int = 0  # number of best hits to re-rank (``search.reranking``)
    pool_size: int = 0  # number of best hits to weight by source and to deduplicate together
    span: tuple[int, int] | None = None  # (first, number) of hits behind those, requested instead

    @property
    def window(self) -> tuple[int, int]:
        """Returns (first, number) of the hits that the engine gives: the ``gathered`` ones or the ``span``."""
        return self.span or (0, self.pool_size)

    @property
    def strict(self) -> bool:
        """Returns whether only known items are results when no relaxation level gives enough."""
        return bool(self.levels) and bool(self.levels[-1].variants)

    @property
    def extra(self) -> tuple[str, ...]:
        """Returns the terms that query expansion adds: syllables and pairs of synonyms, and those of a glossary heading
        if the query asks for a definition. They weigh less than typed terms."""
        typed = {*self.query.syllables, *self.query.pairs}
        found: list[str] = []
        for expansion in self.query.expansions:
            if self.expansions:
                found += (*(f for phrase in expansion.added for _, f in phrase), *expansion.pairs)
            elif expansion.in_long_queries and not self.query.phrases:
                found += expansion.pairs
        found += GLOSSARY if self.query.asks_definition else ()
        return tuple(dict.fromkeys(term for term in found if term not in typed))

    def weight(self, term: str) -> float:
        """Returns the weight of a query term: terms only in sentences beside the question weigh less."""
        return self.profile.aside if term in self.query.side_terms else 1.0

    def typed_first(self, level: RelaxationLevel | None) -> tuple[tuple[str, ...], ...]:
        """Returns the phrase variants of the typed words, which rank above all expansions; () if re-ranking does it."""
        return level.variants if level and self.expansions and not self.reranked else ()

    @property
    def required(self) -> tuple[str, ...]:
        """Returns the terms of quoted phrases, all of which an entry must have."""
        return tuple(dict.fromkeys(term for phrase in self.query.phrases for term in phrase))


def _boosts(query: Query, weights: Profile) -> tuple[KeyBoost, ...]:
    """Returns the boosts of the query's keys: numbers (strongest first), titles, and articles of either."""
    found = []
    strengths = list(weights.keys["number"])
    title = weights.keys["title"]
    for key in query.keys:
        if "#" in key:
            found.append(KeyBoost(key, 0, weights.keys["article_of"], 0))
        elif key.startswith("n:") and "/" not in key:
            found.append(KeyBoost(key, weights.keys["number_without_year"], 0, 0))
        elif key.startswith("n:"):
            strength = strengths.pop(0) if len(strengths) > 1 else strengths[0]
            found.append(KeyBoost(key, strength, 0, 0))
        else:
            found.append(KeyBoost(key, title["document"], title["provision"], title["page"]))
    return tuple(found)


def _levels(query: Query, weights: Profile) -> tuple[RelaxationLevel, ...]:
    """Returns the relaxation levels. Short keyword queries and short questions require every word and a minimum number
    of adjacent pairs, with diacritics if they were typed; from four words on, all but one if few entries have them all.
    Entries with scattered words are not results (``SearchPlan.strict``). A question of four and more words may miss one
    word at once, because people use words of their own; score alone handles order and diacritics, and long queries."""
    count = len(query.content)
    if query.is_question and count > weights.strict_always:
        return (RelaxationLevel(count - 1, 1),) if count <= weights.strict_up_to else ()
    if count > weights.strict_words_up_to:
        return ()
    if query.phrases:
        every = RelaxationLevel(count, 1 if count <= weights.strict_always else weights.strict_enough)
        return (every, RelaxationLevel(count - 1, 1)) if 2 < count <= weights.strict_up_to else (every,)
    is_short = count <= weights.strict_always
    every = RelaxationLevel(count, 1 if is_short else weights.strict_enough, _phrase_conditions(query))
    lacking = () if is_short else _phrase_conditions(query, left_out=1)
    levels = (every, RelaxationLevel(count - 1, 1, lacking)) if lacking else (replace(every, min_results=1),)
    plain = _phrase_conditions(query, plain=True) if not query.has_diacritics else ()
    return levels if plain == every.variants or not plain else (*levels, RelaxationLevel(count, 1, plain, plain=True))


def _phrase_conditions(query: Query, left_out: int = 0, plain: bool = False) -> tuple[tuple[str, ...], ...]:
    content = set(query.content)
    words = reversed(tuple(enumerate(query.words)))
    positions = {word[0 if query.has_diacritics else 1]: at for at, word in words if word[1] in content}
    is_repeated_word = len(query.words) == 2 and len(content) == 1 and len(set(query.sequence)) == 1  # "tu tu"
    return build_variants(
        query.words, (0, 1) if is_repeated_word else sorted(positions.values()), query.has_diacritics, left_out, plain
    )


def make_plan(query: Query, request: SearchRequest, weights: Profile | None = None) -> SearchPlan:
    weights = weights or load_profile()
    fine = request.sort == RELEVANCE and len(query.syllables) >= weights.rerank_from
    levels = _levels(query, weights)
    near = bool(levels and levels[0].variants)
    reranked = (weights.gathered if near else weights.reranked) if fine else 0
    expansions = _expansions(query, near) if levels and not query.phrases else ()
    pool_size = max(reranked or weights.gathered, request.size)
    return SearchPlan(query, request, weights, _boosts(query, weights), levels, expansions, reranked, pool_size)


def _expansions(query: Query, near: bool) -> tuple[tuple[str, ...], ...]:
    """Returns the variants of each query expansion: the remaining content words plus the phrases of its synonyms;
    ``near``: with phrase constraints on the remaining words."""
    found: list[tuple[str, ...]] = []
    for expansion in query.expansions:
        remaining = tuple(word for word in query.content if word in expansion.remaining)
        positions = {word: at for at, (_, word) in reversed(tuple(enumerate(query.words))) if word in remaining}
        variants = (
            build_variants(query.words, sorted(positions.values()), query.has_diacritics)
            if near and positions
            else (remaining,)
        )
        found += (tuple(dict.fromkeys((*terms, *expansion.terms))) for terms in variants)
    return tuple(dict.fromkeys(found))[:MAX_EXPANSIONS]


def choose_candidate_terms(plan: SearchPlan, frequency: Mapping[str, int]) -> tuple[str, ...]:
    """Returns the terms that select candidates when not every word is required: an entry must have one of them. They
    are the rarest content terms within the candidate limit. ``frequency``: term → number of entries."""
    content = set(plan.query.content)
    terms = (*plan.query.content, *(p for p in plan.query.pairs if not content.isdisjoint(p.split("_"))))
    return rarest_terms(
        {term: frequency.get(term, 0) for term in terms}, plan.profile.candidates, plan.query.side_terms
    )


def rarest_terms(terms: Mapping[str, int], cap: int, last: Set[str] = frozenset()) -> tuple[str, ...]:
    """Returns the rarest terms that together have at most ``cap`` entries, at least one term; those in ``last`` come
    after the others. ``terms``: term → number of entries."""
    chosen: list[str] = []
    total = 0
    for term, count in sorted(terms.items(), key=lambda item: (item[0] in last, item[1], item[0])):
        if count == 0:
            continue
        if chosen and total + count > cap:
            break
        chosen.append(term)
        total += count
    return tuple(chosen)
