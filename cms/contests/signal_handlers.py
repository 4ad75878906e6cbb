"""What the library tells this app."""

from __future__ import annotations

from django_tasks import task

from cms.contests.bank import law
from cms.legal.signals import documents_changed, statuses_changed

#: More documents at once than this are left to the worker.
BATCH_SIZE = 50


@task(backend="jobs", queue_name="slow")
def check_later(ids: list[int]) -> None:
    law.check_law(ids)


def _on_law_changed(ids) -> None:
    if len(ids) <= BATCH_SIZE:
        law.check_law(ids)
        return
    for first in range(0, len(ids), 500):
        check_later.enqueue(list(ids[first : first + 500]))


def on_documents_changed(sender, ids, **kwargs):
    _on_law_changed(list(ids))


def on_statuses_changed(sender, documents, **kwargs):
    _on_law_changed(list(documents))


def connect_signals() -> None:
    documents_changed.connect(on_documents_changed, dispatch_uid="contests.documents_changed")
    statuses_changed.connect(on_statuses_changed, dispatch_uid="contests.statuses_changed")
