"""Attachments: records which pages and documents carry which file, to reindex them when the file changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from search.models import CarriedFile


def record_attachments(sources: Iterable[str], files: Mapping[str, tuple[int, ...]]) -> None:
    """Replaces the recorded files of ``sources`` with ``files`` (source → ids; absent: none)."""
    sources = list(sources)
    before = set(CarriedFile.objects.filter(source__in=sources).values_list("source", "file_id"))
    now = {(source, pk) for source in sources for pk in files.get(source, ())}
    for source, pk in before - now:
        CarriedFile.objects.filter(source=source, file_id=pk).delete()
    CarriedFile.objects.bulk_create(CarriedFile(source=source, file_id=pk) for source, pk in sorted(now - before))


def find_carriers(file_ids: Iterable[int] | QuerySet) -> list[str]:
    """Returns the sources that carry any of the files (ids, or a queryset of them)."""
    rows = CarriedFile.objects.filter(file_id__in=file_ids)
    return sorted(set(rows.values_list("source", flat=True)))
