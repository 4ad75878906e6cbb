"""HTML of a document → lines for ``cms.legal.structure.parse``. No Django."""

from __future__ import annotations

import lxml.html
from lxml.etree import ParserError

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_SKIPPED = frozenset(("script", "style", "head", "title", "template", "noscript"))


def lines(html: str) -> list[str]:
    """Text lines in reading order: one for each block, row of a table and ``<br>``; cells are parted by " | ".

    >>> lines("<p>Điều <b>1</b>. Phạm<br>vi</p><table><tr><td>A</td><td>B</td></tr></table>")
    ['Điều 1. Phạm', 'vi', 'A | B']
    """
    if not html.strip():
        return []
    try:
        tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(huge_tree=True))
    except (ParserError, ValueError):  # nothing but comments; an encoding declaration in a str
        return []
    parts: list[str] = []
    _walk(tree, parts)
    found = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line.strip(" |") for line in found if line.strip(" |")]


def _walk(element, parts: list[str]) -> None:
    """Iterative: real pages nest deeper than Python's stack likes."""
    todo = [(element, False)]
    while todo:
        node, leaving = todo.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        in_cell = tag in _BLOCKS and any(parent.tag in ("td", "th") for parent in node.iterancestors("td", "th"))
        mark = (" " if in_cell else "\n") if tag in _BLOCKS or tag == "br" else ""
        if tag in ("td", "th") and leaving:
            mark = " | "
        if leaving:
            parts.append(mark)
            continue
        if not tag or tag in _SKIPPED:
            continue
        parts.append(mark)
        todo.append((node, True))
        children: list = [_flat(node.text)]
        for child in node:
            children += [child, _flat(child.tail)]
        todo += [(child, False) for child in reversed(children) if child is not None and child != ""]


def _flat(text: str | None) -> str:
    """Line ends of the source are spaces in HTML."""
    return (text or "").replace("\n", " ").replace("\r", " ")
