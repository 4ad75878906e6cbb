"""SQLite: an FTS5 table over the rows' tokens, which triggers update."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from cms.core.text import fold_diacritics
from search.backends import facet_groups
from search.backends.sql_dialects import MatchCondition, Selection, Statement
from search.models import IndexEntry, TermCount
from search.query_planning.query_plan import SearchPlan

_FROM = "FROM search_fts WHERE search_fts MATCH %s"
#: Reads the small index instead of the rows, whose columns are stored after the whole text.
_JOINED = (
    "FROM search_fts JOIN search_indexentry e INDEXED BY search_entry_counted ON e.id = search_fts.rowid "
    "WHERE search_fts MATCH %s"
)
#: FTS5 counts a term by reading all of its positions: for terms with this many entries the count of the last
#: ``compact``, stored in ``TermCount``, is used.
COMMON_TERM_ROWS = 1000
_common: dict[str, tuple[float, dict[str, int]]] = {}
COMMON_TERMS_MAX_AGE = 600.0  # seconds

#: The default tokenizer would split ``_`` and fold diacritics inconsistently; tokens are already analysed.
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


def _common_terms() -> dict[str, int]:
    key, now = str(connection.settings_dict["NAME"]), time.monotonic()
    found = _common.get(key)
    if found is None or now - found[0] > COMMON_TERMS_MAX_AGE:
        found = _common[key] = (now, dict(TermCount.objects.values_list("term", "entries")))
    return found[1]


def _quote_terms(terms: Iterable[str], operator: str) -> str:
    return f" {operator} ".join(f'"{term}"' for term in terms)


def _match_expression(match: MatchCondition) -> str:
    parts = [_quote_terms(match.every, "AND")] if match.every else []
    parts.append("(" + " OR ".join(f"({_quote_terms(variant, 'AND')})" for variant in match.variants) + ")")
    return " AND ".join(parts)


#: The plus sign makes SQLite compare the group after it found the row; otherwise it would search the index for each
#: group of the list.
_LISTED = "+e.group_id IN (SELECT value FROM json_each(%s))"


def _scoring_expression(match: MatchCondition, frequency: Mapping[str, int], plan: SearchPlan) -> str:
    """Returns the expression that finds the same rows and has the terms for FTS5 to score: pairs and rarer words. The
    terms of the match itself may occur once in each row (exact tokens are not counted) and do not help to rank."""
    query = plan.query
    pairs = [term for term in (*query.pairs, *plan.extra) if "_" in term]
    words = [term for term in (*query.syllables, *plan.extra) if "_" not in term]
    scored = [term for term in pairs if frequency.get(term)]
    read = 0
    for term in sorted((term for term in words if frequency.get(term)), key=frequency.__getitem__):
        read += frequency[term]
        if scored and read > plan.profile.candidates:
            break
        scored.append(term)
    # Every matching row has its own terms, so the condition holds for all, whatever was left out. A row with an exact
    # token also has the folded one.
    firsts = (variant[0] for variant in match.variants)
    every = dict.fromkeys((*scored, *(term for term in firsts if fold_diacritics(term) not in scored)))
    return f"{_match_expression(match)} AND ({_quote_terms(every, 'OR')})"


def _best_sql(match: MatchCondition, pick: Selection, expression: str) -> Statement:
    """Returns SQL for (row, FTS5's own score) of the rows with the best scores."""
    params: list[Any] = []
    score, source = "-bm25(search_fts)", _FROM
    if pick.near:
        score += " + CASE WHEN +search_fts.rowid IN (SELECT value FROM json_each(%s)) THEN %s ELSE 0 END"
        params += [json.dumps(sorted(pick.near)), pick.lift]
    params.append(expression)
    if pick.groups is not None:
        source = f"{_JOINED} AND {_LISTED}"
        params.append(json.dumps(pick.groups))
    if pick.newest:
        source += f" ORDER BY search_fts.rowid DESC LIMIT {pick.newest:d}"
    inner = f"SELECT search_fts.rowid AS id, {score} AS rough {source}"
    return f"SELECT id, rough FROM ({inner}) ORDER BY rough DESC, id LIMIT {pick.limit:d}", params  # noqa: S608


def _newest_sql(match: MatchCondition, pick: Selection) -> Statement:
    """Returns SQL for (row, its date) of the newest rows."""
    params: list[Any] = [_match_expression(match)]
    source = _JOINED
    if pick.groups is not None:
        source += f" AND {_LISTED}"
        params.append(json.dumps(pick.groups))
    return f"SELECT e.id, e.date || '' {source} ORDER BY e.date DESC, e.id DESC LIMIT {pick.limit:d}", params


def _rows_sql(expression: str) -> Statement:
    """Returns SQL for one JSON list of all matching rows, which is much faster to read than one result per row."""
    return f"SELECT json_group_array(search_fts.rowid) {_FROM}", [expression]


def _read_rows(expression: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(*_rows_sql(expression))
        return json.loads(cursor.fetchone()[0])


class SqliteTables:
    """``search.backends.sql_dialects.Tables`` on SQLite."""

    reuses_row_ids = True

    def prepare(self) -> None:
        """Creates the objects beside the table. A Django migration that rebuilds the table loses its triggers: the full
        text is then rebuilt."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_fts_%%'")
            complete = cursor.fetchone()[0] == 3
            for statement in _OBJECTS:
                cursor.execute(statement)
            if not complete:
                cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Returns term → number of entries; terms of no entry are absent."""
        terms = list(dict.fromkeys(terms))
        if not terms:
            return {}
        common = _common_terms()
        known = {term: common[term] for term in terms if term in common}
        rest = [term for term in terms if term not in known]
        if not rest:
            return known
        placeholders = ", ".join(["%s"] * len(rest))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM search_fts_terms WHERE term IN ({placeholders})", rest)  # noqa: S608
            return known | dict(cursor.fetchall())

    def forget_stats(self) -> None:
        _common.clear()
        facet_groups.forget_groups()

    def best(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> Mapping[int, float]:
        """Returns row → FTS5's own score, for the rows with the best scores."""
        with connection.cursor() as cursor:
            cursor.execute(*_best_sql(match, pick, _scoring_expression(match, frequency, plan)))
            return dict(cursor.fetchall())

    def latest(self, match: MatchCondition, pick: Selection) -> list[tuple[int, Any]]:
        """Returns (row, its date) of the newest rows."""
        with connection.cursor() as cursor:
            cursor.execute(*_newest_sql(match, pick))
            return cursor.fetchall()

    def matching(self, match: MatchCondition) -> list[int]:
        """Returns all rows that match."""
        return _read_rows(_match_expression(match))

    def rows_of(self, terms: Iterable[str]) -> dict[str, Sequence[int]]:
        """Returns term → rows that have it."""
        return {term: _read_rows(f'"{term}"') for term in terms}

    def statements(
        self, match: MatchCondition, pick: Selection, frequency: Mapping[str, int], plan: SearchPlan
    ) -> dict[str, Statement]:
        """Returns the database queries, for inspection."""
        return {
            "rows": _rows_sql(_match_expression(match)),
            "best": _best_sql(match, pick, _scoring_expression(match, frequency, plan)),
            "latest": _newest_sql(match, pick),
        }

    def groups_of(self, rows: Sequence[int] | None) -> list[tuple[int, int]]:
        """Returns (row, its group) of these rows, or of all."""
        sql = "SELECT id, group_id FROM search_indexentry INDEXED BY search_entry_counted"
        with connection.cursor() as cursor:
            if rows is None:
                cursor.execute(sql)
            else:
                cursor.execute(sql + " WHERE id IN (SELECT value FROM json_each(%s))", [json.dumps(rows)])  # noqa: S608
            return cursor.fetchall()

    def learn(self, rows: Iterable[IndexEntry]) -> None:
        """The triggers do it."""

    def forget(self, rows: QuerySet[IndexEntry]) -> None:
        """The triggers do it."""

    def compact(self) -> int:
        """Merges the index's segments and recounts the common terms. Returns the number of terms."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")
            # Read first, so that others can write during the count.
            cursor.execute("SELECT term, doc FROM search_fts_terms WHERE doc >= %s", [COMMON_TERM_ROWS])
            common = [TermCount(term=term, entries=count) for term, count in cursor.fetchall()]
            cursor.execute("SELECT COUNT(*) FROM search_fts_terms")
            terms = cursor.fetchone()[0]
        with transaction.atomic():
            TermCount.objects.all().delete()
            TermCount.objects.bulk_create(common, batch_size=500)
        self.forget_stats()
        return terms

    def recount(self) -> None:
        """Rebuilds the full text from the rows; the old one answers until it is done."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")

    def problems(self) -> list[str]:
        """Returns the inconsistencies between the table and its full text."""
        with connection.cursor() as cursor:
            try:
                cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('integrity-check')")
            except Exception as error:
                return [str(error)]
        return []
