"""Publishing a document at its scheduled time. Nobody is there to read an error, so what cannot be published becomes a
review task of the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.legal.documents.identity import DuplicateDocument
from cms.legal.models.periods import ReviewTask

#: How Wagtail's ``publish_scheduled`` calls itself in the log.
SCHEDULED = "wagtail.publish.scheduled"


def publish_or_request_review(document: Any, publish: Callable[[], None]) -> None:
    """Where another entry took the number meanwhile the draft stays a draft, and a review task says so; the others
    that are due are published all the same."""
    try:
        with transaction.atomic():
            publish()
    except DuplicateDocument as error:
        document = type(document).objects.get(pk=document.pk)  # as it stands, not as it was to be published
        document.revisions.update(approved_go_live_at=None)  # else it would be tried every minute
        ReviewTask.objects.update_or_create(
            document=document,
            cause=error.twin,
            kind=ReviewTask.Kind.NOT_PUBLISHED,
            defaults={"state": ReviewTask.State.OPEN, "created_at": timezone.now(), "done_at": None, "done_by": None},
        )
