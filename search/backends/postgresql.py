"""PostgreSQL: custom posting lists (term → entries that have it), stored as append-only rows (``TermCount``).

A posting list is two byte strings: the row ids of the entries, and one byte per entry with term frequency and entry
length. A GIN index over vectors stores neither and reads the row of every matching entry, which takes seconds for a
word that is in most entries.
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from search.backends import facet_groups
from search.backends.bm25 import inverse_document_frequency
from search.backends.corpus import corpus_statistics
from search.backends.posting_encoding import from_bytes, to_bytes
from search.backends.sql_dialects import MatchCondition, Selection, Statement
from search.models import IndexEntry, TermCount
from search.query_planning.query_plan import SearchPlan

CHUNK = 20_000  # entries whose terms are counted in memory at once
_READ = "SELECT term, entries > 0, rows, weights FROM search_termcount WHERE term = ANY(%s)"


# -- lists ----------------------------------------------------------------------------------------


def _weight(count: int, length: int) -> int:
    """Returns one byte: four bits for the term frequency, four for the length's power of two."""
    return min(count, 15) << 4 | min(length.bit_length(), 15)


def _weight_table(k1: float, b: float, average: float) -> list[float]:
    """Returns for each possible byte the factor by which BM25 multiplies a term's idf."""
    lengths = [1.5 * 2 ** (size - 1) for size in range(16)]
    return [
        count / (count + k1 * (1 - b + b * length / max(average, 1))) if count else 0.0
        for count in range(16)
        for length in lengths
    ]


def _merge_postings(parts: Iterable[tuple[bool, bytes, bytes]]) -> tuple[array, bytes]:
    """Returns one posting list of the added entries without the removed ones."""
    rows, weights = array("I"), bytearray()
    replaced: set[int] = set()
    for added, numbers, bytes_ in parts:
        if added:
            rows.extend(from_bytes("I", bytes(numbers)))
            weights += bytes_
        else:
            replaced.update(from_bytes("I", bytes(numbers)))
    if not replaced:
        return rows, bytes(weights)
    old_postings = [(row, weight) for row, weight in zip(rows, weights, strict=True) if row not in replaced]
    return array("I", [row for row, _ in old_postings]), bytes(weight for _, weight in old_postings)


def _group_postings(found: Iterable[tuple[str, bool, bytes, bytes]]) -> dict[str, tuple[array, bytes]]:
    parts: dict[str, list[tuple[bool, bytes, bytes]]] = {}
    for term, added, numbers, counts in found:
        parts.setdefault(term, []).append((added, numbers, counts))
    return {term: _merge_postings(of_term) for term, of_term in parts.items()}


def _posting_lists(terms: Iterable[str]) -> dict[str, tuple[array, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(dict.fromkeys(terms))])
        return _group_postings(cursor.fetchall())


def _newest_rows(rows: Sequence[int], limit: int) -> Statement:
    order = "ORDER BY date DESC NULLS LAST, id DESC"
    return f"SELECT id, date FROM search_indexentry WHERE id = ANY(%s) {order} LIMIT {limit:d}", [list(rows)]  # noqa: S608


# -- writing --------------------------------------------------------------------------------------


def _append_postings(entries: Iterable[tuple[int, str, int, int]], sign: int) -> None:
    """Appends a row per term of these entries: (row id, tokens, syllables, pairs)."""
    lists: dict[str, tuple[array, bytearray]] = {}
    for number, tokens, syllables, pairs in entries:
        for term, count in Counter(tokens.split()).items():
            rows, weights = lists.setdefault(term, (array("I"), bytearray()))
            rows.append(number)
            weights.append(_weight(count, pairs if "_" in term else syllables))
    TermCount.objects.bulk_create(
        (
            TermCount(term=term, entries=sign * len(rows), rows=to_bytes("I", rows), weights=bytes(weights))
            for term, (rows, weights) in lists.items()
        ),
        batch_size=5000,
    )


def _remove_deleted(cursor: Any) -> None:
    """Removes deleted entries from the posting lists."""
    cursor.execute("SELECT DISTINCT term FROM search_termcount WHERE entries < 0 ORDER BY term")
    terms = [term for (term,) in cursor.fetchall()]
    for start in range(0, len(terms), 5000):
        cursor.execute(
            "DELETE FROM search_termcount WHERE term = ANY(%s) RETURNING term, entries > 0, rows, weights",
            [terms[start : start + 5000]],
        )
        TermCount.objects.bulk_create(
            (
                TermCount(term=term, entries=len(rows), rows=to_bytes("I", rows), weights=weights)
                for term, (rows, weights) in _group_postings(cursor.fetchall()).items()
                if rows
            ),
            batch_size=5000,
        )


