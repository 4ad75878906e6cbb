"""The nodes of a text as a source gives them, and their packed storage format. Pure, no database."""

from __future__ import annotations

import hashlib
import json
import re
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


def pack_nodes(nodes: Sequence[ArticleRecord]) -> tuple[bytes, str]:
    """Returns (packed, digest) of a text."""
    plain = json.dumps(nodes, ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(plain, 6), hashlib.sha256(plain).hexdigest()


def unpack_nodes(packed: bytes | memoryview) -> list[ArticleRecord]:
    return [ArticleRecord(*values) for values in json.loads(zlib.decompress(bytes(packed)))]


def unite_nodes(held: Sequence[ArticleRecord], told: Sequence[ArticleRecord]) -> list[ArticleRecord]:
    """Merges the nodes that a source gave before with those it gives now, by anchor; new articles go in by number."""
    found = {node.anchor: node for node in held}
    found.update((node.anchor, node) for node in told)
    if len(found) == len(held) or any(node.kind != "article" for node in found.values()):
        return list(found.values())
    return sorted(found.values(), key=_by_number)


def _by_number(node: ArticleRecord) -> tuple[int, str]:
    found = re.match(r"\d+", node.number)
    return (int(found.group()) if found else 10**6, node.anchor)


def article_count(nodes: Iterable[ArticleRecord]) -> int:
    return sum(node.kind == "article" for node in nodes)
