"""The nodes of a text as a source gives them, and how they are kept. Pure, no database."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class ArticleRecord(NamedTuple):
    """A node of the text: an article, or with ``kind`` a chapter, an annex… (``Provision.Kind``)."""

    number: str  # "5", "12a"
    label: str  # "Điều 5"
    heading: str
    text: str
    anchor: str  # "dieu-5"
    chapter: str = ""
    source_anchor: str = ""
    kind: str = "article"
    parent: str = ""  # anchor of the node above


def pack(nodes: Sequence[ArticleRecord]) -> tuple[bytes, str]:
    """(packed, digest) of a text."""
    plain = json.dumps(nodes, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(plain, 6), hashlib.sha256(plain).hexdigest()


def unpack(packed: bytes | memoryview) -> list[ArticleRecord]:
    return [ArticleRecord(*values) for values in json.loads(zlib.decompress(bytes(packed)))]


def united(held: Sequence[ArticleRecord], told: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    """What a source told before, with what it tells now: matched by anchor, new articles at the end."""
    found = {node.anchor: node for node in held}
    found.update((node.anchor, node) for node in told)
    return list(found.values())


def article_count(nodes: Iterable[ArticleRecord]) -> int:
    return sum(node.kind == "article" for node in nodes)
