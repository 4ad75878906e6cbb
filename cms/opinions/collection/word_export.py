"""The table of opinions and responses as a Word file, in the shape that offices use."""

from __future__ import annotations

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from cms.core.office_files.word_page import set_page
from cms.core.office_files.word_table import add_table, remove_control_characters, to_bytes
from cms.opinions.collection.opinion_table import OpinionLine, build_opinion_lines
from cms.opinions.models import Consultation

COLUMN_WIDTHS = (12, 45, 85, 45, 60)


def export_to_word(consultation: Consultation, office: str) -> bytes:
    """Article, opinion, who, response; opinions that are the same stand once."""
    found = build_opinion_lines(consultation)
    document = Document()
    set_page(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    _line(document, office.upper(), bold=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(document, _("OPINIONS AND RESPONSES"), bold=True)
    _line(document, consultation.title, bold=True)
    opinions = sum(line.count for line in found)
    counted = _("%(count)s opinions until %(day)s.") % {
        "count": opinions, "day": f"{consultation.last_day:%d/%m/%Y}",
    }  # fmt: skip
    _line(document, counted, align=WD_ALIGN_PARAGRAPH.LEFT)
    headings = (_("No."), _("Article"), _("Opinion"), _("Who says it"), _("Accepted, explained"))
    add_table(document, headings, [_row(number, line) for number, line in enumerate(found, start=1)], COLUMN_WIDTHS)
    if consultation.summary:
        for paragraph in consultation.summary.splitlines():
            _line(document, paragraph, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    return to_bytes(document)


def _row(number: int, line: OpinionLine) -> tuple[object, ...]:
    article = str(line.article) if line.article else _("The whole draft")
    said = line.first.text if line.count == 1 else _("%(text)s (said %(count)s times)") % {
        "text": line.first.text, "count": line.count,
    }  # fmt: skip
    taken = str(line.first.get_taken_display()) if line.first.taken else ""
    return number, article, said, line.who, ". ".join(filter(None, (taken, line.first.response)))


def _line(document, text: str, bold: bool = False, align=WD_ALIGN_PARAGRAPH.CENTER) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(remove_control_characters(text))
    run.bold, run.font.size = bold, Pt(13)
