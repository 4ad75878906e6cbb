"""Writes the entries of sources to the database index and the engine. Idempotent: every call reads current content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from search.backends import circuit_breaker, configured_engine
from search.backends.base import EngineUnavailable
from search.backends.database import dialect_tables, forget_statistics
from search.backends.server import EngineBackend
from search.index import attachments, store
from search.index.contract import ACTIVITY_KINDS, Entry
from search.index.sources import activities, documents, files, pages
from search.index.sources.visibility import source_ids
from search.models import CarriedFile, IndexEntry, IndexKey, TermCount
from search.signals import text_requested

PAGES_AT_ONCE, DOCUMENTS_AT_ONCE = 300, 20
Progress = Callable[[int], None]


def _read_sources(sources: set[str], read_files: bool = False) -> tuple[list[Entry], list[int]]:
    """Returns (entries, ids of files whose text is not extracted yet); ``read_files`` extracts it now."""
    page_ids, document_ids = source_ids(sources, "page"), source_ids(sources, "document")
    carriers = pages.carriers(page_ids) if page_ids else []
    more: list[Entry] = []
    if document_ids:
        found, more = documents.carriers(document_ids)
        carriers += found
    for kind in ACTIVITY_KINDS:
        if ids := source_ids(sources, kind):
            more += activities.activity_entries(kind, ids)
    attachments.record_attachments(sources, {carrier.entry.source: carrier.file_ids for carrier in carriers})
    of_files, unread = files.file_entries(carriers, read_files)
    return [*(carrier.entry for carrier in carriers), *more, *of_files], unread


def update_sources(sources: Iterable[str], force: bool = False) -> EngineUnavailable | None:
    """Synchronizes the entries of these sources (``page:12``, ``document:5``); does not write unchanged ones.

    ``force`` sends them all to the engine, whatever the database index says. Returns the engine's failure or None:
    after a failure the database index is current and the engine is stale.
    """
    sources = set(sources)
    if document_ids := source_ids(sources, "document"):
        sources |= {f"document:{pk}" for pk in documents.with_translations(document_ids)}
    entries, unread = _read_sources(sources)
    wanted = {entry.id: entry for entry in entries}
    known = store.known_digests(sources)
    changed = [entry for ref, entry in wanted.items() if known.get(ref) != store.digest_of(entry)]
    deleted = [ref for ref in known if ref not in wanted]
    if deleted:
        store.remove_entries(deleted)
    items = store.write_entries(changed) if changed else []
    if unread:
        text_requested.send(sender=None, file_ids=sorted(unread))
    backend = configured_engine()
    if backend is None or not (force or items or deleted):
        return None
    if circuit_breaker.is_open() and not force:
        return EngineUnavailable("left alone after a failure")
    try:
        push_to_engine(sources) if force else backend.apply(items, deleted)
    except EngineUnavailable as error:
        circuit_breaker.open_circuit()
        return error
    return None


def push_to_engine(sources: Iterable[str]) -> None:
    """Makes the engine's entries of these sources equal to the database's. Raises ``EngineUnavailable``."""
    backend, sources = configured_engine(), sorted(sources)
    if backend is None:
        return
    items = store.engine_items(IndexEntry.objects.filter(source__in=sources))
    surplus = backend.ids_of(sources) - {row.ref for row, _ in items}
    backend.apply(items, sorted(surplus))


def index_pages(page_ids: Iterable[int]) -> EngineUnavailable | None:
    """Synchronizes the entries of these pages, in one pass per chunk. Returns the engine's failure or None."""
    page_ids = list(page_ids)
    failure = None
    for start in range(0, len(page_ids), PAGES_AT_ONCE):
        failure = update_sources(f"page:{pk}" for pk in page_ids[start : start + PAGES_AT_ONCE]) or failure
    return failure


def all_sources() -> Iterator[list[str]]:
    """Yields every source that may have entries, in chunks."""
    for kind, ids, size in (
        ("page", pages.all_ids(), PAGES_AT_ONCE),
        ("document", documents.all_ids(), DOCUMENTS_AT_ONCE),
        *((kind, activities.all_ids(kind), PAGES_AT_ONCE) for kind in ACTIVITY_KINDS),
    ):
        for start in range(0, len(ids), size):
            yield [f"{kind}:{pk}" for pk in ids[start : start + size]]


