"""A review task for each pair of documents with undecided clauses between them. It closes by itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.legal.documents.change_signals import announce_changes
from cms.legal.models import ClauseProposal, ReviewTask
from cms.legal.validity import periods

BATCH = 300


def sync_review_tasks(pairs: Iterable[tuple[int | None, int]]) -> None:
    """Takes ``pairs`` of (document acted upon, acting document): opens a task where clauses of a public document wait,
    closes it where none does. A task closed by a person stays closed. A waiting clause makes its target's status
    unknown."""
    known = sorted({(target, acting) for target, acting in pairs if target not in (None, acting)})
    for first in range(0, len(known), BATCH):
        _sync(set(known[first : first + BATCH]))
        if changed := periods.recompute_periods({target for target, _acting in known[first : first + BATCH]}):
            announce_changes(changed)


def _sync(pairs: set[tuple[int, int]]) -> None:
    targets, acting = {target for target, _acting in pairs}, {acting for _target, acting in pairs}
    rows = ClauseProposal.objects.filter(
        target__in=targets, acting__in=acting, state=ClauseProposal.State.OPEN, acting__live=True
    )
    waiting = set(rows.values_list("target_id", "acting_id")) & pairs
    tasks = ReviewTask.objects.filter(document__in=targets, cause__in=acting, kind=ReviewTask.Kind.CLAUSE)
    present = {(task.document_id, task.cause_id): task for task in tasks}
    ReviewTask.objects.bulk_create(
        [
            ReviewTask(document_id=target, cause_id=by, kind=ReviewTask.Kind.CLAUSE)
            for target, by in sorted(waiting - present.keys())
        ],
        ignore_conflicts=True,
    )
    again = [present[pair].pk for pair in waiting & present.keys()]
    by_itself = Q(state=ReviewTask.State.DONE, done_by=None)
    tasks.filter(by_itself, pk__in=again).update(state=ReviewTask.State.OPEN, done_at=None, note="")
    over = [task.pk for pair, task in present.items() if pair in pairs - waiting]
    with translation.override(settings.LANGUAGE_CODE):
        note = _("All its clauses are decided.")
    tasks.filter(pk__in=over, state=ReviewTask.State.OPEN).update(
        state=ReviewTask.State.DONE, done_at=timezone.now(), note=note
    )
