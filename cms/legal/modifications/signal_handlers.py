"""Reads what comes into the library or changes there; what an import brings in large numbers is left to the worker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete
from django_tasks import task

from cms.legal.models import LegalRelation
from cms.legal.modifications import auto_accept, review, review_tasks, store
from cms.legal.modifications.reconciliation import follow
from cms.legal.signals import documents_changed

#: More documents at once than this are read by the worker.
AT_ONCE = 10
_PART = 200


def library_changed(sender: Any, ids: list[int], **kwargs: Any) -> None:
    if len(ids) <= AT_ONCE:
        bring_up_to_date(ids)
        return
    for first in range(0, len(ids), _PART):
        read_later.enqueue(ids[first : first + _PART])


def bring_up_to_date(ids: Iterable[int], again: bool = False) -> int:
    """Read these documents, look at what leads to them, take what the rule takes, ask people for the rest; the number
    of documents that were read."""
    ids = list(ids)
    number = store.record(ids, again)
    pairs = follow(ids)
    auto_accept.take_waiting({pk for pair in pairs for pk in pair})
    review_tasks.sync(pairs)
    return number


@task(backend="jobs", queue_name="slow")
def read_later(ids: list[int]) -> None:
    bring_up_to_date(ids)


@task(backend="jobs", queue_name="slow")
def take_waiting() -> None:
    auto_accept.take_waiting()


@task(backend="jobs", queue_name="slow")
def take_all_back(user_id: int | None) -> None:
    auto_accept.take_all_back(get_user_model().objects.filter(pk=user_id or 0).first())


def connect() -> None:
    documents_changed.connect(library_changed, dispatch_uid="legal.clauses.documents_changed")
    pre_delete.connect(review.relation_goes, sender=LegalRelation, dispatch_uid="legal.clauses.relation_goes")
