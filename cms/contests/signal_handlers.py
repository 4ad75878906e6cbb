"""What the library tells this app."""

from __future__ import annotations

from django_tasks import task

from cms.contests.bank import law
from cms.legal.signals import documents_changed, statuses_changed

#: More documents at once than this are left to the worker.
AT_ONCE = 50


@task(backend="jobs", queue_name="slow")
def check_later(ids: list[int]) -> None:
    law.check(ids)


def _changed(ids) -> None:
    if len(ids) <= AT_ONCE:
        law.check(ids)
        return
    for first in range(0, len(ids), 500):
        check_later.enqueue(list(ids[first : first + 500]))


def documents(sender, ids, **kwargs):
    _changed(list(ids))


def statuses(sender, documents, **kwargs):
    _changed(list(documents))


def connect() -> None:
    documents_changed.connect(documents, dispatch_uid="contests.documents_changed")
    statuses_changed.connect(statuses, dispatch_uid="contests.statuses_changed")
