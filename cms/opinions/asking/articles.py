"""A draft's text taken apart as laws are. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cms.legal.reading.texts.structure import ARTICLE, Node, parse

MOST = 400  # articles of a draft
LONGEST = 400_000  # letters of a draft


@dataclass(frozen=True)
class DraftPart:
    label: str
    heading: str
    text: str


def parts_of(text: str) -> list[DraftPart]:
    """The articles; of a text without any (a plan, a letter) its parts, else the text as it is.

    >>> [part.label for part in parts_of("QUY CHẾ\\nĐiều 1. Phạm vi\\nMột.\\nĐiều 2. Đối tượng\\nHai.")]
    ['Điều 1', 'Điều 2']
    """
    nodes = parse(text)
    found = [node for node in nodes if node.kind == ARTICLE] or [node for node in nodes if _says(node)]
    return [DraftPart(node.label[:80], node.heading, node.text) for node in found[:MOST]]


def _says(node: Node) -> bool:
    return bool(node.heading or node.text)
