"""SQLite: an FTS5 table over the rows' tokens, kept in step by triggers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import connection

from search.backends.counting import ROW_FIELDS

_COLUMNS = ", ".join(f"e.{name}" for name in ROW_FIELDS)

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


def candidates(every: Sequence[str], groups: Sequence[tuple[str, ...]]) -> tuple[str, list[Any]]:
    """SQL of the rows that have all of ``every`` and all terms of one of the ``groups``, with FTS5's own score."""
    parts = [_quoted(every, "AND")] if every else []
    parts.append("(" + " OR ".join(f"({_quoted(group, 'AND')})" for group in groups) + ")")
    sql = (
        f"SELECT {_COLUMNS}, -bm25(search_fts) FROM search_fts JOIN search_indexentry e ON e.id = search_fts.rowid "  # noqa: S608
        "WHERE search_fts MATCH %s"
    )
    return sql, [" AND ".join(parts)]


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
