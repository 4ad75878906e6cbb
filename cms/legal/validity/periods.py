"""Stores a document's past and future statuses as rows (``StatusPeriod``) and sends a signal when the current one
changes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.legal.models import LegalDocument, LegalEvent, LegalRelation, StatusPeriod
from cms.legal.signals import statuses_changed
from cms.legal.validity import relation_kinds, reviews
from cms.legal.validity.facts import validity_facts
from cms.legal.validity.status import compute_periods, is_contradicted
from cms.legal.validity.status_periods import codes_on

BATCH = 500


def recompute_periods(ids: Iterable[int], day: datetime.date | None = None) -> set[int]:
    """Updates the periods of these documents and of those on which they act, opens review tasks, and sends
    ``statuses_changed`` where today's status differs from the last one sent. Returns the ids of the documents whose
    history changed."""
    day = day or timezone.localdate()
    changed: set[int] = set()
    for batch in _batches(_affected(ids)):
        changed |= _recompute(batch)
        _tell_changes(batch, day)
    reviews.open_review_tasks(day)
    return changed


def recompute_all_periods(day: datetime.date | None = None) -> set[int]:
    return recompute_periods(LegalDocument.objects.values_list("pk", flat=True), day)


def _affected(ids: Iterable[int]) -> set[int]:
    ids = set(ids)
    found = set(ids)
    for batch in _batches(ids):
        rows = LegalRelation.objects.filter(source__in=batch, kind__in=relation_kinds.EVENTS, target__isnull=False)
        found.update(rows.values_list("target_id", flat=True))
        found.update(LegalEvent.objects.filter(by__in=batch).values_list("document_id", flat=True))
    return found


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    ids = sorted(ids)
    for first in range(0, len(ids), BATCH):
        yield ids[first : first + BATCH]


def _recompute(ids: list[int]) -> set[int]:
    """Translations have the status of their original."""
    keys = LegalDocument.objects.filter(pk__in=ids).values("translation_key")
    rows = LegalDocument.objects.filter(translation_key__in=keys).select_related("locale", "doc_type")
    by_key = defaultdict(list)
    for row in rows.defer("folded", "title", "abstract", "summary"):
        by_key[row.translation_key].append(row)
    originals = {key: _original(group) for key, group in by_key.items()}
    facts = dict(zip(originals, validity_facts(originals.values()), strict=True))
    wanted: dict[int, tuple] = {}
    for key, group in by_key.items():
        history = tuple(
            (
                period.code,
                period.begins or StatusPeriod.FIRST,
                period.ends or StatusPeriod.LAST,
                period.how,
                period.source,
                period.known_on,
            )
            for period in compute_periods(facts[key])
        )
        wanted |= {row.pk: history for row in group}
    today = timezone.localdate()
    reviews.open_contradiction_reviews(
        {originals[key].pk: is_contradicted(facts[key], today) for key, group in by_key.items()}
    )
    return _write(wanted)


def _original(group: list[LegalDocument]) -> LegalDocument:
    return next((row for row in group if row.locale.language_code == settings.LANGUAGE_CODE), group[0])


def _write(wanted: dict[int, tuple]) -> set[int]:
    present: dict[int, list[tuple]] = defaultdict(list)
    for pk, *period in StatusPeriod.objects.filter(document__in=wanted).values_list(
        "document_id", "code", "begins", "ends", "how", "source", "known_on"
    ):
        present[pk].append(tuple(period))
    changed = {pk for pk, history in wanted.items() if sorted(present[pk], key=lambda row: row[1]) != list(history)}
    StatusPeriod.objects.filter(document__in=changed).delete()
    StatusPeriod.objects.bulk_create(
        [
            StatusPeriod(document_id=pk, code=code, begins=begins, ends=ends, how=how, source=source, known_on=known_on)
            for pk in sorted(changed)
            for code, begins, ends, how, source, known_on in wanted[pk]
        ]
    )
    return changed


def _tell_changes(ids: list[int], day: datetime.date) -> None:
    codes = codes_on(ids, day)
    groups = defaultdict(list)
    for pk, told in LegalDocument.objects.filter(pk__in=ids).values_list("pk", "current_status"):
        if pk in codes and codes[pk] != told:
            groups[told, codes[pk]].append(pk)
    for (old, new), documents in groups.items():
        rows = LegalDocument.objects.filter(pk__in=documents)
        if not old:
            rows.update(current_status=new)
            continue
        rows.update(current_status=new, updated_at=timezone.now())
        transaction.on_commit(partial(statuses_changed.send, sender=None, documents=documents, old=old, new=new))
