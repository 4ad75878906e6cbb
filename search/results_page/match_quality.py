"""Match quality: detects accidental matches, whose words are scattered over a text or, typed without diacritics, are
parts of other words ("thực hiện mẫu" for "hien mau"). The search then has no results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from search.backends.base import BackendResults
from search.backends.corpus import corpus_statistics
from search.backends.database import dialect_tables
from search.index.contract import ALL
from search.models import IndexEntry, IndexKey
from search.query_planning.analysis import syllables
from search.query_planning.compounds import GRAMMAR, compound_readings, is_compound
from search.query_planning.proximity import any_text_near
from search.query_planning.query_plan import RELEVANCE, SearchPlan

#: ``SHARE``: a pair is a word if it has this share of the entries of its rarer syllable. ``EVERYWHERE``: a syllable in
#: more than this share of all entries stands beside everything.
SHARE, EVERYWHERE = 0.05, 0.3


def is_accidental_match(found: BackendResults, plan: SearchPlan, run: Callable[[SearchPlan], BackendResults]) -> bool:
    """Returns whether the results are accidental matches. ``run`` runs a plan: whether a pair is a word does not
    depend on filters, scope and sort order."""
    if not plan.strict or not found.hits or _is_known_item(found, plan):
        return False
    if found.level and found.level.plain:
        return not _has_unmarked_bigram(found, plan)
    return _is_scattered(found, plan) or _has_no_compound(found, plan, run)


def _is_known_item(found: BackendResults, plan: SearchPlan) -> bool:
    """Returns whether a number or title of the query identifies one of the hits."""
    keys = [boost.key for boost in plan.boosts]
    refs = [ref for ref, _ in found.hits]
    return bool(keys) and IndexKey.objects.filter(entry__ref__in=refs, key__in=keys).exists()


def _is_scattered(found: BackendResults, plan: SearchPlan) -> bool:
    """Returns whether the query has three or more words, few entries match, and none has the words near each other."""
    words = len(plan.query.content)
    if words < 3 or found.total > plan.profile.few:
        return False
    texts = IndexEntry.objects.filter(ref__in=[ref for ref, _ in found.hits]).values_list(
        "context", "heading", "summary", "body"
    )
    needed = found.level.needed if found.level else words
    return not any_text_near((" ".join(parts) for parts in texts), plan.query, needed)


def _has_unmarked_bigram(found: BackendResults, plan: SearchPlan) -> bool:
    """Returns whether a hit has two of the words side by side without diacritics, as typed."""
    pairs = {f" {first} {second} " for first, second in pairwise(plan.query.sequence)}
    texts = IndexEntry.objects.filter(ref__in=[ref for ref, _ in found.hits]).values_list("heading", "summary", "body")
    return any(pair in f" {' '.join(' '.join(parts).lower().split())} " for parts in texts for pair in pairs)


def _has_no_compound(found: BackendResults, plan: SearchPlan, run: Callable[[SearchPlan], BackendResults]) -> bool:
    """Returns whether no pair typed without diacritics is a word: neither a compound of the codification that the index
    has, nor a pair that is frequent relative to its syllables, nor a word of a heading."""
    query = plan.query
    content = set(query.content)
    neighbours = [
        pair for pair in pairwise(query.sequence) if content.issuperset(pair) and all(word.isalpha() for word in pair)
    ]
    if query.has_diacritics or plan.expansions or not neighbours:
        return False
    pairs = ["_".join(pair) for pair in neighbours]
    known = {pair: compound_readings(pair) for pair in pairs}
    counts = dialect_tables().frequencies(
        {*pairs, *query.sequence, *(word for words in known.values() for word in words)}
    )
    frequent = EVERYWHERE * corpus_statistics().entries
    for pair, (first, second) in zip(pairs, neighbours, strict=True):
        rarer, commoner = sorted((counts.get(first, 0), counts.get(second, 0)))
        if any(word in counts for word in known[pair]):
            return False
        if rarer > 0 and commoner < frequent and counts.get(pair, 0) >= SHARE * rarer:
            return False
    wide = replace(plan.request, scope=ALL, filters={}, sort=RELEVANCE)
    hits = found.hits if wide == plan.request else run(replace(plan, request=wide)).hits
    headings = IndexEntry.objects.filter(ref__in=[ref for ref, _ in hits]).values_list("heading", flat=True)
    return not any(_has_word(heading, set(neighbours)) for heading in headings)


def _has_word(heading: str, wanted: set[tuple[str, str]]) -> bool:
    """Returns whether one of the pairs is a word of the heading, and not the end of one word and the start of the next
    ("từ chối | dẫn độ")."""
    forms = syllables(heading)
    for at, ((one, one_folded), (other, other_folded)) in enumerate(pairwise(forms)):
        if (one_folded, other_folded) not in wanted or one in GRAMMAR or other in GRAMMAR:
            continue
        ends = at > 0 and is_compound(forms[at - 1][0], one)
        begins = at + 2 < len(forms) and is_compound(other, forms[at + 2][0])
        if is_compound(one, other) or not (ends or begins):
            return True
    return False
