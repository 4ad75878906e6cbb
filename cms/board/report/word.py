"""The report as a Word document, laid out as administrative papers are (Nghị định 30/2020/NĐ-CP, phụ lục I)."""

from __future__ import annotations

import io

from django.utils.translation import gettext, ngettext
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from cms.board.admin_views.labels import format_period
from cms.board.report.figures import ReportFigures
from cms.board.report.tables import ReportTable, build_charts, build_tables, format_percent
from cms.board.report.word_chart import add_chart
from cms.core.office_files.word_page import set_page
from cms.core.office_files.word_table import add_table

# Fixed words of every Vietnamese administrative paper; they are not translated.
COUNTRY_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
COUNTRY_MOTTO = "Độc lập - Tự do - Hạnh phúc"
ALIGN_CENTER = WD_ALIGN_PARAGRAPH.CENTER


def report_to_word(found: ReportFigures) -> bytes:
    document = Document()
    set_page(document)
    _add_header(document, found)
    _add_paragraph(document, _opening_text(found))
    for paragraph in _finding_sentences(found):
        _add_paragraph(document, paragraph)
    for number, chart in enumerate(build_charts(found), start=1):
        pairs = zip(chart.labels, chart.values, strict=True)
        add_chart(document, chart, number, f"{chart.title}: " + "; ".join(f"{name} {value}" for name, value in pairs))
    for number, table in enumerate(build_tables(found), start=1):
        _add_titled_table(document, number, table)
    _add_signature(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_line(cell_or_document, text: str, bold=False, italic=False, align=ALIGN_CENTER, size: int | None = None):
    paragraph = cell_or_document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size) if size else None
    return paragraph


def _add_header(document, found: ReportFigures) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Mm(70), Mm(95)
    _add_line(left, found.office.upper(), bold=True, size=12)
    _add_line(left, gettext("No.: …/BC"), size=13)
    _add_line(right, COUNTRY_NAME, bold=True, size=12)
    _add_line(right, COUNTRY_MOTTO, bold=True, size=13)
    day = gettext("day %(day)02d month %(month)02d year %(year)d") % {
        "day": found.day.day, "month": found.day.month, "year": found.day.year,
    }  # fmt: skip
    _add_line(right, f"…, {day}", italic=True, size=13)
    _add_line(document, "")
    _add_line(document, gettext("REPORT"), bold=True, size=14)
    about = gettext("On legal education on the schools' websites, %(period)s") % {"period": format_period(found.period)}
    _add_line(document, about, bold=True, size=14)
    _add_line(document, "")


def _add_paragraph(document, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _opening_text(found: ReportFigures) -> str:
    return gettext("Figures from %(first)s to %(last)s, of %(schools)d schools, counted on their websites.") % {
        "first": f"{found.period.first:%d/%m/%Y}", "last": f"{found.day:%d/%m/%Y}", "schools": found.schools,
    }  # fmt: skip


def _finding_sentences(found: ReportFigures) -> list[str]:
    share = 100 * found.passing() / found.schools if found.schools else None
    said = [
        ngettext(
            "%(items)d item was published in the section on legal education.",
            "%(items)d items were published in the section on legal education.",
            found.items,
        )
        % {"items": found.items},
        gettext("%(count)d of %(schools)d schools pass (%(share)s).")
        % {"count": found.passing(), "schools": found.schools, "share": format_percent(share)},
    ]
    if idle := len(found.without_items):
        said.append(
            ngettext("%(count)d school published nothing.", "%(count)d schools published nothing.", idle)
            % {"count": idle}
        )
    return said


def _add_titled_table(document, number: int, table: ReportTable) -> None:
    title = gettext("Table %(number)d. %(title)s") % {"number": number, "title": table.title}
    _add_line(document, title, bold=True, align=WD_ALIGN_PARAGRAPH.LEFT).paragraph_format.space_before = Pt(12)
    add_table(document, table.headings, table.rows)


def _add_signature(document) -> None:
    _add_line(document, "")
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _add_line(left, gettext("Sent to:"), bold=True, italic=True, align=WD_ALIGN_PARAGRAPH.LEFT, size=12)
    for receiver in (gettext("- The schools;"), gettext("- Kept: office.")):
        _add_line(left, receiver, align=WD_ALIGN_PARAGRAPH.LEFT, size=11)
    _add_line(right, gettext("HEAD OF THE OFFICE"), bold=True)
