"""The text of a document as a Word file, headed by what a reader has to know: status, day and address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from cms.core.office_files.word_page import set_page
from cms.legal.pages.document_text import Block

#: What no XML file may hold; some sources have it.
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_docx(title: str, notes: Iterable[str], blocks: Iterable[Block]) -> bytes:
    """``notes``: lines between title and text."""
    document = Document()
    set_page(document)
    _line(document, title, bold=True, centred=True)
    for note in notes:
        _line(document, note, size=11)
    for block in blocks:
        _block(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _block(document: Any, block: Block) -> None:
    head = ". ".join(part for part in (block.label, block.heading) if part) if not block.divides else block.label
    if head:
        _line(document, head, bold=True, centred=block.divides, keep=True)
    if block.divides and block.heading:
        _line(document, block.heading, bold=True, centred=True, keep=True)
    if block.abolition:
        _line(document, block.abolition.sentence)
    for paragraph in block.paragraphs:
        _line(document, paragraph.text, indent=paragraph.kind == "point")
    for name in block.attached:
        _line(document, _("File attached by the source, not held here: %(name)s") % {"name": name}, size=11)


def _line(
    document: Any,
    text: str,
    *,
    bold: bool = False,
    centred: bool = False,
    keep: bool = False,
    indent: bool = False,
    size: int | None = None,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.keep_with_next = keep
    paragraph.paragraph_format.left_indent = Mm(10) if indent else None
    run = paragraph.add_run(_REFUSED.sub("", text))
    run.bold = bold
    run.font.size = Pt(size) if size else None
