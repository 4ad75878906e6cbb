"""Deletes superfluous old revisions of pages and documents, so that the database does not grow for ever.

Nobody's work is lost: of each person's changes to a page on one day, the last revision stays. Only the revisions in
between are deleted, which autosave and repeated saving create in large numbers, once they are older than
``REVISION_MONTHS`` and not among the newest of their page. Every revision that was ever public, approved, rejected,
scheduled, submitted or is otherwise referenced stays too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, ProtectedError
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

NEWEST = 30  # revisions of each page that stay, however old
MONTH = datetime.timedelta(days=31)
BATCH_SIZE = 500


@dataclass(frozen=True)
class RevisionRow:
    pk: int
    user_id: int | None
    created_at: datetime.datetime


def find_superfluous(versions: Iterable[RevisionRow], before: datetime.datetime, kept: set[int]) -> list[int]:
    """Returns the ids of one page's revisions that may be deleted. ``kept``: ids that stay for other reasons."""
    rows = sorted(versions, key=lambda version: (version.created_at, version.pk), reverse=True)
    seen: set[tuple] = set()
    found = []
    for number, version in enumerate(rows):
        day = (version.user_id, timezone.localdate(version.created_at))
        last_of_day = day not in seen
        seen.add(day)
        if number >= NEWEST and version.created_at < before and not last_of_day and version.pk not in kept:
            found.append(version.pk)
    return found


def prune_revisions(now: datetime.datetime | None = None) -> str:
    """Deletes superfluous revisions. Returns their number as text. ``REVISION_MONTHS=0`` deletes none."""
    if settings.REVISION_MONTHS < 1:
        return "0"
    before = (now or timezone.now()) - settings.REVISION_MONTHS * MONTH
    crowded = Revision.objects.values("base_content_type", "object_id").annotate(number=Count("pk"))
    number = 0
    for content_type, object_id, _number in list(
        crowded.filter(number__gt=NEWEST).order_by().values_list("base_content_type", "object_id", "number")
    ):
        rows = Revision.objects.filter(base_content_type=content_type, object_id=object_id)
        versions = [RevisionRow(*row) for row in rows.values_list("pk", "user_id", "created_at")]
        found = find_superfluous(versions, before, set())
        if found:
            number += _delete(find_superfluous(versions, before, _referenced_ids(found)))
    return str(number)


def _referenced_ids(ids: list[int]) -> set[int]:
    """Returns those of these revisions that other rows reference: a page as its live or latest one, a workflow
    decision, a submission to the office, a log entry of a publication, …"""
    found = set(Revision.objects.filter(pk__in=ids, approved_go_live_at__isnull=False).values_list("pk", flat=True))
    for relation in Revision._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or not (relation.one_to_many or relation.one_to_one):
            continue
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{f"{name}__in": ids})
        if model in (PageLogEntry, ModelLogEntry):  # every edit is in the log
            rows = rows.filter(action__contains="publish")
        found |= set(rows.values_list(f"{name}_id", flat=True))
    return found


def _delete(ids: list[int]) -> int:
    number = 0
    for start in range(0, len(ids), BATCH_SIZE):
        part = ids[start : start + BATCH_SIZE]
        try:
            number += Revision.objects.filter(pk__in=part).delete()[1].get("wagtailcore.Revision", 0)
        except ProtectedError:
            continue  # referenced in the meantime
    return number
