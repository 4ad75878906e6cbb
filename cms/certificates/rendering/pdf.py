"""Sheets → PDF, by fpdf2 (docs/decisions/0030-certificates.md)."""

from __future__ import annotations

import datetime
import io
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.enums import Align

from cms.certificates.rendering.sheet import (
    COUNTRY_MOTTO,
    COUNTRY_NAME,
    CertificateLayout,
    CertificateSheet,
    format_place_and_date,
)
from cms.core.web import qr

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 297, 210, 10  # millimetres
TEXT_COLOUR, ACCENT_COLOUR, REVOKED_COLOUR = (30, 30, 30), (156, 28, 28), (200, 60, 60)
FONT_FAMILY = "serif"


class FontsMissing(RuntimeError):
    """``scripts/vendor-assets`` has not put them there."""


class _CertificatePdf(FPDF):
    """The identifier of the file comes from what is in it."""

    def __init__(self, fonts: Path, made_on: datetime.date):
        super().__init__("landscape", "mm", "A4")
        files = {"": fonts / "SourceSerif4_400Regular.ttf", "B": fonts / "SourceSerif4_600SemiBold.ttf"}
        if not all(file.is_file() for file in files.values()):
            raise FontsMissing(str(fonts))
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.set_creation_date(datetime.datetime.combine(made_on, datetime.time(), datetime.UTC))
        for style, file in files.items():
            self.add_font(FONT_FAMILY, style, file)

    def line_at(self, x: float, y: float, width: float, text: str, size: float, bold: bool = False) -> None:
        """One line, centred, made smaller where it would be too wide."""
        text = unicodedata.normalize("NFC", text)
        self.set_font(FONT_FAMILY, "B" if bold else "", size)
        while self.get_string_width(text) > width and self.font_size_pt > 7:
            self.set_font_size(self.font_size_pt - 0.5)
        self.set_xy(x, y)
        self.cell(width, size * 0.45, text, align=Align.C)

    def block_at(self, x: float, y: float, width: float, height: float, text: str, size: float) -> None:
        """Some lines, centred, made smaller until they fit."""
        text = unicodedata.normalize("NFC", text)
        while size > 7:
            self.set_font(FONT_FAMILY, "", size)
            needed = self.multi_cell(width, size * 0.5, text, align=Align.C, dry_run=True, output="HEIGHT")
            if cast(float, needed) <= height:
                break
            size -= 0.5
        self.set_xy(x, y)
        self.multi_cell(width, size * 0.5, text, align=Align.C)

    def picture_in(self, x: float, y: float, width: float, height: float, data: bytes) -> None:
        if data:
            self.image(io.BytesIO(data), x, y, width, height, keep_aspect_ratio=True)

    def code_at(self, x: float, y: float, side: float, text: str) -> None:
        size, strokes = qr.qr_strokes(text)
        one = side / size
        self.set_fill_color(0, 0, 0)
        for column, row, length in strokes:
            self.rect(x + column * one, y + row * one, length * one, one, style="F")


def render_pdf(
    look: CertificateLayout,
    sheets: Iterable[CertificateSheet],
    fonts: Path,
    made_on: datetime.date,
    watch: Callable[[int], None] | None = None,
) -> bytes:
    """One page each. ``watch`` is told how many are drawn. Raises ``FontsMissing``."""
    paper = _CertificatePdf(fonts, made_on)
    paper.set_title(look.heading)
    for number, sheet in enumerate(sheets, start=1):
        _draw_sheet(paper, look, sheet)
        if watch:
            watch(number)
    return bytes(paper.output())


def _draw_sheet(paper: _CertificatePdf, look: CertificateLayout, sheet: CertificateSheet) -> None:
    paper.add_page()
    _draw_border(paper)
    paper.set_text_color(*TEXT_COLOUR)
    half = PAGE_WIDTH / 2 - 2 * MARGIN
    if look.above:
        paper.line_at(2 * MARGIN, 20, half, look.above, 12)
    paper.line_at(2 * MARGIN, 26 if look.above else 20, half, look.organiser, 12, bold=True)
    paper.line_at(PAGE_WIDTH / 2, 20, half, COUNTRY_NAME, 12, bold=True)
    paper.line_at(PAGE_WIDTH / 2, 26, half, COUNTRY_MOTTO, 12, bold=True)
    middle = PAGE_WIDTH / 2 + half / 2
    paper.set_line_width(0.3)
    paper.line(middle - 27, 33, middle + 27, 33)
    paper.picture_in(PAGE_WIDTH / 2 - 11, 34, 22, 22, look.crest)
    paper.set_text_color(*ACCENT_COLOUR)
    paper.line_at(2 * MARGIN, 58, PAGE_WIDTH - 4 * MARGIN, look.heading, 34, bold=True)
    paper.set_text_color(*TEXT_COLOUR)
    paper.line_at(2 * MARGIN, 78, PAGE_WIDTH - 4 * MARGIN, look.given_to, 15)
    paper.line_at(2 * MARGIN, 88, PAGE_WIDTH - 4 * MARGIN, sheet.person, 28, bold=True)
    paper.line_at(2 * MARGIN, 103, PAGE_WIDTH - 4 * MARGIN, sheet.unit, 14)
    paper.block_at(4 * MARGIN, 113, PAGE_WIDTH - 8 * MARGIN, 26, sheet.words, 15)
    _draw_footer(paper, look, sheet)
    if sheet.revoked:
        with paper.rotation(20, PAGE_WIDTH / 2, PAGE_HEIGHT / 2):
            paper.set_text_color(*REVOKED_COLOUR)
            paper.line_at(0, PAGE_HEIGHT / 2 - 10, PAGE_WIDTH, "ĐÃ THU HỒI", 80, bold=True)


def _draw_border(paper: _CertificatePdf) -> None:
    paper.set_draw_color(*ACCENT_COLOUR)
    paper.set_line_width(1.2)
    paper.rect(MARGIN, MARGIN, PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN)
    paper.set_line_width(0.3)
    paper.rect(MARGIN + 2, MARGIN + 2, PAGE_WIDTH - 2 * MARGIN - 4, PAGE_HEIGHT - 2 * MARGIN - 4)


def _draw_footer(paper: _CertificatePdf, look: CertificateLayout, sheet: CertificateSheet) -> None:
    """Number and code on the left, who signs on the right."""
    paper.code_at(20, 148, 34, sheet.address)
    paper.line_at(16, 183, 110, f"Số: {sheet.number}", 11, bold=True)
    paper.line_at(16, 189, 110, f"Kiểm tra tại: {sheet.address}", 9)
    right, width = 170, 110
    paper.line_at(right, 143, width, format_place_and_date(look.place, sheet.issued_on), 12)
    paper.line_at(right, 150, width, look.signer_title, 13, bold=True)
    paper.picture_in(right + 25, 157, 60, 25, look.signature)
    paper.line_at(right, 184, width, look.signer_name, 13, bold=True)
