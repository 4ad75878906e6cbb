"""A review task is done with a note, or opened again; both are kept in the history of the document."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.legal.admin_views.log_actions import REOPENED, REVIEWED
from cms.legal.models import ReviewTask


@transaction.atomic
def close_review(task: ReviewTask, user, note: str) -> bool:
    """False, and nothing is written, where somebody else was quicker."""
    done = ReviewTask.objects.filter(pk=task.pk, state=ReviewTask.State.OPEN).update(
        state=ReviewTask.State.DONE, done_at=timezone.now(), done_by=user, note=note
    )
    if done:
        log(task.document, REVIEWED, user=user, data={"note": note, "cause": task.cause.number_raw})
    return bool(done)


@transaction.atomic
def reopen_review(task: ReviewTask, user) -> bool:
    """The note stays until the task is done again."""
    opened = ReviewTask.objects.filter(pk=task.pk, state=ReviewTask.State.DONE).update(
        state=ReviewTask.State.OPEN, done_at=None, done_by=None
    )
    if opened:
        log(task.document, REOPENED, user=user, data={"cause": task.cause.number_raw})
    return bool(opened)
