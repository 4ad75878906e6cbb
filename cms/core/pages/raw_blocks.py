"""Walks the raw JSON of a stream field without a query; the value objects would fetch pages, files and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail import blocks


def iter_leaf_blocks(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Yields (block, raw value) of every block that is not a stream, struct or list, in reading order; skips empty
    values and blocks that are not in the definition."""
    if not raw:
        return
    if isinstance(block, blocks.StreamBlock):
        for item in raw:
            if (child := block.child_blocks.get(item.get("type"))) is not None:
                yield from iter_leaf_blocks(child, item.get("value"))
    elif isinstance(block, blocks.StructBlock):
        if isinstance(raw, dict):
            for name, child in block.child_blocks.items():
                yield from iter_leaf_blocks(child, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw:  # a dict with an id; older items are bare values
            value = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from iter_leaf_blocks(block.child_block, value)
    else:
        yield block, raw
