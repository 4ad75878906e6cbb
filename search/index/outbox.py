"""Transactional outbox for index updates: written with the change, processed after commit, replayed after a failure."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from search.index import indexing
from search.models import PendingUpdate

log = logging.getLogger(__name__)
BATCH_SIZE = 200


_waiting = threading.local()  # .rows: pk → source of this thread's open transaction


def enqueue(sources: Iterable[str]) -> None:
    """Reindexes these sources after the open transaction commits, all at once; at once if there is no transaction."""
    sources = list(sources)
    if not sources:
        return
    if not (getattr(_waiting, "rows", None) and _is_registered()):
        _waiting.rows = {}  # first call in this transaction (or the last one was rolled back)
    new = sorted(set(sources) - set(_waiting.rows.values()))
    rows = PendingUpdate.objects.bulk_create([PendingUpdate(source=source) for source in new])
    _waiting.rows.update({row.pk: row.source for row in rows})
    transaction.on_commit(_after_commit, robust=True)  # the first callback processes all


def _is_registered() -> bool:
    return any(entry[1] is _after_commit for entry in transaction.get_connection().run_on_commit)


def _after_commit() -> None:
    rows, _waiting.rows = _waiting.rows, {}
    if rows:
        _process(list(rows), list(rows.values()))


def _process(pks: list[int], sources: list[str], force: bool = False) -> bool:
    """Updates the sources and deletes the outbox rows; on failure they stay, with the reason. Never raises.
    Returns whether it succeeded."""
    failure: Exception | None
    try:
        failure = indexing.update_sources(sources, force=force)
    except Exception as error:  # publishing must succeed even if indexing fails
        log.exception("search: %d updates failed and stay queued", len(sources))
        failure = error
    try:
        rows = PendingUpdate.objects.filter(pk__in=pks)
        if failure is None:
            rows.delete()
        else:
            _record_failure(rows, sources, str(failure)[:500])
    except DatabaseError:
        log.exception("search: the outbox cannot be written")
        return False
    return failure is None


def _record_failure(rows: QuerySet[PendingUpdate], sources: list[str], error: str) -> None:
    """Records the failure; recreates a row that a savepoint rollback deleted."""
    rows.update(attempts=F("attempts") + 1, error=error)
    lost = set(sources) - set(rows.values_list("source", flat=True))
    PendingUpdate.objects.bulk_create(
        [PendingUpdate(source=source, attempts=1, error=error) for source in sorted(lost)]
    )


def replay_outbox(limit: int | None = None) -> tuple[int, int]:
    """Processes the outbox, oldest first, until a batch fails. Returns (number processed, number left)."""
    done = 0
    while limit is None or done < limit:
        rows = list(PendingUpdate.objects.values_list("pk", "source")[:BATCH_SIZE])
        if not rows:
            break
        sources = list(dict.fromkeys(source for _, source in rows))
        if not _process([pk for pk, _ in rows], sources, force=True) and not _process_one_by_one(rows):
            break
        done += len(rows)
    return done, PendingUpdate.objects.count()


def _process_one_by_one(rows: list[tuple[int, str]]) -> bool:
    """Retries a failed batch row by row, so that one bad source does not block the others. Returns whether any row
    succeeded."""
    return sum(_process([pk], [source], force=True) for pk, source in rows) == len(rows)
