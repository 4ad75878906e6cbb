"""Publishes a document at its scheduled time. No user sees an error then, so a failure becomes a review task of the
office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.legal.documents.identity import DuplicateDocument
from cms.legal.models.periods import ReviewTask

#: The name of Wagtail's ``publish_scheduled`` in the log.
SCHEDULED = "wagtail.publish.scheduled"


def publish_or_request_review(document: Any, publish: Callable[[], None]) -> None:
    """Publishes the draft. Where another entry got its number meanwhile, it stays a draft and a review task reports it;
    other due documents are still published."""
    try:
        with transaction.atomic():
            publish()
    except DuplicateDocument as error:
        document = type(document).objects.get(pk=document.pk)  # the stored row, not the version to publish
        document.revisions.update(approved_go_live_at=None)  # else it would be tried every minute
        ReviewTask.objects.update_or_create(
            document=document,
            cause=error.twin,
            kind=ReviewTask.Kind.NOT_PUBLISHED,
            defaults={"state": ReviewTask.State.OPEN, "created_at": timezone.now(), "done_at": None, "done_by": None},
        )
