"""PostgreSQL: a GIN index over the rows' tokens cast to a vector, and term counts as sums of appended rows.

The tokens are cast, never parsed: PostgreSQL's parsers split ``_``. The cast stands in a function with an honest
price: reading a row's tokens is so dear that the planner has to take the index even for small tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from search import row_groups
from search.bm25 import idf
from search.models import TermCount

if TYPE_CHECKING:
    from search.backends.database import Match, Pick

_VECTOR = "search_vector(e.tokens)"
_FROM = f"FROM search_indexentry e WHERE {_VECTOR} @@ %s::tsquery"
NUMBERS_COME_AGAIN = False


_OBJECTS = (
    "CREATE OR REPLACE FUNCTION search_vector(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE "
    "COST 1000 AS $$ BEGIN RETURN $1::tsvector; END $$",
    "CREATE INDEX IF NOT EXISTS search_vector_idx ON search_indexentry USING gin (search_vector(tokens)) "
    # What was written last waits in a list that every question reads through: a short one.
    "WITH (gin_pending_list_limit = 128)",
)


def prepare() -> None:
    with connection.cursor() as cursor:
        for statement in _OBJECTS:
            cursor.execute(statement)


@contextmanager
def tuned():
    """For a term that stands in most rows the planner would rather read every row's tokens: hundreds of
    milliseconds where the index takes one. It may not, inside this block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL jit TO DEFAULT")


def frequencies(terms: Iterable[str]) -> dict[str, int]:
    terms = list(dict.fromkeys(terms))
    if not terms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT term, SUM(entries) FROM search_termcount WHERE term = ANY(%s) GROUP BY term", [terms])
        return {term: int(count) for term, count in cursor.fetchall() if count > 0}


def _query(terms: Iterable[str], operator: str) -> str:
    return f" {operator} ".join(f"'{term}'" for term in terms)


def _match(match: Match) -> str:
    parts = [_query(match.every, "&")] if match.every else []
    parts.append("(" + " | ".join(f"({_query(way, '&')})" for way in match.ways) + ")")
    return " & ".join(parts)


def _source(match: Match, pick: Pick) -> tuple[str, list[Any]]:
    params: list[Any] = [_match(match)]
    if pick.chosen is None:
        return _FROM, params
    return f"{_FROM} AND e.group_id = ANY(%s)", [*params, list(pick.chosen)]


def _rarer(plan, frequency) -> list[tuple[str, float]]:
    """(term, its weight) of the rarer terms: their presence tells enough to choose whom to score exactly."""
    entries = max(frequency.values(), default=0) * 2
    terms = sorted((t for t in (*plan.query.syllables, *plan.query.pairs) if frequency.get(t)), key=frequency.get)
    found: list[tuple[str, float]] = []
    total = 0
    for term in terms:
        total += frequency[term]
        if found and total > plan.profile.candidates * 2:
            break
        found.append((term, idf(entries, frequency[term])))
    return found


def best(match: Match, pick: Pick, frequency, plan) -> tuple[str, list[Any]]:
    """SQL of (row, rough score) of the best by that score."""
    source, params = _source(match, pick)
    if pick.newest:
        source += f" ORDER BY e.id DESC LIMIT {pick.newest:d}"
    near = "0.0"
    if pick.near:
        near, params = "CASE WHEN e.group_id = ANY(%s) THEN %s::float8 ELSE 0.0 END", [
            list(pick.near), pick.lift, *params,
        ]  # fmt: skip
    found = f"SELECT e.id, {near} AS lift {source}"
    if match.total <= pick.limit:
        return found, params
    weights = []
    for term, weight in _rarer(plan, frequency):
        weights.append(f"SELECT e.id, %s::float8 AS w FROM search_indexentry e WHERE {_VECTOR} @@ %s::tsquery")  # noqa: S608
        params += [weight, f"'{term}'"]
    return (
        f"WITH found AS MATERIALIZED ({found}), weighed AS (SELECT id, SUM(w) AS w FROM ({' UNION ALL '.join(weights)}) t "  # noqa: S608
        "GROUP BY id) SELECT id, lift + COALESCE(w, 0) AS rough FROM found LEFT JOIN weighed USING (id) "
        f"ORDER BY rough DESC, id LIMIT {pick.limit:d}"
    ), params


def latest(match: Match, pick: Pick) -> tuple[str, list[Any]]:
    """SQL of (row, its day) of the newest by that day."""
    source, params = _source(match, pick)
    return f"SELECT e.id, e.date {source} ORDER BY e.date DESC NULLS LAST, e.id DESC LIMIT {pick.limit:d}", params


def rows_of(match: Match) -> tuple[str, list[Any]]:
    """SQL of one list (text) of all matching rows: much quicker to read than as many results."""
    return f"SELECT string_agg(e.id::text, ' ') {_FROM}", [_match(match)]


def read_rows(value: str | None) -> list[int]:
    return list(map(int, (value or "").split()))


def groups_of(rows: Sequence[int] | None) -> list[tuple[int, int]]:
    """(row, its group) of these rows, or of all."""
    sql = "SELECT id, group_id FROM search_indexentry"
    with connection.cursor() as cursor:
        if rows is None:
            cursor.execute(sql)
        else:
            cursor.execute(sql + " WHERE id = ANY(%s)", [list(rows)])
        return cursor.fetchall()


def forget_stats() -> None:
    row_groups.forget()


def _count(rows, sign: int) -> None:
    """Append one row per term of these entries."""
    counts: Counter[str] = Counter()
    for tokens in rows:
        counts.update(set(tokens.split()))
    TermCount.objects.bulk_create(
        (TermCount(term=term, entries=sign * n) for term, n in counts.items()), batch_size=5000
    )


def learn(rows) -> None:
    _count((row.tokens for row in rows), 1)


def forget(rows) -> None:
    _count(rows.values_list("tokens", flat=True), -1)


def compact() -> int:
    """Sum the term counts up, one row per term; the number of terms. Readers see the old sums until it is done.

    The index's waiting list is worked in and the planner's statistics are renewed, too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM search_termcount RETURNING term, entries) "
            "INSERT INTO search_termcount (term, entries) "
            "SELECT term, SUM(entries) FROM gone GROUP BY term HAVING SUM(entries) <> 0 ORDER BY term"
        )
        terms = cursor.rowcount
        cursor.execute("SELECT gin_clean_pending_list('search_vector_idx')")
        cursor.execute("ANALYZE search_indexentry, search_termcount, search_indexkey")
        return terms


def recount() -> None:
    """Count the terms anew from the rows; the old counts are seen until it is done."""
    rows = "SELECT search_vector(tokens) FROM search_indexentry"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_termcount")
        cursor.execute(
            "INSERT INTO search_termcount (term, entries) SELECT word, ndoc FROM ts_stat(%s) ORDER BY word", [rows]
        )


def problems() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM (SELECT 1 FROM search_termcount GROUP BY term HAVING SUM(entries) < 0) t")
        negative = cursor.fetchone()[0]
    return [f"{negative} terms with a negative count"] if negative else []