class PostgresqlTables:
    """``search.backends.sql_dialects.Tables`` on PostgreSQL."""

    reuses_row_ids = False

    def prepare(self) -> None:
        """Builds the posting lists of an index that has none."""
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS search_vector_idx")
            cursor.execute("DROP FUNCTION IF EXISTS search_vector(text)")
        if TermCount.objects.filter(rows=b"").exists():
            self.recount()

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        terms = list(dict.fromkeys(terms))
        if not terms:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT term, SUM(entries) FROM search_termcount WHERE term = ANY(%s) GROUP BY term", [terms]
            )
            return {term: int(count) for term, count in cursor.fetchall() if count > 0}

    def rows_of(self, terms: Iterable[str]) -> dict[str, Sequence[int]]:
        """Returns term → rows that have it."""
        return {term: rows for term, (rows, _) in _posting_lists(terms).items()}

    def matching(self, match: MatchCondition) -> list[int]:
        """Returns all rows that match."""
        sets = {
            term: set(rows)
            for term, rows in self.rows_of((*match.every, *(t for variant in match.variants for t in variant))).items()
        }

        def having(terms: Sequence[str]) -> set[int]:
            first, *others = sorted((sets.get(term, set()) for term in terms), key=len)
            return first.intersection(*others)

        found = set().union(*map(having, match.variants))
        return sorted(found & having(match.every) if match.every else found)

    def _chosen(self, match: MatchCondition, pick: Selection) -> Sequence[int]:
        if pick.groups is None:
            return match.rows
        return facet_groups.groups_of_rows(self, match.rows).rows_in(pick.groups)

    def best(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> Mapping[int, float]:
        """Returns row → rough score, for the best rows: BM25 of the rarer terms, from the bytes of the lists."""
        rows = self._chosen(match, pick)[-pick.newest :]
        scores = dict.fromkeys(rows, 0.0)
        scores.update(dict.fromkeys(pick.near.intersection(rows), pick.lift))
        terms: list[str] = []
        read = 0
        for term in sorted(
            (t for t in (*plan.query.syllables, *plan.query.pairs) if frequency.get(t)), key=frequency.__getitem__
        ):
            read += frequency[term]
            if terms and read > 4 * plan.profile.candidates:
                break
            terms.append(term)
        known, weights = corpus_statistics(), plan.profile
        shares = {
            kind: _weight_table(weights.k1, weights.b, mean) for kind, mean in ((0, known.syllables), (1, known.pairs))
        }
        for term, (having, counts) in _posting_lists(terms).items():
            of_term = [
                share * inverse_document_frequency(known.entries, frequency[term]) for share in shares["_" in term]
            ]
            for row, weight in zip(having, counts, strict=True):
                if row in scores:
                    scores[row] += of_term[weight]
        return {row: scores[row] for row in heapq.nlargest(pick.limit, scores, key=scores.__getitem__)}

    def latest(self, match: MatchCondition, pick: Selection) -> list[tuple[int, Any]]:
        """Returns (row, its date) of the newest rows."""
        with connection.cursor() as cursor:
            cursor.execute(*_newest_rows(self._chosen(match, pick), pick.limit))
            return cursor.fetchall()

    def statements(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> dict[str, Statement]:
        """Returns the database queries, for inspection."""
        terms = list(dict.fromkeys((*match.every, *(term for variant in match.variants for term in variant))))
        return {"rows": (_READ, [terms])}

    def groups_of(self, rows: Sequence[int] | None) -> list[tuple[int, int]]:
        """Returns (row, its group) of these rows, or of all."""
        sql = "SELECT id, group_id FROM search_indexentry"
        with connection.cursor() as cursor:
            if rows is None:
                cursor.execute(sql)
            else:
                cursor.execute(sql + " WHERE id = ANY(%s)", [list(rows)])
            return cursor.fetchall()

    def forget_stats(self) -> None:
        facet_groups.forget_groups()

    def learn(self, rows: Iterable[IndexEntry]) -> None:
        _append_postings(((row.pk, row.tokens, row.syllables, row.pairs) for row in rows), 1)

    def forget(self, rows: QuerySet[IndexEntry]) -> None:
        _append_postings(rows.values_list("pk", "tokens", "syllables", "pairs"), -1)

    def compact(self) -> int:
        """Merges the rows to one per term. Returns the number of terms. Readers see the old rows until it is done."""
        with transaction.atomic(), connection.cursor() as cursor:
            _remove_deleted(cursor)
            cursor.execute(
                "WITH gone AS (DELETE FROM search_termcount WHERE term IN ("
                "SELECT term FROM search_termcount GROUP BY term HAVING COUNT(*) > 1 AND bool_and(entries > 0)) "
                "RETURNING id, term, entries, rows, weights) "
                "INSERT INTO search_termcount (term, entries, rows, weights) "
                "SELECT term, SUM(entries), string_agg(rows, ''::bytea ORDER BY id), string_agg(weights, ''::bytea "
                "ORDER BY id) "
                "FROM gone GROUP BY term ORDER BY term"
            )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_indexentry, search_termcount, search_indexkey")
            cursor.execute("SELECT COUNT(*) FROM search_termcount")
            return cursor.fetchone()[0]

    def recount(self) -> None:
        """Rebuilds all posting lists from the rows; readers see the old ones until it is done."""
        with transaction.atomic():
            TermCount.objects.all().delete()
            ids = list(IndexEntry.objects.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(ids), CHUNK):
                some = ids[start : start + CHUNK]
                self.learn(
                    IndexEntry.objects.filter(pk__gte=some[0], pk__lte=some[-1]).only("tokens", "syllables", "pairs")
                )
            self.compact()

    def problems(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM (SELECT 1 FROM search_termcount GROUP BY term HAVING SUM(entries) < 0) t"
            )
            negative = cursor.fetchone()[0]
        return [f"{negative} terms with a negative count"] if negative else []
