"""SQLite: an FTS5 table over the rows' tokens, kept in step by triggers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import connection

#: The small index is read instead of the rows, whose columns lie behind the whole text.
_FROM = (
    "FROM search_fts JOIN search_indexentry e INDEXED BY search_entry_counted ON e.id = search_fts.rowid "
    "WHERE search_fts MATCH %s"
)

#: The default tokenizer would split ``_`` and fold marks unevenly; tokens come ready.
_OBJECTS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_fts USING fts5(tokens, content='search_indexentry', content_rowid='id', "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_fts_terms USING fts5vocab(search_fts, row)",
    "CREATE TRIGGER IF NOT EXISTS search_fts_insert AFTER INSERT ON search_indexentry BEGIN "
    "INSERT INTO search_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS search_fts_delete AFTER DELETE ON search_indexentry BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS search_fts_update AFTER UPDATE OF tokens ON search_indexentry BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, tokens) VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO search_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
)


def prepare() -> None:
    """Make the objects beside the table. Django rebuilds a table when it migrates one and its triggers are lost
    with the old one: the index is then read anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_fts_%%'")
        complete = cursor.fetchone()[0] == 3
        for statement in _OBJECTS:
            cursor.execute(statement)
        if not complete:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")


def tuned():
    """Nothing to tune."""
    return nullcontext()


def frequencies(terms: Iterable[str]) -> dict[str, int]:
    """Term → entries that have it; terms of no entry are absent."""
    terms = list(dict.fromkeys(terms))
    if not terms:
        return {}
    marks = ", ".join(["%s"] * len(terms))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT term, doc FROM search_fts_terms WHERE term IN ({marks})", terms)  # noqa: S608
        return dict(cursor.fetchall())


def _quoted(terms: Iterable[str], operator: str) -> str:
    return f" {operator} ".join(f'"{term}"' for term in terms)


def _match(every: Sequence[str], ways: Sequence[tuple[str, ...]]) -> str:
    parts = [_quoted(every, "AND")] if every else []
    parts.append("(" + " OR ".join(f"({_quoted(way, 'AND')})" for way in ways) + ")")
    return " AND ".join(parts)


def candidates(every: Sequence[str], ways: Sequence[tuple[str, ...]], newest: int = 0) -> tuple[str, list[Any]]:
    """SQL of the rows that have all of ``every`` and all terms of one of the ``ways``, with FTS5's own score; of more
    than ``newest`` the ones written last."""
    last = f" ORDER BY search_fts.rowid DESC LIMIT {newest:d}" if newest else ""
    sql = f"SELECT e.id, e.group_id, e.date || '', -bm25(search_fts) {_FROM}{last}"
    return sql, [_match(every, ways)]


def group_counts(every: Sequence[str], ways: Sequence[tuple[str, ...]]) -> tuple[str, list[Any]]:
    """SQL of (group, number of such rows)."""
    return f"SELECT e.group_id, COUNT(*) {_FROM} GROUP BY e.group_id", [_match(every, ways)]


def rough_scores(rows, frequency, plan) -> dict[int, float]:
    return {row.id: row.rough for row in rows}


def learn(rows) -> None:
    """The triggers do it."""


def forget(rows) -> None:
    """The triggers do it."""


def compact() -> int:
    """Merge the index's segments; the number of terms."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")
        cursor.execute("SELECT COUNT(*) FROM search_fts_terms")
        return cursor.fetchone()[0]


def recount() -> None:
    """Read the full text anew from the rows; the old one answers until it is done."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")


def problems() -> list[str]:
    """What is wrong between the table and its full text."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('integrity-check')")
        except Exception as error:
            return [str(error)]
    return []
