"""Suggestions of the search box: titles and numbers while typing, and did-you-mean if next to nothing was found.

They come only from the index, which has public content; titles pass the same last visibility check as hits.
"""

from __future__ import annotations

import re

from cms.tenancy.sites import SiteInfo
from search.backends.database import dialect_tables
from search.index.contract import FILE_KINDS
from search.index.sources.visibility import public_sources
from search.models import IndexEntry, IndexKey
from search.query_planning.analysis import syllables
from search.query_planning.known_item import find_number, find_number_prefix, title_key
from search.query_planning.query import Query, parse_query
from search.query_planning.spelling import correct_spelling, restore_diacritics
from search.results_page.active_synonyms import active_synonyms
from search.results_page.forms import SearchForm
from search.results_page.results import Results
from search.results_page.service import search

MAX_SUGGESTIONS = 8
READ = 60  # keys that are read
FEW = 3  # hits up to which did-you-mean applies
SHORTEST = 2  # characters
ENOUGH = 4  # titles with the prefix; with fewer, titles that contain the words are added
LOOKED_AT = 30  # hits of that search
_ARTICLE = re.compile(r"^Điều \w+(?:, (?:khoản|điểm) \w+)*\.\s+")


def _prefixes(text: str) -> list[str]:
    name = title_key(text)
    number = find_number(text)
    keys = number.keys if number else find_number_prefix(text)
    return [*keys, name] if len(name) > len("t:") else []


def _entries_with_prefix(prefix: str, locale: str) -> list[IndexEntry]:
    """Returns entries with such a key, documents first. A range query, because SQLite uses no index for LIKE."""
    keys = IndexKey.objects.filter(key__gte=prefix, key__lt=prefix + "\uffff").exclude(key__contains="#")
    ids = list(keys.order_by("key").values_list("entry_id", flat=True)[:READ])
    rows = IndexEntry.objects.filter(pk__in=ids, locales__contains=f" {locale} ")
    found = sorted(
        rows.only("source", "kind", "title", "number"), key=lambda row: (row.kind != "document", len(row.title))
    )
    return _public_rows(found)


def _public_rows(rows: list[IndexEntry]) -> list[IndexEntry]:
    allowed = public_sources(row.source for row in rows)
    return [row for row in rows if row.source in allowed]


def find_suggestions(text: str, locale: str = "vi") -> list[str]:
    """Returns up to ``MAX_SUGGESTIONS`` titles and numbers that begin with ``text``, then titles that contain its words
    consecutively ("học phí": "Cơ chế thu, quản lý học phí"); diacritics are optional."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    found: list[str] = []
    for prefix in _prefixes(text):
        for row in _entries_with_prefix(prefix, locale):
            is_found_by_number = prefix.startswith("n:") and row.number
            found.append(f"{row.number} {row.title}" if is_found_by_number else row.title)
    if len(found) < ENOUGH and not found_by_number(text):
        found += _titles_holding(text, locale)
    return list(dict.fromkeys(title[:160] for title in found))[:MAX_SUGGESTIONS]


def found_by_number(text: str) -> bool:
    return bool(find_number(text) or find_number_prefix(text))


def _titles_holding(text: str, locale: str) -> list[str]:
    """Returns titles and article headings that contain the words of ``text`` consecutively; the last word may be a
    prefix. It needs two words: one word is in too many titles. If there are none, it uses query expansions ("tiền
    trường": "Thu học phí")."""
    words = [folded for _, folded in syllables(text)]
    if len(words) < 2:
        return []
    expansions = parse_query(text, active_synonyms()).expansions
    phrases = [
        [folded for _, folded in phrase] for expansion in expansions for phrase in expansion.added if len(phrase) > 1
    ]
    for typed in (text, text.rsplit(None, 1)[0]):
        hits = search(typed, None, locale=locale, size=LOOKED_AT).hits
        titles = [_ARTICLE.sub("", hit.plain_title) for hit in hits if hit.kind not in FILE_KINDS]
        if found := [title for title in titles if _holds(title, words)]:
            return found
        if found := [title for title in titles if any(_holds(title, phrase) for phrase in phrases)]:
            return found
    return []


def _holds(title: str, words: list[str]) -> bool:
    """Returns whether the title contains the words consecutively; the last may be a prefix.

    >>> _holds("Phòng, chống bạo lực học đường", ["bao", "luc", "hoc", "du"])
    True
    """
    folded = " ".join(folded for _, folded in syllables(title))
    return f" {' '.join(words)}" in f" {folded}"


def _has_unknown_word(query: Query) -> bool:
    known = dialect_tables().frequencies(query.content)
    return any(word.isalpha() and not known.get(word) for word in query.content)


def find_did_you_mean(form: SearchForm, results: Results, site_info: SiteInfo | None, locale: str) -> str:
    """Returns a spelling that finds more, with diacritics; "" if there is none or enough was found."""
    query = parse_query(form.q, active_synonyms())
    if query.is_empty or find_number(form.q):
        return ""
    unknown = _has_unknown_word(query)
    if results.total >= FEW and not (results.relaxed and unknown):
        return ""
    better = correct_spelling(query.sequence, dialect_tables().frequencies)
    if not better:
        return ""
    found = search(" ".join(better), site_info, scope=form.scope, locale=locale)
    whole = results.relaxed and not found.relaxed  # now all words match
    if not found.total or (found.total < results.total + (not unknown) and not whole):
        return ""
    rows = IndexEntry.objects.filter(ref__in=[hit.ref for hit in found.hits]).values_list("title", "body")
    return restore_diacritics(better, (part[:20_000] for row in rows for part in row))