def reconcile_database(progress: Progress | None = None, from_empty: bool = False) -> int:
    """Synchronizes the whole database index with the content, chunk by chunk, while it serves searches. Writes
    unchanged entries only if ``from_empty``. Returns the number of entries written or removed."""
    seen: set[str] = set()
    changed = 0
    for chunk in all_sources():
        wanted = {entry.id: entry for entry in _read_sources(set(chunk), read_files=True)[0]}
        known = store.known_digests(chunk)
        deleted = [ref for ref in known if ref not in wanted]
        fresh = [entry for ref, entry in wanted.items() if from_empty or known.get(ref) != store.digest_of(entry)]
        store.remove_entries(deleted)
        store.write_entries(fresh)
        changed += len(deleted) + len(fresh)
        seen.update(wanted)
        if progress:
            progress(len(chunk))
    surplus = [ref for ref in IndexEntry.objects.values_list("ref", flat=True).iterator() if ref not in seen]
    store.remove_entries(surplus)
    if from_empty:
        dialect_tables().recount()
    forget_statistics()
    return changed + len(surplus)


def count_entries() -> int:
    """Returns the number of entries of the database index."""
    return IndexEntry.objects.count()


def clear_database() -> None:
    """Empties the database index (before a rebuild from scratch)."""
    IndexKey.objects.all().delete()
    IndexEntry.objects.all().delete()
    TermCount.objects.all().delete()
    CarriedFile.objects.all().delete()
    forget_statistics()


def rebuild_engine(backend: EngineBackend, progress: Progress | None = None) -> int:
    """Builds a new engine index from the rows of the database index; it replaces the old one when it is complete, then
    repairs changes made meanwhile. Returns the number of entries."""

    def batches() -> Iterator[list[tuple[IndexEntry, tuple[str, ...]]]]:
        rows = IndexEntry.objects.order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[: store.BATCH]):
            yield store.engine_items(batch)
            last = batch[-1].pk
            if progress:
                progress(len(batch))

    count = backend.rebuild(batches())
    repair_drift(backend)
    return count


def content_drift() -> tuple[int, int]:
    """Returns (number of public items without an entry, number of entries of items that are no longer public). It does
    not compare titles and texts: ``search_repair`` does that."""
    public = {f"page:{pk}" for pk in pages.served_ids()} | {f"document:{pk}" for pk in documents.all_ids()}
    public |= {f"{kind}:{pk}" for kind in ACTIVITY_KINDS for pk in activities.all_ids(kind)}
    indexed = set(IndexEntry.objects.order_by().values_list("source", flat=True).distinct())
    return len(public - indexed), len(indexed - public)


@dataclass(frozen=True)
class EngineDrift:
    """References of entries that differ on the engine, by kind of difference."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    surplus: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.surplus)


def find_drift(backend: EngineBackend) -> EngineDrift:
    """Returns how the engine differs from the database index."""
    engine_digests = backend.digests()
    digests = dict(IndexEntry.objects.values_list("ref", "digest"))
    return EngineDrift(
        missing=tuple(sorted(digests.keys() - engine_digests.keys())),
        stale=tuple(
            sorted(ref for ref in digests.keys() & engine_digests.keys() if digests[ref] != engine_digests[ref])
        ),
        surplus=tuple(sorted(engine_digests.keys() - digests.keys())),
    )


def repair_drift(backend: EngineBackend) -> EngineDrift:
    """Writes and removes entries that differ. Returns the differences found."""
    found = find_drift(backend)
    wrong = [*found.missing, *found.stale]
    for start in range(0, len(wrong), store.BATCH):
        rows = IndexEntry.objects.filter(ref__in=wrong[start : start + store.BATCH])
        backend.apply(store.engine_items(rows), [])
    if found.surplus:
        backend.apply([], found.surplus)
    return found
