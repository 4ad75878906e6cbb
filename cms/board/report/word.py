"""The report as a Word document, laid out as administrative papers are (Nghị định 30/2020/NĐ-CP, phụ lục I)."""

from __future__ import annotations

import io

from django.utils.translation import gettext, ngettext
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from cms.board.admin_views.labels import period_name
from cms.board.report.figures import Figures
from cms.board.report.tables import ReportTable, charts, percent, tables
from cms.board.report.word_chart import add_chart
from cms.core.office_files.word_page import set_page
from cms.core.office_files.word_table import add_table

# Fixed words of every Vietnamese administrative paper; they are not translated.
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def to_word(found: Figures) -> bytes:
    document = Document()
    set_page(document)
    _head(document, found)
    _text(document, _opening(found))
    for paragraph in _findings(found):
        _text(document, paragraph)
    for number, chart in enumerate(charts(found), start=1):
        pairs = zip(chart.labels, chart.values, strict=True)
        add_chart(document, chart, number, f"{chart.title}: " + "; ".join(f"{name} {value}" for name, value in pairs))
    for number, table in enumerate(tables(found), start=1):
        _table(document, number, table)
    _foot(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(cell_or_document, text: str, bold=False, italic=False, align=CENTRE, size: int | None = None):
    paragraph = cell_or_document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size) if size else None
    return paragraph


def _head(document, found: Figures) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Mm(70), Mm(95)
    _line(left, found.office.upper(), bold=True, size=12)
    _line(left, gettext("No.: …/BC"), size=13)
    _line(right, COUNTRY, bold=True, size=12)
    _line(right, MOTTO, bold=True, size=13)
    day = gettext("day %(day)02d month %(month)02d year %(year)d") % {
        "day": found.day.day, "month": found.day.month, "year": found.day.year,
    }  # fmt: skip
    _line(right, f"…, {day}", italic=True, size=13)
    _line(document, "")
    _line(document, gettext("REPORT"), bold=True, size=14)
    about = gettext("On legal education on the schools' websites, %(period)s") % {"period": period_name(found.period)}
    _line(document, about, bold=True, size=14)
    _line(document, "")


def _text(document, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _opening(found: Figures) -> str:
    return gettext("Figures from %(first)s to %(last)s, of %(schools)d schools, counted on their websites.") % {
        "first": f"{found.period.first:%d/%m/%Y}", "last": f"{found.day:%d/%m/%Y}", "schools": found.schools,
    }  # fmt: skip


def _findings(found: Figures) -> list[str]:
    share = 100 * found.passing() / found.schools if found.schools else None
    said = [
        ngettext(
            "%(items)d item was published in the section on legal education.",
            "%(items)d items were published in the section on legal education.",
            found.items,
        )
        % {"items": found.items},
        gettext("%(count)d of %(schools)d schools pass (%(share)s).")
        % {"count": found.passing(), "schools": found.schools, "share": percent(share)},
    ]
    if idle := len(found.without_items):
        said.append(
            ngettext("%(count)d school published nothing.", "%(count)d schools published nothing.", idle)
            % {"count": idle}
        )
    return said


def _table(document, number: int, table: ReportTable) -> None:
    title = gettext("Table %(number)d. %(title)s") % {"number": number, "title": table.title}
    _line(document, title, bold=True, align=WD_ALIGN_PARAGRAPH.LEFT).paragraph_format.space_before = Pt(12)
    add_table(document, table.headings, table.rows)


def _foot(document) -> None:
    _line(document, "")
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _line(left, gettext("Sent to:"), bold=True, italic=True, align=WD_ALIGN_PARAGRAPH.LEFT, size=12)
    for receiver in (gettext("- The schools;"), gettext("- Kept: office.")):
        _line(left, receiver, align=WD_ALIGN_PARAGRAPH.LEFT, size=11)
    _line(right, gettext("HEAD OF THE OFFICE"), bold=True)
