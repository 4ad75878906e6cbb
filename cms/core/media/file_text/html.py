"""Text of HTML, line by line. Pure, no Django."""

from __future__ import annotations

import re
from typing import IO, Any

import lxml.html
from lxml.etree import ParserError

from cms.core.media.file_text.layout import is_layout
from cms.core.media.file_text.limits import MAX_LENGTH

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
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def html_lines(html: str) -> list[str]:
    """Returns text lines in reading order: one per block, table row and ``<br>``; " | " separates cells.

    >>> html_lines("<p>Điều <b>1</b>. Phạm<br>vi</p><table><tr><td>A</td><td>B</td></tr></table>")
    ['Điều 1. Phạm', 'vi', 'A | B']
    """
    if not html.strip():
        return []
    try:
        tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(huge_tree=True))
    except (ParserError, ValueError):  # nothing but comments; an encoding declaration in a str
        return []
    parts: list[str] = []
    layout = {table for table in tree.iter("table") if is_layout(table.text_content())}
    _walk(tree, parts, layout)
    found = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line.strip(" |") for line in found if line.strip(" |")]


def read_pages(stream: IO[bytes], length: int = MAX_LENGTH) -> list[str]:
    """Returns one page, since HTML has no pages. The encoding is the one that the file declares, else UTF-8."""
    content = stream.read()
    named = _CHARSET.search(content[:4096])
    encoding = named.group(1).decode("ascii") if named else "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = content.decode(encoding, "replace")
    except LookupError:
        text = content.decode("utf-8-sig", "replace")
    return ["\n".join(html_lines(_DECLARATION.sub("", text, count=1)))[:length]]


def _walk(element: Any, parts: list[str], layout: set) -> None:
    """Appends the text of ``element`` to ``parts``. Iterative: real pages nest deeper than Python's recursion limit."""
    todo = [(element, False)]
    while todo:
        node, leaving = todo.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        cell = next(node.iterancestors("td", "th"), None) if tag in _BLOCKS else None
        in_cell = cell is not None and next(cell.iterancestors("table"), None) not in layout
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
        children: list = [_collapse_spaces(node.text)]
        for child in node:
            children += [child, _collapse_spaces(child.tail)]
        todo += [(child, False) for child in reversed(children) if child is not None and child != ""]


def _collapse_spaces(text: str | None) -> str:
    """Replaces line breaks of the source by spaces, as HTML does."""
    return (text or "").replace("\n", " ").replace("\r", " ")
