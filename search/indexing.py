"""Sources → entries → the database index and the engine. Idempotent: every call reads the truth of the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from search import store
from search.analysis import tokens_of
from search.backends import engine
from search.backends.base import EngineDown
from search.backends.database import forget_stats, vendor
from search.contract import Entry
from search.models import IndexEntry, IndexKey, TermCount
from search.sources import documents, pages

PAGES_AT_ONCE, DOCUMENTS_AT_ONCE = 300, 20
Progress = Callable[[int], None]


def _ids(sources: Iterable[str], kind: str) -> set[int]:
    prefix = kind + ":"
    return {int(source[len(prefix) :]) for source in sources if source.startswith(prefix)}


def _read(sources: set[str]) -> list[Entry]:
    page_ids, document_ids = _ids(sources, "page"), _ids(sources, "document")
    found = pages.entries(page_ids) if page_ids else []
    return found + documents.entries(document_ids) if document_ids else found


def update(sources: Iterable[str], force: bool = False) -> EngineDown | None:
    """Bring the entries of these sources (``page:12``, ``document:5``) in step; unchanged ones are not written.

    ``force`` sends them all to the engine, whatever the database index says. Returns the engine's failure,
    if any: the database index is then right and the engine behind.
    """
    sources = set(sources)
    sources |= {f"document:{pk}" for pk in documents.with_translations(_ids(sources, "document"))}
    wanted = {entry.id: entry for entry in _read(sources)}
    known = store.known(sources)
    changed = [entry for ref, entry in wanted.items() if known.get(ref) != store.digest_of(entry)]
    gone = [ref for ref in known if ref not in wanted]
    tokens = [tokens_of(entry) for entry in changed]
    if gone:
        store.remove(gone)
    if changed:
        store.write(changed, tokens)
    if force:
        changed = list(wanted.values())
        tokens = [tokens_of(entry) for entry in changed]
        gone = [*gone, *sources]  # a source that vanished is removed by its name
    return _to_engine(changed, tokens, gone)


def _to_engine(changed: Sequence[Entry], tokens, gone: Sequence[str]) -> EngineDown | None:
    backend = engine()
    if backend is None or not (changed or gone):
        return None
    try:
        backend.apply(changed, tokens, gone)
    except EngineDown as error:
        return error
    return None


def index_pages(page_ids: Iterable[int]) -> EngineDown | None:
    """Bring these pages in step, in one pass per chunk."""
    page_ids = list(page_ids)
    failure = None
    for start in range(0, len(page_ids), PAGES_AT_ONCE):
        failure = update(f"page:{pk}" for pk in page_ids[start : start + PAGES_AT_ONCE]) or failure
    return failure


def all_sources() -> Iterator[list[str]]:
    """Every source that may have entries, in chunks."""
    for kind, ids, size in (
        ("page", pages.all_ids(), PAGES_AT_ONCE),
        ("document", documents.all_ids(), DOCUMENTS_AT_ONCE),
    ):
        for start in range(0, len(ids), size):
            yield [f"{kind}:{pk}" for pk in ids[start : start + size]]


def rebuild_database(progress: Progress | None = None) -> int:
    """Bring the whole database index in step, chunk by chunk; it serves all the time. The number of entries."""
    seen: set[str] = set()
    for chunk in all_sources():
        wanted = {entry.id: entry for entry in _read(set(chunk))}
        known = store.known(chunk)
        store.remove([ref for ref in known if ref not in wanted])
        store.write([entry for ref, entry in wanted.items() if known.get(ref) != store.digest_of(entry)])
        seen.update(wanted)
        if progress:
            progress(len(chunk))
    stray = [ref for ref in IndexEntry.objects.values_list("ref", flat=True).iterator() if ref not in seen]
    store.remove(stray)
    vendor().compact()
    forget_stats()
    return len(seen)


def clear_database() -> None:
    """Empty the database index (before a rebuild from nothing)."""
    IndexKey.objects.all().delete()
    IndexEntry.objects.all().delete()
    TermCount.objects.all().delete()
    forget_stats()


def rebuild_engine(backend, progress: Progress | None = None) -> int:
    """A new index on the engine, which takes the old one's place when it is whole."""

    def batches():
        for chunk in all_sources():
            entries = _read(set(chunk))
            yield entries, [tokens_of(entry) for entry in entries]
            if progress:
                progress(len(chunk))

    return backend.rebuild(batches())
