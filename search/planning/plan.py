"""Query + scope + filters → one plan that every engine carries out. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from itertools import product

from cms.core.text import fold
from search.index.contract import ALL, FACETS, LIBRARY, LIBRARY_KINDS, SCOPES, SITE
from search.planning.analysis import pairs, spellings
from search.planning.profile import Profile, profile
from search.planning.query import Query

RELEVANCE, DATE = "relevance", "date"
SORTS = (RELEVANCE, DATE)
MAX_PAGE = 100
GLOSSARY = ("thich_tu", "tu_ngu")  # pairs of "Giải thích từ ngữ"


@dataclass(frozen=True)
class Ask:
    """Everything but the words: where to look, which filters, which page. Values out of range are corrected."""

    scope: str = ALL
    site_id: int | None = None
    near: int | None = None  # the school site whose pages come a little higher
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
        return scope != SITE or site_id == self.site_id


@dataclass(frozen=True)
class KeyBoost:
    """Entries with this key get ``boost`` by kind: (document, provision, page)."""

    key: str
    document: float
    provision: float
    page: float

    def of(self, kind: str) -> float:
        return {"document": self.document, "provision": self.provision}.get(kind, self.page)


@dataclass(frozen=True)
class Level:
    """Entries with ``needed`` of the content syllables are the results if there are ``enough`` of them; with
    ``together`` those that have all terms of one of these ways instead: the pair, and what was typed with marks in that
    spelling."""

    needed: int
    enough: int
    together: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class SearchPlan:
    query: Query
    ask: Ask
    profile: Profile
    boosts: tuple[KeyBoost, ...]
    levels: tuple[Level, ...]  # tried in order until one gives enough; when none does, the rarest terms choose
    ways: tuple[tuple[str, ...], ...] = ()  # the question in other words: what an entry has instead of what was typed
    reranked: int = 0  # of the best hits are put into a finer order (``search.rerank``)

    @property
    def window(self) -> tuple[int, int]:
        """(first, number) of the hits that the engine gives: the page, or everything from the first to be re-ranked."""
        first = (self.ask.page - 1) * self.ask.size
        if first >= self.reranked:
            return first, self.ask.size
        return 0, max(self.reranked, first + self.ask.size)

    @property
    def extra(self) -> tuple[str, ...]:
        """Syllables and pairs that synonyms bring, and those of a glossary's heading where a meaning is asked; they
        weigh less than what was typed."""
        typed = {*self.query.syllables, *self.query.pairs}
        found: list[str] = []
        for way in self.query.otherwise:
            if self.ways:
                found += (*(f for phrase in way.brought for _, f in phrase), *way.pairs)
            elif way.everywhere and not self.query.phrases:
                found += way.pairs
        found += GLOSSARY if self.query.asks_meaning else ()
        return tuple(dict.fromkeys(term for term in found if term not in typed))

    def weight(self, term: str) -> float:
        """Of a term of the question: what stands beside the sentence that asks weighs less."""
        return self.profile.aside if term in self.query.aside else 1.0

    def typed_first(self, level: Level | None) -> tuple[tuple[str, ...], ...]:
        """Ways to have what was typed, before all that other words bring; the finer order sees to that itself."""
        return level.together if level and self.ways and not self.reranked else ()

    @property
    def required(self) -> tuple[str, ...]:
        """Terms that phrases in quotes ask for."""
        return tuple(dict.fromkeys(term for phrase in self.query.phrases for term in phrase))


def _boosts(query: Query, weights: Profile) -> tuple[KeyBoost, ...]:
    """Numbers by strength in their order, titles, articles of either."""
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


def _levels(query: Query, weights: Profile) -> tuple[Level, ...]:
    """Every word; then all but one; long questions go by the score alone, long rows of words if few entries have them
    all. Who asks in a sentence names things in words of their own: of four and more, one may be lacking at once.
    Two syllables are mostly one word ("học phí"): where they stand together anywhere, only such entries are results,
    and "hiến máu" is not "hiện mẫu" where it is found itself."""
    count = len(query.content)
    fewer = Level(count - 1, 1)
    if query.is_question and count > weights.strict_always:
        return (fewer,) if count <= weights.strict_up_to else ()
    if count > weights.strict_words_up_to:
        return ()
    every = Level(count, 1 if count <= weights.strict_always else weights.strict_enough)
    if count == 2 and query.content == query.syllables and query.pairs and not query.phrases:
        folded = Level(count, 1, _together(query.syllables, ()))
        return (
            (Level(count, 1, _together(query.syllables, query.exact)), folded, every)
            if query.exact
            else (folded, every)
        )
    return (every, fewer) if 2 < count <= weights.strict_up_to else (every,)


def _together(syllables: tuple[str, ...], exact: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Ways to have two folded syllables as a pair, in every spelling; those of ``exact`` with their marks.

    >>> _together(("ki", "thi"), ("kì", "thị"))
    (('ki_thi', 'kì', 'thị'), ('ky_thi', 'kỳ', 'thị'))
    """
    typed = {fold(word): word for word in exact}
    ways = product(*(spellings(typed.get(word, word)) for word in syllables))
    return tuple((*pairs(list(map(fold, way))), *(word for word in way if word != fold(word))) for way in ways)


def make_plan(query: Query, ask: Ask, weights: Profile | None = None) -> SearchPlan:
    weights = weights or profile()
    fine = ask.sort == RELEVANCE and len(query.syllables) >= weights.rerank_from
    reranked = weights.reranked if fine else 0
    levels = _levels(query, weights)
    ways = _ways(query) if levels and not query.phrases else ()
    return SearchPlan(query, ask, weights, _boosts(query, weights), levels, ways, reranked)


def _ways(query: Query) -> tuple[tuple[str, ...], ...]:
    """Of the question in other words: what says something of those that are left, and the phrases that are brought."""
    content = set(query.content)
    found = ((*(word for word in way.kept if word in content), *way.terms) for way in query.otherwise)
    return tuple(tuple(dict.fromkeys(terms)) for terms in found)


def choosing(plan: SearchPlan, frequency: Mapping[str, int]) -> tuple[str, ...]:
    """The terms that choose the results where not every word is asked for: an entry has one of them. They are the
    rarest of those that say something, of as many entries as may be candidates. ``frequency``: term → entries."""
    content = set(plan.query.content)
    terms = (*plan.query.content, *(p for p in plan.query.pairs if not content.isdisjoint(p.split("_"))))
    return rarest({term: frequency.get(term, 0) for term in terms}, plan.profile.candidates, plan.query.aside)


def rarest(terms: Mapping[str, int], cap: int, last: Set[str] = frozenset()) -> tuple[str, ...]:
    """The rarest terms whose entries, all together, stay within ``cap``; at least one; the ``last`` behind the others.
    ``terms``: term → entries."""
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
