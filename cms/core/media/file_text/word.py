"""Text of a DOCX. Pure: a stream in, pages out.

It parses block by block and without entities, so that neither a large nor a hostile document fills the memory. It adds
what Word shows but the text does not contain: list numbers, capitals by format, special hyphens. It omits what Word
hides: deleted and hidden text, field codes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from cms.core.media.file_text.layout import is_layout, join_cells
from cms.core.media.file_text.limits import MAX_LENGTH, MAX_PART
from cms.core.media.file_text.numbering import Numbering, ParagraphStyles, attribute_value, find_child, local_name

_MAIN = "word/document.xml"
#: Elements whose text Word does not print, or prints elsewhere.
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr")
)
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PLAIN = str.maketrans({"\u2011": "-", "\u00ad": ""})
#: A head or a signature set side by side with tabs or many spaces instead of a table.
_SIDE_BY_SIDE = re.compile(
    r"(?:[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{4,})(?=C[ỘÔ]NG\s+H|ĐẢNG CỘNG|Độc\s+lập"
    r"|(?:KT|TM|TL|TUQ|Q)\s?\.|[^\t\n]*ngày[^\t\n]*tháng|"
    r"[A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ ]{5,}$)",
    re.MULTILINE,
)


class Unreadable(ValueError):
    """Raised for a file of another type, a damaged one, or one beyond the limits."""


def read_pages(stream: IO[bytes], length: int = MAX_LENGTH) -> list[str]:
    """Returns one "page": a DOCX has no pages until it is laid out. Raises ``Unreadable``."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            main = _main_part(archive, names)
            if main not in names:
                raise Unreadable("no document inside")
            folder = main.rpartition("/")[0]
            styles = ParagraphStyles(_parse_part(archive, names, f"{folder}/styles.xml"))
            numbering = Numbering(_parse_part(archive, names, f"{folder}/numbering.xml"), styles)
            reader = _Reader(styles, numbering)
            found, left = [], length
            for name in (main, f"{folder}/footnotes.xml"):
                if name not in names or left <= 0:
                    continue
                for line in _part_lines(archive, name, reader):
                    found.append(line)
                    left -= len(line) + 1
                    if left <= 0:
                        break
            return ["\n".join(found)[:length]]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, NotImplementedError, RuntimeError, KeyError) as error:
        raise Unreadable(str(error)[:200]) from error


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Returns the name of the part that the package declares as its document; nearly always ``_MAIN``."""
    if _MAIN in names or "_rels/.rels" not in names:
        return _MAIN
    root = _parse_part(archive, names, "_rels/.rels")
    for relation in root if root is not None else ():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return _MAIN


def _open_part(archive: zipfile.ZipFile, name: str) -> str:
    if archive.getinfo(name).file_size > MAX_PART:
        raise Unreadable("a part is too large")
    return name


def _parse_part(archive: zipfile.ZipFile, names: set[str], name: str) -> Any:
    """Returns a small part as a tree; ``None`` if it is missing or broken."""
    if name not in names:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with archive.open(_open_part(archive, name)) as part:
        try:
            return etree.parse(part, parser).getroot()
        except etree.XMLSyntaxError:
            return None


def _part_lines(archive: zipfile.ZipFile, name: str, reader: _Reader) -> Iterator[str]:
    with archive.open(_open_part(archive, name)) as part:
        parser = etree.iterparse(part, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        for _event, element in parser:
            if local_name(element) not in ("p", "tbl") or _is_within_block(element):
                continue
            yield from reader.block(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _is_within_block(element: Any) -> bool:
    """Whether another paragraph or table contains the element; that one is read whole, at its end."""
    return any(local_name(above) in ("p", "tbl") for above in element.iterancestors())


class _Reader:
    """Converts paragraphs and tables to lines, and counts the list items meanwhile."""

    def __init__(self, styles: ParagraphStyles, numbering: Numbering):
        self._styles, self._numbering = styles, numbering

    def block(self, element: Any) -> list[str]:
        return self._table(element) if local_name(element) == "tbl" else self._paragraph(element)

    def _blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = local_name(element)
            if name in ("p", "tbl"):
                yield from self.block(element)
            elif name not in _SKIPPED:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> list[str]:
        boxes: list[str] = []
        capitals = self._styles.capitals(attribute_value(find_child(find_child(paragraph, "pPr"), "pStyle")))
        text = "".join(self._pieces(paragraph, capitals, boxes)).translate(_PLAIN)
        text = _SIDE_BY_SIDE.sub(" | ", text)
        if text.strip():
            text = self._numbering.label(paragraph) + text
        return [*boxes, *text.split("\n")]

    def _pieces(self, parent: Any, capitals: bool, boxes: list[str]) -> Iterator[str]:
        for element in parent:
            name = local_name(element)
            if name == "t":
                yield (element.text or "").upper() if capitals else element.text or ""
            elif name in _MARKS:
                yield _MARKS[name]
            elif name == "r":
                properties = find_child(element, "rPr")
                if not _is_on(find_child(properties, "vanish")):
                    yield from self._pieces(element, self._in_capitals(properties, capitals), boxes)
            elif name == "txbxContent":
                boxes += [line for line in self._blocks(element) if line.strip()]
            elif name and name not in _SKIPPED:
                yield from self._pieces(element, capitals, boxes)

    def _in_capitals(self, properties: Any, inherited: bool) -> bool:
        told = find_child(properties, "caps")
        if told is not None:
            return _is_on(told)
        return inherited or self._styles.capitals(attribute_value(find_child(properties, "rStyle")))

    def _table(self, table: Any) -> list[str]:
        rows = [[list(self._blocks(cell)) for cell in _children(row, "tc")] for row in _children(table, "tr")]
        width = max(map(len, rows), default=0)
        words = "\n".join(line for row in rows[:40] for cell in row for line in cell)
        if width < 2 or is_layout(words):
            return [line for row in rows for cell in row for line in cell]
        return [join_cells(" ".join(cell) for cell in row) for row in rows]


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Yields rows of a table or cells of a row, also those within content controls."""
    for element in parent:
        found = local_name(element)
        if found == name:
            yield element
        elif found in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _children(element, name)


def _is_on(element: Any) -> bool:
    return element is not None and (attribute_value(element) or "1").lower() not in ("0", "false", "off")
