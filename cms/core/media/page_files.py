"""Finds the files that a page links to, and filters files that everybody may open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import CollectionViewRestriction, Page

from cms.core.models import SchoolDocument
from cms.core.pages.raw_blocks import iter_leaf_blocks

MAX_FILES = 50  # files of one page or document
_LINK = re.compile(r"<a\b[^>]*\blinktype=[\"']document[\"'][^>]*>", re.IGNORECASE)
_ID = re.compile(r"\bid=[\"'](\d{1,18})[\"']")


def find_page_files(page: Page) -> tuple[int, ...]:
    """Returns ids of the files in fields, blocks and links of a (specific) page, at most ``MAX_FILES``. No query."""
    found: list[int] = []
    for field in page._meta.concrete_fields:
        value = getattr(page, field.attname)
        if isinstance(field, models.ForeignKey) and field.related_model is SchoolDocument:
            found += [value] if value else []
        elif isinstance(field, StreamField):
            found.extend(_file_ids_of_block(field.stream_block, value.raw_data))
        elif isinstance(field, RichTextField):
            found.extend(_file_ids_of_markup(value))
    return tuple(dict.fromkeys(found))[:MAX_FILES]


def private_collection_condition(collection_path: str) -> Exists:
    """Returns a query condition; ``collection_path`` is the lookup from the row to the path of its collection."""
    seen = ExpressionWrapper(OuterRef(collection_path), output_field=CharField())
    return Exists(CollectionViewRestriction.objects.annotate(seen=seen).filter(seen__startswith=F("collection__path")))


def filter_public_files(file_ids: Iterable[int]) -> dict[int, SchoolDocument]:
    """Returns id → file for the files outside private collections; one query."""
    file_ids = set(file_ids)
    if not file_ids:
        return {}
    return SchoolDocument.objects.filter(~private_collection_condition("collection__path"), pk__in=file_ids).in_bulk()


def _file_ids_of_markup(markup: str | None) -> Iterator[int]:
    for link in _LINK.findall(markup or ""):
        if match := _ID.search(link):
            yield int(match[1])


def _file_ids_of_block(block: blocks.Block, raw: Any) -> Iterator[int]:
    for leaf, value in iter_leaf_blocks(block, raw):
        if isinstance(leaf, blocks.RichTextBlock):
            yield from _file_ids_of_markup(value)
        elif isinstance(leaf, DocumentChooserBlock) and isinstance(value, int):
            yield value
