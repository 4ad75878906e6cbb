"""Extracts the text of a page from its rich text and stream fields, without rendering and without a query."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.core.pages.raw_blocks import iter_leaf_blocks

MAX_BODY = 100_000  # characters

_BREAKS = re.compile(r"<(?:br|hr|/p|/h\d|/li|/blockquote)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\xa0]*\n\s*")

#: Blocks without text to read: their value is a URL, a choice or a number.
_SKIPPED_TAGS = (blocks.URLBlock, blocks.ChooserBlock, blocks.ChoiceBlock, blocks.RawHTMLBlock, blocks.EmailBlock)


def to_plain_text(markup: str) -> str:
    """Returns the text of the editor's HTML, a line per paragraph.

    >>> to_plain_text("<p>Điều&nbsp;5</p><p>Trẻ <b>em</b></p>")
    'Điều 5\\nTrẻ em'
    """
    text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", markup or ""))).replace("\xa0", " ")
    return _SPACES.sub("\n", text).strip()


def stream_texts(block: blocks.Block, raw: Any) -> Iterator[str]:
    """Yields the texts of a block's raw value, in reading order."""
    for leaf, value in iter_leaf_blocks(block, raw):
        if isinstance(leaf, blocks.RichTextBlock):
            yield to_plain_text(value)
        elif isinstance(leaf, blocks.CharBlock | blocks.TextBlock) and not isinstance(leaf, _SKIPPED_TAGS):
            yield str(value)


def split_lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in (t.strip() for t in texts) if text)


@cache
def _text_fields(model: type[models.Model]) -> tuple[models.Field, ...]:
    """Returns the page type's own fields that contain text for readers."""
    own = [f for f in model._meta.concrete_fields if f.model is not Page and f.name != "summary"]
    wordy = (RichTextField, StreamField, models.TextField, models.CharField)
    silent = (models.URLField, models.EmailField, models.SlugField)
    return tuple(f for f in own if isinstance(f, wordy) and not isinstance(f, silent) and not f.choices)


def page_body(page: Page) -> str:
    """Returns the text of a (specific) page without title and summary, a line per paragraph, at most ``MAX_BODY``."""
    texts: list[str] = []
    for field in _text_fields(page.__class__):
        value = getattr(page, field.attname)
        if isinstance(field, StreamField):
            texts.extend(stream_texts(field.stream_block, value.raw_data))
        elif isinstance(field, RichTextField):
            texts.append(to_plain_text(value))
        elif value:
            texts.append(str(value))
    return split_lines(texts)[:MAX_BODY]
