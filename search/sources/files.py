"""Files that pages and documents carry → entries. A file is found where it is shown, and links to there.

Files in private collections give no entry, whoever shows them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import CollectionViewRestriction

from cms.core.file_text import store as texts
from cms.core.models import SchoolDocument
from cms.legal.models import LegalDocumentFile
from search.contract import ANNEX, FILE, Entry
from search.keys import title_key

MOST = 50  # files of one page or document
MAX_BODY = 100_000  # characters
_LINK = re.compile(r"<a\b[^>]*\blinktype=[\"']document[\"'][^>]*>", re.IGNORECASE)
_ID = re.compile(r"\bid=[\"'](\d{1,18})[\"']")


@dataclass(frozen=True)
class Carrier:
    """A public page or document as an entry, with the ids of its files in reading order."""

    entry: Entry
    file_ids: tuple[int, ...]


def of_page(page) -> tuple[int, ...]:
    """Ids of the files that a (specific) page shows: fields, blocks, links in its text. No query."""
    found: list[int] = []
    for field in page._meta.concrete_fields:
        value = getattr(page, field.attname)
        if isinstance(field, models.ForeignKey) and field.related_model is SchoolDocument:
            found += [value] if value else []
        elif isinstance(field, StreamField):
            found.extend(_of_block(field.stream_block, value.raw_data))
        elif isinstance(field, RichTextField):
            found.extend(_of_markup(value))
    return tuple(dict.fromkeys(found))[:MOST]


def _of_markup(markup: str | None) -> Iterator[int]:
    for link in _LINK.findall(markup or ""):
        if match := _ID.search(link):
            yield int(match[1])


def _of_block(block: blocks.Block, raw) -> Iterator[int]:
    """As ``search.sources.text.stream_words``: from the raw value, which fetches nothing."""
    if not raw:
        return
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            if (child := block.child_blocks.get(item.get("type"))) is not None:
                yield from _of_block(child, item.get("value"))
    elif isinstance(block, blocks.StructBlock):
        if isinstance(raw, dict):
            for name, child in block.child_blocks.items():
                yield from _of_block(child, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            value = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from _of_block(block.child_block, value)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _of_markup(raw)
    elif isinstance(block, DocumentChooserBlock) and isinstance(raw, int):
        yield raw


def of_documents(document_ids: Iterable[int], with_provisions: set[int]) -> dict[int, tuple[int, ...]]:
    """Document of the library → its files. Where the text is kept by articles, originals would say it twice."""
    found = defaultdict(list)
    rows = LegalDocumentFile.objects.filter(document_id__in=list(document_ids)).order_by("document_id", "sort_order")
    for row in rows:
        repeats = row.role in (LegalDocumentFile.Role.ORIGINAL, LegalDocumentFile.Role.TEXT)
        if not (repeats and row.document_id in with_provisions):
            found[row.document_id].append(row.file_id)
    return {pk: tuple(dict.fromkeys(ids))[:MOST] for pk, ids in found.items()}


def public_files(file_ids: Iterable[int]) -> dict[int, SchoolDocument]:
    """Those of the files that nothing keeps private; one query."""
    file_ids = set(file_ids)
    if not file_ids:
        return {}
    seen = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    private = CollectionViewRestriction.objects.annotate(seen=seen).filter(seen__startswith=F("collection__path"))
    return SchoolDocument.objects.filter(pk__in=file_ids).filter(~Exists(private)).in_bulk()


def file_id_of(ref: str) -> int:
    """``file:12-7`` is file 7 as page 12 carries it, ``annex:5-7`` as document 5 does."""
    return int(ref.rpartition("-")[2])


def entries(carriers: Iterable[Carrier], read: bool) -> tuple[list[Entry], list[int]]:
    """(entries of the public files, ids of files not read yet). ``read`` reads those now, which takes its time."""
    carriers = list(carriers)
    files = public_files(pk for carrier in carriers for pk in carrier.file_ids)
    kept = texts.kept(files.values())
    unread = [pk for pk, file in files.items() if pk not in kept and texts.kind_of(file)]
    if read:
        kept |= {pk: found for pk in unread if (found := texts.read(files[pk]))}
        unread = []
    found = [_entry(carrier.entry, files[pk], kept) for carrier in carriers for pk in carrier.file_ids if pk in files]
    return found, unread


def _entry(carrier: Entry, file: SchoolDocument, kept: Mapping) -> Entry:
    kind, number = (FILE, carrier.id[5:]) if carrier.id.startswith("page:") else (ANNEX, carrier.id[9:])
    return replace(
        carrier,
        id=f"{kind}:{number}-{file.pk}",
        kind=kind,
        title=file.title,
        heading=file.title,
        context=" ".join(filter(None, (carrier.number, carrier.title, carrier.school_name))),
        summary="",
        body=kept[file.pk].text[:MAX_BODY] if file.pk in kept else "",
        parent_id=carrier.id,
        parent_title=carrier.title,
        keys=(title_key(file.title),) if kind == FILE and len(file.title) < 150 else (),
    )
