"""A draft's text taken apart as laws are. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cms.legal.parsing.texts.structure import ARTICLE, Node, parse_structure

MAX_ARTICLES = 400  # articles of a draft
MAX_TEXT_LENGTH = 400_000  # letters of a draft


@dataclass(frozen=True)
class DraftPart:
    label: str
    heading: str
    text: str


def split_into_articles(text: str) -> list[DraftPart]:
    """The articles; of a text without any (a plan, a letter) its parts, else the text as it is.

    >>> [part.label for part in split_into_articles("QUY CHẾ\\nĐiều 1. Phạm vi\\nMột.\\nĐiều 2. Đối tượng\\nHai.")]
    ['Điều 1', 'Điều 2']
    """
    nodes = parse_structure(text)
    found = [node for node in nodes if node.kind == ARTICLE] or [node for node in nodes if _node_text(node)]
    return [DraftPart(node.label[:80], node.heading, node.text) for node in found[:MAX_ARTICLES]]


def _node_text(node: Node) -> bool:
    return bool(node.heading or node.text)
