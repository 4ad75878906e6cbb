"""Updates ``MirrorEntry`` in the transactions that change the library (``change_signals.announce_changes``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.legal.models import LegalDocument, LegalEvent, LegalRelation, MirrorEntry

BATCH = 500


def record_changes(ids: Iterable[int]) -> None:
    """Records that these documents (or translations of them) were written or deleted."""
    ids = sorted(ids)
    for some in (ids[first : first + BATCH] for first in range(0, len(ids), BATCH)):
        _record_batch(some)


def _record_batch(ids: list[int]) -> None:
    keys = LegalDocument.objects.filter(pk__in=ids).values("translation_key")
    rows = list(
        _originals().filter(translation_key__in=keys).values_list("pk", "translation_key", "live", "confidential")
    )
    public = {pk: key for pk, key, live, confidential in rows if live and not confidential}
    hidden = [pk for pk, _key, live, confidential in rows if not live or confidential]
    gone = MirrorEntry.objects.filter(Q(document__in=hidden) | Q(document=None), public=True)
    _write(public, gone)


def _write(public: dict[int, UUID], gone: QuerySet[MirrorEntry]) -> None:
    now = timezone.now()
    known = MirrorEntry.objects.filter(key__in=public.values(), public=True).values_list("document", flat=True)
    flipped = {*public.keys() - set(known), *(pk for pk in gone.values_list("document", flat=True) if pk)}
    gone.update(public=False, changed_at=now)
    MirrorEntry.objects.bulk_create(
        [MirrorEntry(key=key, document_id=pk, public=True, changed_at=now) for pk, key in public.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["document", "public", "changed_at"],
    )
    if flipped:
        MirrorEntry.objects.filter(public=True, document__in=set(_neighbours(flipped))).update(changed_at=now)


def _originals() -> QuerySet[LegalDocument]:
    return LegalDocument.objects.filter(locale__language_code=settings.LANGUAGE_CODE)


def _neighbours(ids: set[int]) -> Iterator[int]:
    """Documents whose relations or events lead to or from these: their API records name these, or no longer do."""
    for model in (LegalRelation, LegalEvent):
        own, other = model.PARENT, model.OTHER
        yield from model.objects.filter(**{f"{other}__in": ids}).values_list(own, flat=True)
        yield from model.objects.filter(**{f"{own}__in": ids, f"{other}__isnull": False}).values_list(other, flat=True)


def reconcile_changes() -> int:
    """Records changes that sent no signals (manual queries, restored rows). Returns the number of wrong entries."""
    public = _originals().filter(live=True, confidential=False)
    missing = public.exclude(pk__in=MirrorEntry.objects.filter(public=True, document__isnull=False).values("document"))
    gone = MirrorEntry.objects.filter(public=True).exclude(document__in=public)
    gone = MirrorEntry.objects.filter(pk__in=list(gone.values_list("pk", flat=True)))
    found = dict(missing.values_list("pk", "translation_key"))
    wrong = len(found) + gone.count()
    if wrong:
        _write(found, gone)
    return wrong
