"""Moves the sources' statements of the second of two merged entries to the first; nothing is lost."""

from __future__ import annotations

from django.utils import timezone

from cms.legal.models import LegalDocument, Provision, SourceConflict, SourceRecord, TextVersion
from cms.legal.sources import source_registry, store


def move_sources(kept: LegalDocument, other: LegalDocument) -> None:
    """Moves records, texts and decisions. The statements of ``kept`` take precedence; what the same source stated about
    ``other`` becomes former and fills gaps only. ``kept`` shows the text of ``other`` where it shows none. Open
    conflicts are derived anew (``conflicts.renew_conflicts_of``) after the merge."""
    _move_records(kept, other)
    same = _move_texts(kept, other)
    SourceConflict.objects.filter(document=other, state=SourceConflict.State.OPEN).delete()
    held = set(SourceConflict.objects.filter(document=kept).values_list("digest", flat=True))
    for row in SourceConflict.objects.filter(document=other).exclude(digest__in=held):
        row.document = kept
        if row.text_id in same:
            row.text_id = same[row.text_id]
        row.save(update_fields=["document", "text"])
    TextVersion.objects.filter(pk__in=same).delete()


def _move_records(kept: LegalDocument, other: LegalDocument) -> None:
    own, theirs = ({row.source: row for row in _current(document)} for document in (kept, other))
    now = timezone.now()
    for document, said, against, until in ((kept, own, theirs, None), (other, theirs, own, now)):
        if against and not said:  # entered by hand: no source states it yet
            values, day = store.document_values(document), timezone.localdate(document.updated_at)
            said[source_registry.OFFICE] = SourceRecord.objects.create(
                document=document, source=source_registry.OFFICE, values=values, stated_on=day, replaced_at=until
            )
    for source, record in theirs.items():
        mine = own.get(source)
        if mine is None and source != source_registry.OFFICE:
            continue
        SourceRecord.objects.filter(pk=record.pk).update(replaced_at=record.replaced_at or now)
        if mine is not None and source != source_registry.OFFICE:
            _fill(mine, record, now)
    SourceRecord.objects.filter(document=other).update(document=kept)


def _current(document: LegalDocument) -> list[SourceRecord]:
    return list(SourceRecord.objects.filter(document=document, replaced_at__isnull=True))


def _fill(mine: SourceRecord, other: SourceRecord, now) -> None:
    """Fills the gaps of a source's record with what it stated about the second entry: as a new record beside both."""
    values, said = {**other.values, **mine.values}, mine if mine.status else other
    if (values, said.status) == (mine.values, mine.status):
        return
    SourceRecord.objects.filter(pk=mine.pk).update(replaced_at=now)
    SourceRecord.objects.create(
        document_id=mine.document_id, source=mine.source, address=mine.address or other.address,
        stated_on=mine.stated_on, values=values, status=said.status, status_on=said.status_on,
    )  # fmt: skip


def _move_texts(kept: LegalDocument, other: LegalDocument) -> dict[int, int]:
    """Versions that ``kept`` already has are not doubled. Returns the primary key of each such version → that of its
    twin."""
    _hold_written(kept, other)
    shows, public = kept.provisions.exists(), other.live and not other.confidential
    if not shows and public:
        Provision.objects.filter(document=other).update(document=kept)
        TextVersion.objects.filter(document=kept, shown=True).update(shown=False)
    own = {(row.source, row.digest): row for row in _versions(kept)}
    current = {row.source: row for row in own.values() if row.current}
    same: dict[int, int] = {}
    for row in _versions(other):
        if not public:  # a merge does not make a text public
            row.doubts, row.current = [*row.doubts, "not_public"], False
        shown = row.shown and not shows and public
        twin = own.get((row.source, row.digest))
        former = current.get(row.source)
        if shown and former is not None and former is not twin:
            TextVersion.objects.filter(pk=former.pk).update(current=False)
        found = twin or row
        found.current = shown or (found.current and (twin is not None or former is None))
        found.decided = row.decided if shown else (twin is not None and twin.decided)
        found.shown = shown or (twin is not None and twin.shown)
        found.document = kept
        found.save(update_fields=["document", "current", "shown", "decided", "doubts"])
        if twin is not None:
            same[row.pk] = twin.pk
    return same


def _versions(document: LegalDocument) -> list[TextVersion]:
    return list(TextVersion.objects.filter(document=document).defer("packed").order_by("pk"))


def _hold_written(*documents: LegalDocument) -> None:
    """First stores texts without a version as one."""
    bare = [row for row in documents if not row.text_versions.exists()]
    store.previous_values(bare)
