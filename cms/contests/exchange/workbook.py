"""Questions as a workbook: one row each, the answers one a line in their cell, as an author types them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font

from cms.contests.exchange.drafts import (
    MAX_BYTES,
    MAX_QUESTIONS,
    DraftProblem,
    FileRefused,
    QuestionDraft,
    ReadResult,
    check_drafts,
)
from cms.core.office_files.cells import escape_formula, unescape_formula
from cms.core.text import collapse_whitespace, fold_diacritics, normalize_nfc

MAX_UNPACKED_BYTES = 40 * 1024 * 1024
COLUMNS = ("kind", "text", "lines", "explanation", "law", "field", "level", "difficulty")
#: Headings as the template has them, and what else is understood (folded).
HEADINGS = {
    "kind": ("Loại câu hỏi", "loai", "kind"),
    "text": ("Câu hỏi", "noi dung cau hoi", "question", "text"),
    "lines": ("Đáp án (mỗi dòng một ý)", "dap an", "cac dap an", "answers"),
    "explanation": ("Giải thích", "explanation"),
    "law": ("Căn cứ pháp luật", "can cu", "law"),
    "field": ("Lĩnh vực", "field"),
    "level": ("Cấp học", "level"),
    "difficulty": ("Độ khó (1–3)", "do kho", "difficulty"),
}
KIND_WORDS = {
    "one": "một đáp án", "several": "nhiều đáp án", "true_false": "đúng sai", "order": "sắp xếp", "match": "ghép đôi",
    "short": "trả lời ngắn", "essay": "tự luận",
}  # fmt: skip
EXAMPLES = (
    QuestionDraft(
        "one", "Theo Luật Trẻ em năm 2016, trẻ em là người dưới bao nhiêu tuổi?", ("14 tuổi", "*16 tuổi", "18 tuổi"),
        "Trẻ em là người dưới 16 tuổi.", "Điều 1 Luật Trẻ em năm 2016", "", "THCS", 1,
    ),
    QuestionDraft("true_false", "Người điều khiển xe máy phải đội mũ bảo hiểm.", ("đúng",), difficulty=1),
    QuestionDraft("match", "Ghép biển báo với ý nghĩa.", ("Tròn, viền đỏ = cấm", "Tam giác, viền đỏ = nguy hiểm")),
    QuestionDraft("essay", "Em làm gì khi thấy bạn bị bắt nạt?", ("2 | Nêu việc cần làm", "1 | Nêu người cần báo")),
)  # fmt: skip


def _normalize_word(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold_diacritics(text)).split())


_COLUMNS_BY_HEADING = {_normalize_word(word): column for column, words in HEADINGS.items() for word in words}
_KINDS_BY_WORD = {_normalize_word(word): code for code, word in KIND_WORDS.items()} | {
    _normalize_word(code): code for code in KIND_WORDS
}


def write_workbook(drafts: Iterable[QuestionDraft]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Câu hỏi"
    sheet.append([HEADINGS[column][0] for column in COLUMNS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for draft in drafts:
        values: dict[str, Any] = {column: getattr(draft, column) for column in COLUMNS}
        values.update(kind=KIND_WORDS[draft.kind], lines="\n".join(draft.lines))
        sheet.append([value if isinstance(value, int) else escape_formula(value) for value in values.values()])
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEFGH", (16, 60, 50, 40, 36, 20, 12, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_template() -> bytes:
    """Headings and an example of some kinds, which one writes over."""
    return write_workbook(EXAMPLES)


def read_workbook(data: bytes) -> ReadResult:
    found: list[QuestionDraft] = []
    problems: list[DraftProblem] = []
    columns: list[str | None] = []
    for number, cells in _read_rows(data):
        if not any(cells):
            continue
        if not columns:
            columns = [_COLUMNS_BY_HEADING.get(_normalize_word(cell)) for cell in cells]
            if not {"text", "lines"} <= set(columns):
                raise FileRefused("headings")
            continue
        if len(found) + len(problems) >= MAX_QUESTIONS:
            raise FileRefused("many", most=MAX_QUESTIONS)
        row = {column: unescape_formula(cell) for column, cell in zip(columns, cells, strict=False) if column}
        found.append(_parse_draft(row, number))
    return check_drafts(found, problems)


def _parse_draft(row: dict[str, str], number: int) -> QuestionDraft:
    lines = tuple(line for line in row.get("lines", "").splitlines() if line.strip())
    hard = row.get("difficulty", "").strip()[:1]
    return QuestionDraft(
        kind=_KINDS_BY_WORD.get(_normalize_word(row.get("kind", "")) or "one", ""), text=row.get("text", "").strip(),
        lines=lines,
        explanation=row.get("explanation", "").strip(), law=collapse_whitespace(row.get("law", "")),
        field=collapse_whitespace(row.get("field", "")), level=collapse_whitespace(row.get("level", "")).upper(),
        difficulty=int(hard) if hard in ("1", "2", "3") else 2, place=number,
    )  # fmt: skip


def _read_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large", most=MAX_BYTES // 2**20)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise FileRefused("too_large", most=MAX_BYTES // 2**20)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # declared ones may be wrong, or millions of rows
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=40), start=1):
            if number > 5 * MAX_QUESTIONS:
                break
            yield number, [_cell_text(cell) for cell in cells]
    except FileRefused:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise FileRefused("xlsx") from error


def _cell_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return normalize_nfc(str(cell))[:40_000].replace("_x000D_", "").replace("\r\n", "\n")
