"""The page layout of every Word file that the product writes: A4, margins and font of Vietnamese official documents."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"


def set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
