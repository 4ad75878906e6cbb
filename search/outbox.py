"""Updates that must not be lost: written with the change, worked off after its commit, replayed if that failed."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import DatabaseError, transaction
from django.db.models import F

from search import indexing
from search.models import PendingUpdate

log = logging.getLogger(__name__)
REPLAYED_AT_ONCE = 200


def enqueue(sources: Iterable[str]) -> None:
    """Renew the entries of these sources after the open transaction commits; at once when there is none."""
    sources = list(dict.fromkeys(sources))
    if not sources:
        return
    rows = PendingUpdate.objects.bulk_create([PendingUpdate(source=source) for source in sources])
    transaction.on_commit(lambda: _work_off([row.pk for row in rows], sources), robust=True)


def _work_off(pks: list[int], sources: list[str], force: bool = False) -> bool:
    """Update and take the rows out of the outbox; on failure they stay, with the reason. Never raises."""
    try:
        failure = indexing.update(sources, force=force)
    except Exception as error:  # publishing must succeed whatever indexing meets
        log.exception("search: %d updates failed and stay queued", len(sources))
        failure = error
    try:
        rows = PendingUpdate.objects.filter(pk__in=pks)
        if failure is None:
            rows.delete()
        else:
            rows.update(attempts=F("attempts") + 1, error=str(failure)[:500])
    except DatabaseError:
        log.exception("search: the outbox cannot be written")
        return False
    return failure is None


def replay(limit: int | None = None) -> tuple[int, int]:
    """Work the outbox off, oldest first, until a batch fails: (done, left)."""
    done = 0
    while limit is None or done < limit:
        rows = list(PendingUpdate.objects.values_list("pk", "source")[:REPLAYED_AT_ONCE])
        if not rows:
            break
        sources = list(dict.fromkeys(source for _, source in rows))
        if not _work_off([pk for pk, _ in rows], sources, force=True) and not _one_by_one(rows):
            break
        done += len(rows)
    return done, PendingUpdate.objects.count()


def _one_by_one(rows: list[tuple[int, str]]) -> bool:
    """A batch failed: one bad source must not hold up the others. Were any of them worked off?"""
    return sum(_work_off([pk], [source], force=True) for pk, source in rows) == len(rows)
