"""Stores the citations of live pages and of the library as rows, so that the cited side can be queried too.

Recording is idempotent: unchanged rows are not written. Unresolved rows are resolved again when a document arrives that
they may mean, and all rows that lead to a document when it changes (``resolve_unresolved``).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.core.media.file_text import store as file_texts
from cms.core.media.page_files import find_page_files, private_collection_condition
from cms.core.models import SchoolDocument
from cms.legal.citations.annotate import page_day
from cms.legal.citations.content import TextPiece, page_pieces
from cms.legal.citations.markup import parse_markup
from cms.legal.citations.resolve import LAW_TYPES, RESOLVED, Resolution, name_words, resolve_dated_citations
from cms.legal.models import Citation, LegalDocument
from cms.legal.parsing.citation_finder import Citation as Found
from cms.legal.parsing.citation_finder import find_citations
from cms.legal.parsing.numbers import parse_number
from cms.tenancy import sites

#: Version counter of citing sources: raised when citations change, or when a citing source becomes public or private.
CITED = "cited"
_KEPT = ("type", "number", "date", "name", "year", "partial_number", "issuer", "article", "clause", "point")
_NAME = "ten:"
_CHOSEN_PLACE = "document_links"
PAGES, DOCUMENTS = 200, 50  # read at a time; documents carry their whole text, pages that of their files


@dataclass(frozen=True)
class Text:
    """One text of a source, as ``find_citations`` reads it."""

    place: str
    text: str
    file_id: int | None = None


@dataclass
class Source:
    """A page or a document with its texts. ``chosen``: documents that were chosen for the page, not cited in its
    text."""

    page_id: int | None
    source_id: int | None
    school_id: int | None
    on: datetime.date | None
    texts: list[Text]
    chosen: list[int]

    @property
    def owner(self) -> tuple[int | None, int | None]:
        return self.page_id, self.source_id


def plain_text(piece: TextPiece) -> str:
    """Returns the text as a reader sees it; unsupported HTML is read without its tags."""
    if not piece.is_html:
        return piece.value
    marked = parse_markup(piece.value)
    return marked.text if marked.understood else ""


def resolution_key(found: Found) -> str:
    """Returns the lookup key for documents that arrive later."""
    words = parse_number(found.number).key if found.number else _NAME + " ".join(name_words(found))
    return words[:200]


# --- sources --------------------------------------------------------------------------------------------------


def page_sources(pages: Iterable[Page]) -> list[Source]:
    """Returns one source for each page; owners are looked up once for all."""
    pages = [page.specific for page in pages]
    infos = sites.sites_of_paths(page.url_path for page in pages)
    of_files = texts_of_files({page.pk: find_page_files(page) for page in pages})
    return [_page_source(page, infos.get(page.url_path), of_files[page.pk]) for page in pages]


def _page_source(page: Page, info, of_files: list[Text]) -> Source:
    links = getattr(page, "document_links", None)
    return Source(
        page.pk,
        None,
        info.school_id if info else None,
        page_day(page),
        [*(Text(piece.place, plain_text(piece)) for piece in page_pieces(page)), *of_files],
        [link.document_id for link in links.all()] if links is not None else [],
    )


def document_sources(documents: Sequence[LegalDocument]) -> list[Source]:
    """Returns the full text article by article, and the extracted text of the files. Four queries."""
    from django.db.models import prefetch_related_objects

    prefetch_related_objects(documents, "provisions", "files")
    of_files = texts_of_files({row.pk: [item.file_id for item in row.files.all()] for row in documents})
    found = []
    for document in documents:
        texts = [Text(row.anchor, row.text) for row in document.provisions.all() if row.text]
        found.append(Source(None, document.pk, None, document.issued_on, [*texts, *of_files[document.pk]], []))
    return found


def texts_of_files(carried: Mapping[int, Iterable[int]]) -> dict[int, list[Text]]:
    """Returns carrier → extracted text of its files (ids), private ones too: queries for citations leave those out
    (``filter_open_to_all``). Two queries, none where nothing is carried."""
    ids = {pk for some in carried.values() for pk in some}
    kept = file_texts.stored_texts(SchoolDocument.objects.filter(pk__in=ids).only("file_hash")) if ids else {}
    return {
        carrier: [Text(f"tep-{pk}", kept[pk].text, pk) for pk in some if pk in kept]
        for carrier, some in carried.items()
    }


def filter_open_to_all(rows: QuerySet[Citation]) -> QuerySet[Citation]:
    """Returns ``rows`` without citations in files of private collections."""
    return rows.filter(~private_collection_condition("file__collection__path"))


# --- recording ------------------------------------------------------------------------------------------------


def record_page(page: Page) -> int:
    """Records one page; returns the number of rows written or deleted."""
    return record_citations(page_sources([page]))


def record_pages(ids: Iterable[int]) -> int:
    """Records the live ones and deletes the rows of the others; returns the number of rows written or deleted."""
    ids = set(ids)
    live = Page.objects.live().filter(pk__in=ids)
    gone = ids - set(live.values_list("pk", flat=True))
    written = Citation.objects.filter(page__in=gone).delete()[0]
    for some in _chunks(sorted(ids - gone), PAGES):
        written += record_citations(page_sources(Page.objects.filter(pk__in=some).specific()))
    return written


def record_documents(ids: Iterable[int]) -> int:
    written = 0
    for some in _chunks(sorted(set(ids)), DOCUMENTS):
        documents = list(LegalDocument.objects.filter(pk__in=some).only("pk", "issued_on"))
        written += record_citations(document_sources(documents)) if documents else 0
    return written


def record_citations(sources: Sequence[Source]) -> int:
    """Makes the rows of these sources match their texts; returns the number of rows written or deleted."""
    read_once = cache(find_citations)  # many pages may carry one file
    found = [(source, text, one) for source in sources for text in source.texts for one in read_once(text.text)]
    resolutions = resolve_dated_citations([(one, source.on) for source, _text, one in found])
    wanted = defaultdict(list)
    for (source, text, one), resolution in zip(found, resolutions, strict=True):
        if resolution.document is None or resolution.document.pk != source.source_id:
            wanted[source.owner].append(_row(source, text, one, resolution))
    for source in sources:
        wanted[source.owner] += [_chosen_row(source, pk) for pk in source.chosen]
    return _write(sources, wanted)


def _row(source: Source, text: Text, one: Found, resolution: Resolution) -> Citation:
    return Citation(
        page_id=source.page_id,
        source_id=source.source_id,
        school_id=source.school_id,
        file_id=text.file_id,
        place=text.place[:120],
        start=one.start,
        end=one.end,
        span=one.span,
        kind=one.kind,
        key=resolution_key(one),
        details={name: value for name in _KEPT if (value := getattr(one, name))},
        on=source.on,
        state=resolution.status,
        document_id=resolution.document.pk if resolution.document else None,
        anchor=one.anchor[:80],
    )


def _chosen_row(source: Source, document_id: int) -> Citation:
    return Citation(
        page_id=source.page_id, school_id=source.school_id, place=_CHOSEN_PLACE, start=0, end=0, kind=Citation.CHOSEN,
        on=source.on, state=RESOLVED, document_id=document_id,
    )  # fmt: skip


_COMPARED = [field.attname for field in Citation._meta.concrete_fields if not field.primary_key]


def _values(row: Citation) -> tuple:
    """For comparison; PostgreSQL returns the keys of ``details`` in another order."""
    values = (getattr(row, name) for name in _COMPARED)
    return tuple(str(sorted(value.items()) if isinstance(value, dict) else value) for value in values)


def _write(sources: Sequence[Source], wanted: dict[tuple, list[Citation]]) -> int:
    pages = [source.page_id for source in sources if source.page_id]
    documents = [source.source_id for source in sources if source.source_id]
    with transaction.atomic():
        old = defaultdict(list)
        for row in Citation.objects.filter(Q(page__in=pages) | Q(source__in=documents)):
            old[row.page_id, row.source_id].append(row)
        new, gone = [], []
        for source in sources:
            known = {_values(row): row for row in old[source.owner]}
            for row in wanted[source.owner]:
                if known.pop(_values(row), None) is None:
                    new.append(row)
            gone += [row.pk for row in known.values()]
        for some in _chunks(gone, 500):
            Citation.objects.filter(pk__in=some).delete()
        Citation.objects.bulk_create(new, batch_size=500)
        if new or gone:
            versions.bump_versions(CITED)
    return len(new) + len(gone)


# --- when the library changes ---------------------------------------------------------------------------------


def resolve_unresolved(ids: Iterable[int]) -> set[int]:
    """Call it after documents were created, changed or deleted: resolves again the citations that lead to them or may
    mean them now. Returns the primary keys of pages whose citations changed."""
    ids = set(ids)
    pages: set[int] = set()
    for some in _chunks(sorted(ids), 200):
        documents = LegalDocument.objects.filter(pk__in=some)
        keys, names = set(), False
        for number, type_name in documents.values_list("number_key", "doc_type__name"):
            keys |= {number, *_beginnings(number)}
            if type_name in LAW_TYPES:
                names = True
        condition = Q(document__in=some) | Q(key__in=keys - {""}) | Q(state=RESOLVED, document=None)
        pages |= _resolve_again(Citation.objects.filter(condition | Q(key__startswith=_NAME) if names else condition))
    return pages


def _beginnings(key: str) -> Iterator[str]:
    """ "06-2010-qd-ttg" may be what "Quyết định 06/2010" means."""
    parts = key.split("-")
    return ("-".join(parts[:length]) for length in (1, 2) if length < len(parts))


@allow_all_rows("a document of the library is cited by the pages of many schools")
def _resolve_again(rows) -> set[int]:
    pages: set[int] = set()
    chosen = rows.filter(kind=Citation.CHOSEN, document=None)
    pages |= set(chosen.values_list("page_id", flat=True))
    chosen.delete()
    pks = list(rows.exclude(kind=Citation.CHOSEN).values_list("pk", flat=True))
    for some in _chunks(pks, 500):
        found = list(Citation.objects.filter(pk__in=some))
        changed = []
        for row, resolution in zip(
            found, resolve_dated_citations([(_found(row), row.on) for row in found]), strict=True
        ):
            now = (resolution.status, resolution.document.pk if resolution.document else None)
            if now[1] is not None and now[1] == row.source_id:
                now = (Citation.State.UNRESOLVED, None)
            if now != (row.state, row.document_id):
                row.state, row.document_id = now
                changed.append(row)
        Citation.objects.bulk_update(changed, ["state", "document"])
        if changed:
            versions.bump_versions(CITED)
        pages |= {row.page_id for row in changed if row.page_id is not None}
    return pages


_EMPTY = {field.name: None for field in fields(Found)}


def _found(row: Citation) -> Found:
    values = {**_EMPTY, "span": row.span, "kind": row.kind, "partial_number": False, "start": 0, "end": 0}
    return Found(**{**values, "doc_start": 0, "doc_end": 0, **row.details})


def _chunks(values: Sequence, size: int) -> Iterator[Sequence]:
    return (values[first : first + size] for first in range(0, len(values), size))
