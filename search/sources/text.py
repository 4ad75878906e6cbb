"""Words out of rich text and stream fields, without rendering them and without a query."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from wagtail import blocks

_BREAKS = re.compile(r"<(?:br|hr|/p|/h\d|/li|/blockquote)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\xa0]*\n\s*")

#: Blocks whose value is an address, a choice or a figure: nothing to read.
_SILENT = (blocks.URLBlock, blocks.ChooserBlock, blocks.ChoiceBlock, blocks.RawHTMLBlock, blocks.EmailBlock)


def plain(markup: str) -> str:
    """Text of the editor's HTML, a line per paragraph.

    >>> plain("<p>Điều&nbsp;5</p><p>Trẻ <b>em</b></p>")
    'Điều 5\\nTrẻ em'
    """
    text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", markup or ""))).replace("\xa0", " ")
    return _SPACES.sub("\n", text).strip()


def stream_words(block: blocks.Block, raw) -> Iterator[str]:
    """Texts of a block's raw JSON value, in reading order. Raw, because the value objects fetch pages and pictures."""
    if not raw:
        return
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            child = block.child_blocks.get(item.get("type"))
            if child is not None:
                yield from stream_words(child, item.get("value"))
    elif isinstance(block, blocks.StructBlock):
        if isinstance(raw, dict):
            for name, child in block.child_blocks.items():
                yield from stream_words(child, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            value = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from stream_words(block.child_block, value)
    elif isinstance(block, blocks.RichTextBlock):
        yield plain(raw)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and not isinstance(block, _SILENT):
        yield str(raw)


def lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in (t.strip() for t in texts) if text)
