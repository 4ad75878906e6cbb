"""The text of a page piece by piece: fields, rich text, blocks at any depth. One walk reads and rewrites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

_NOT_TEXT = (blocks.URLBlock, blocks.ChoiceBlock, blocks.RawHTMLBlock)


@dataclass(frozen=True, slots=True)
class TextPiece:
    """``place``: field, and the path into its blocks ("body.2.transcript"). ``value``: HTML or plain text."""

    place: str
    value: str
    is_html: bool


#: Takes a piece and returns its new value.
Change = Callable[[TextPiece], str]


def page_pieces(page: Page) -> list[TextPiece]:
    """Returns the pieces in the order of the page's fields; ``page`` must be specific."""
    found: list[TextPiece] = []

    def keep(piece: TextPiece) -> str:
        found.append(piece)
        return piece.value

    for field in _fields(page):
        _field(page, field, keep)
    return found


def rewrite_page(page: Page, change: Change) -> bool:
    """Puts the changed pieces into ``page`` (in memory); unchanged text stays identical. Returns whether anything
    changed."""
    changed = False
    for field in _fields(page):
        before = _raw(page, field)
        after = _field(page, field, change)
        if after != before:
            changed = True
            value = StreamValue(field.stream_block, after, is_lazy=True) if isinstance(field, StreamField) else after
            setattr(page, field.name, value)
    return changed


def _fields(page: Page) -> list[models.Field]:
    own = [field for field in page._meta.concrete_fields if field.model is not Page and field.editable]
    title = page._meta.get_field("title")
    return [title, *(field for field in own if isinstance(field, models.TextField | StreamField))]


def _raw(page: Page, field):
    value = getattr(page, field.name)
    return value.get_prep_value() if isinstance(field, StreamField) else value


def _field(page: Page, field, change: Change):
    raw = _raw(page, field)
    if isinstance(field, StreamField):
        return _stream(field.stream_block, raw, field.name, change)
    return change(TextPiece(field.name, raw, isinstance(field, RichTextField))) if raw else raw


def _block(block: blocks.Block, raw, place: str, change: Change):
    if raw is None or isinstance(block, _NOT_TEXT):
        return raw
    if isinstance(block, blocks.StructBlock):
        return {
            name: _block(block.child_blocks[name], value, f"{place}.{name}", change)
            if name in block.child_blocks
            else value
            for name, value in raw.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [_item(block.child_block, item, f"{place}.{number}", change) for number, item in enumerate(raw)]
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, raw, place, change)
    if isinstance(block, blocks.RichTextBlock | blocks.CharBlock | blocks.TextBlock) and isinstance(raw, str) and raw:
        return change(TextPiece(place, raw, isinstance(block, blocks.RichTextBlock)))
    return raw


def _item(block: blocks.Block, raw, place: str, change: Change):
    """List items have an id; older ones are bare values."""
    if isinstance(raw, dict) and "value" in raw and "type" in raw:
        return {**raw, "value": _block(block, raw["value"], place, change)}
    return _block(block, raw, place, change)


def _stream(block: blocks.StreamBlock, raw, place: str, change: Change) -> list:
    return [
        {**child, "value": _block(block.child_blocks[child["type"]], child["value"], f"{place}.{number}", change)}
        if child["type"] in block.child_blocks
        else child
        for number, child in enumerate(raw)
    ]
