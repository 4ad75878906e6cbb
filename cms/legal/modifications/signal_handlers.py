"""Parses documents that are new or changed in the library; large imports are left to the worker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete
from django_tasks import task

from cms.legal.models import LegalRelation
from cms.legal.modifications import auto_accept, review, review_tasks, store
from cms.legal.modifications.reconciliation import reconcile
from cms.legal.signals import documents_changed

#: The worker parses batches of more documents than this.
AT_ONCE = 10
_PART = 200


def library_changed(sender: Any, ids: list[int], **kwargs: Any) -> None:
    if len(ids) <= AT_ONCE:
        bring_up_to_date(ids)
        return
    for first in range(0, len(ids), _PART):
        read_modifications_later.enqueue(ids[first : first + _PART])


def bring_up_to_date(ids: Iterable[int], again: bool = False) -> int:
    """Parses these documents, reconciles the proposals that target them, accepts what the rule allows, opens review
    tasks for the rest. Returns the number of documents parsed."""
    ids = list(ids)
    number = store.record_modifications(ids, again)
    pairs = reconcile(ids)
    auto_accept.accept_waiting({pk for pair in pairs for pk in pair})
    review_tasks.sync_review_tasks(pairs)
    return number


@task(backend="jobs", queue_name="slow")
def read_modifications_later(ids: list[int]) -> None:
    bring_up_to_date(ids)


@task(backend="jobs", queue_name="slow")
def accept_waiting_later() -> None:
    auto_accept.accept_waiting()


@task(backend="jobs", queue_name="slow")
def revoke_all_later(user_id: int | None) -> None:
    auto_accept.revoke_all(get_user_model().objects.filter(pk=user_id or 0).first())


def connect_signals() -> None:
    documents_changed.connect(library_changed, dispatch_uid="legal.clauses.documents_changed")
    pre_delete.connect(
        review.release_deleted_relation, sender=LegalRelation, dispatch_uid="legal.clauses.relation_goes"
    )
