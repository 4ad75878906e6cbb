"""Words out of rich text and stream fields, without rendering them and without a query."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from wagtail import blocks

from cms.core.raw_blocks import leaves

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
    """Texts of a block's raw value, in reading order."""
    for leaf, value in leaves(block, raw):
        if isinstance(leaf, blocks.RichTextBlock):
            yield plain(value)
        elif isinstance(leaf, blocks.CharBlock | blocks.TextBlock) and not isinstance(leaf, _SILENT):
            yield str(value)


def lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in (t.strip() for t in texts) if text)
