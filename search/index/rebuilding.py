"""Rebuild lock: one rebuild at a time across all machines, with progress that every process can read."""

from __future__ import annotations

import datetime
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from search.models import Rebuild

#: A rebuild on another machine without a heartbeat for this long counts as dead.
DEAD_AFTER = datetime.timedelta(minutes=15)


class RebuildRunning(Exception):
    """Another process is rebuilding or repairing the index."""

    def __init__(self, row: Rebuild):
        facts = {"begun": f"{timezone.localtime(row.begun_at):%d/%m/%Y %H:%M}", "done": row.done, "where": row.where}
        super().__init__(
            _("The index is being rebuilt since %(begun)s (%(done)d done, %(where)s). Wait for it to end.") % facts
        )


def current_rebuild() -> Rebuild | None:
    """Returns the running rebuild, or None."""
    row = Rebuild.objects.filter(pk=1, where__gt="").first()
    return row if row and not _is_dead(row) else None


def _is_dead(row: Rebuild) -> bool:
    host, _, pid = row.where.rpartition(":")
    if host == socket.gethostname() and not os.path.exists(f"/proc/{pid}"):
        return True
    return row.seen_at < timezone.now() - DEAD_AFTER


@contextmanager
def exclusive_rebuild() -> Iterator[ProgressReporter]:
    """Holds the rebuild lock until the end of the block. Raises ``RebuildRunning``."""
    row, _new = Rebuild.objects.get_or_create(pk=1)
    if row.where and not _is_dead(row):
        raise RebuildRunning(row)
    now, where = timezone.now(), f"{socket.gethostname()}:{os.getpid()}"
    unchanged = Rebuild.objects.filter(Q(where=row.where), pk=1, seen_at=row.seen_at)
    if not unchanged.update(where=where, begun_at=now, seen_at=now, done=0):
        raise RebuildRunning(Rebuild.objects.get(pk=1))
    try:
        yield ProgressReporter()
    finally:
        Rebuild.objects.filter(pk=1, where=where).update(where="")


class ProgressReporter:
    """Stores the number of processed sources and entries every few seconds."""

    def __init__(self) -> None:
        self.done = 0
        self._reported_at = timezone.now()

    def __call__(self, count: int) -> None:
        self.done += count
        now = timezone.now()
        if now - self._reported_at > datetime.timedelta(seconds=2):
            Rebuild.objects.filter(pk=1).update(seen_at=now, done=self.done)
            self._reported_at = now
