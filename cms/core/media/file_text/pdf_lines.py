"""Rebuilds the written lines of a page from its words and their positions. Pure.

words → rows (words beside each other) → columns (heads and signatures side by side) → without page numbers and lines
repeated on every page → paragraphs (lines joined where only the margin broke them).
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.core.media.file_text.layout import is_layout, join_cells, join_lines

#: Fewer lines and boxes than this do not form a table.
_TABLE_LINES = 4
#: A gap between two letters wider than this share of the font size separates words.
BLANK = 0.2
_EDGE = 0.13  # share of the page's height taken by its header and by its footer
_PAGE_NUMBER = re.compile(r"^(?:[-–—\s|]*(?:trang|page)?\s*\d{1,4}\s*(?:[/|]\s*\d{1,4}\s*)?[-–—\s|]*)$", re.IGNORECASE)
#: The visible stamp of a digital signature, in small print: who signed, when, with which address.
_STAMP = re.compile(
    r"^(?:người ký|(?:được )?ký (?:số )?bởi|signed by|thời gian ký|ngày ký|giờ ký|email|cơ quan|tên tổ chức)\s*:"
    r"|^(?:digitally signed|signature (?:not|valid))",
    re.IGNORECASE,
)
#: Begins a paragraph, regardless of the line above.
_BEGINS = re.compile(
    r"^(?:\d{1,3}[a-zđ]?[.)](?:\s|$)|[a-zđ]\d?\)\s|[-–+•*]\s|[IVX]{1,5}[.)]\s|Điều\s+\d+[a-zđ]?\s*[.:]|Chương\s+[IVX\d]"
    r"|Mục\s+[\dIVX]+\s*[.:]?|Phần\s+(?:thứ|[IVX])|PHỤ LỤC|Phụ lục\b|Căn cứ\b"
    r"|Theo đề nghị\b|Nơi nhận\b|Kính gửi\b|[“\"]Điều\b)"
)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """``column``: lines of one column share a number; ``None`` for a table row, which is complete in itself."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    first: float = 0.0  # width of its first word
    column: int | None = 0


@dataclass(frozen=True)
class Page:
    height: float
    lines: list[Line] = field(default_factory=list)


def read_page(page: Any) -> Page | None:
    """Converts a page of pdfplumber; ``None`` if its words cannot be read."""
    try:
        tables = _find_tables(page)
        words = [word for word in _page_words(page) if not any(_is_inside(word, box) for box, _rows in tables)]
    except Exception:  # broken fonts and drawing commands may raise any error
        return None
    small = 0.75 * statistics.median(word.height for word in words) if words else 0.0
    lines = [
        line
        for line in _order_columns(_group_rows(words))
        if not (line.bottom - line.top < small and _STAMP.match(line.text))
    ]
    for box, texts in tables:
        at = next((i for i, line in enumerate(lines) if line.top > box[1]), len(lines))
        lines[at:at] = [Line(text, box[0], box[2], box[1], box[3], column=None) for text in texts]
    return Page(float(page.height), lines)


def _page_words(page: Any) -> Iterator[Word]:
    chars = page.dedupe_chars(tolerance=1).chars if _drop_double_print(page.chars) else page.chars
    rows: dict[int, list[dict]] = {}
    for char in chars:
        if char["upright"] and char["size"] > 0:
            rows.setdefault(round(_baseline(char) * 2), []).append(char)
    for row in _group_baselines(rows):
        yield from _row_words(sorted(row, key=lambda char: char["x0"]), float(page.height))


def _baseline(char: dict) -> float:
    """Returns the baseline, which letters of several fonts in one line share, whatever their boxes."""
    return float(char["matrix"][5])


def _group_baselines(rows: dict[int, list[dict]]) -> Iterator[list[dict]]:
    """Groups rows that belong to one line: at most a point apart."""
    found: list[dict] = []
    last: int | None = None
    for place in sorted(rows):
        if last is not None and place - last > 2:
            yield found
            found = []
        found, last = [*found, *rows[place]], place
    if found:
        yield found


def _row_words(row: Sequence[dict], height: float) -> Iterator[Word]:
    word: list[dict] = []
    for char in row:
        gap = char["x0"] - word[-1]["x1"] if word else 0
        if not char["text"].strip() or gap > BLANK * char["size"] or gap < -char["size"]:
            if word:
                yield _make_word(word, height)
            word = []
        if char["text"].strip():
            word.append(char)
    if word:
        yield _make_word(word, height)


def _make_word(chars: Sequence[dict], height: float) -> Word:
    size, base = max(char["size"] for char in chars), height - _baseline(chars[0])
    text = "".join(char["text"] for char in chars)
    return Word(text, chars[0]["x0"], max(char["x1"] for char in chars), base - 0.75 * size, base + 0.22 * size)


def _drop_double_print(chars: Sequence[dict]) -> bool:
    """Whether letters are printed twice to look bold."""
    places = Counter(
        (char["text"], round(char["x0"]), round(char["top"])) for char in chars[:2000] if char["text"].strip()
    )
    return sum(times > 1 for times in places.values()) > 0.1 * max(len(places), 20)


# --- tables ----------------------------------------------------------------------------------------------------------

Box = tuple[float, float, float, float]


def _find_tables(page: Any) -> list[tuple[Box, list[str]]]:
    """Returns data tables with their rows; ignores frames and layout tables."""
    if len(page.lines) + len(page.rects) + len(page.curves) < _TABLE_LINES:
        return []
    found = []
    for table in page.find_tables():
        rows = [[cell or "" for cell in row] for row in table.extract(x_tolerance_ratio=BLANK)]
        filled = [row for row in rows if sum(bool(cell.strip()) for cell in row) > 1]
        words = "\n".join(cell for row in rows for cell in row)
        if len(filled) < 2 or is_layout(words):
            continue
        found.append((table.bbox, [text for row in rows if (text := join_cells(row))]))
    return found


def _is_inside(word: Word, box: Box) -> bool:
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


# --- rows and columns ------------------------------------------------------------------------------------------------

Row = list[Word]


def _group_rows(words: Sequence[Word]) -> list[Row]:
    """Groups words whose heights overlap by more than half into rows, from left to right."""
    rows: list[Row] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: ((word.top + word.bottom) / 2, word.left)):
        middle = (word.top + word.bottom) / 2
        if rows and spans[-1][0] <= middle <= spans[-1][1]:
            rows[-1].append(word)
        else:
            rows.append([word])
            spans.append((word.top, word.bottom))
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _order_columns(rows: Sequence[Row]) -> Iterator[Line]:
    """Yields lines in reading order: where several rows leave the same strip free, the text left of it comes first."""
    at, column = 0, 0
    while at < len(rows):
        end, strip = _find_column_gap(rows, at)
        if end == at:
            yield _make_line(rows[at], column if column % 2 == 0 else column + 1)
            at += 1
            continue
        column += 2 - column % 2
        for side in (0, 1):
            # Each side has its own rows: the other side may be set slightly higher.
            words = [word for row in rows[at:end] for word in row if (word.left >= strip) == bool(side)]
            for row in _group_rows(words):
                yield _make_line(row, column + 1 + 2 * side)
        column += 6
        at = end


def _find_column_gap(rows: Sequence[Row], at: int) -> tuple[int, float]:
    """Returns where the columns that begin with this row end, and a position between them; (at, 0) for one column."""
    gap = _row_gap(rows[at])
    follows = False
    if gap is None and at + 1 < len(rows) and rows[at + 1][0].top < max(word.bottom for word in rows[at]) + 3:
        # The left side may begin slightly above the right one.
        gap, follows = _row_gap(_merge_gaps(rows[at], rows[at + 1])), True
    if gap is None:
        return at, 0
    left, right, sure = gap
    both, end = 0, at
    for row in rows[at:]:
        free = _free_gap(row, left, right)
        if free is None:
            break
        left, right = free
        both += row[0].right < right and row[-1].left > left
        end += 1
    if not sure and both < 2 and not follows:
        return at, 0
    return end, (left + right) / 2


def _merge_gaps(first: Row, second: Row) -> Row:
    return sorted([*first, *second], key=lambda word: word.left)


def _row_gap(row: Row) -> tuple[float, float, bool] | None:
    """Returns (left, right, sure) of the strip between two sides of a row; ``sure``: the nation's name or a signature
    begins the right side."""
    best: tuple[float, float, bool] | None = None
    inner = sorted(b.left - a.right for a, b in itertools.pairwise(row))
    usual = inner[len(inner) // 2] if len(inner) > 2 else 0.0
    end = row[0].right if row else 0.0
    for place, word in enumerate(row[1:], 1):
        width = word.left - end
        sure = _is_right_side_start(row, place)
        wide = width > max(1.6 * word.height, 3 * usual)
        found = (end, word.left, sure) if wide or (sure and width > 1.5) else None
        if found and (best is None or (sure, width) > (best[2], best[1] - best[0])):
            best = found
        end = max(end, word.right)
    return best


_RIGHT_SIDE = re.compile(
    r"C[ỘÔ]NG H(?:ÒA|OÀ) XÃ|Độc lập [-–]|ĐẢNG CỘNG SẢN|(?:KT|TM|TL|TUQ|Q|T/M)\s?\.\s?[A-ZĐÀ-Ỹ]{2}"
    r"|(?:BỘ TRƯỞNG|THỨ TRƯỞNG|CHỦ TỊCH|PHÓ CHỦ|THỦ TƯỚNG|PHÓ THỦ|GIÁM ĐỐC|PHÓ GIÁM|HIỆU TRƯỞNG|PHÓ HIỆU|TRƯỞNG PHÒNG"
    r"|PHÓ TRƯỞNG|TRƯỞNG BAN|CHÁNH|VIỆN TRƯỞNG|THỐNG ĐỐC|CỤC TRƯỞNG|TỔNG )"
)


def _is_right_side_start(row: Row, place: int) -> bool:
    """Whether the nation's name and motto, or a signature beside the recipients, begins here: before it is lower case,
    or unrelated text."""
    found = _RIGHT_SIDE.match(" ".join(word.text for word in row[place : place + 4]))
    if found is None or row[place - 1].text == "ĐẢNG":
        return False
    nation = found.group()[0] in "CĐ" and not found.group().startswith(("CHỦ", "CHÁNH", "CỤC"))
    return nation or not row[place - 1].text.isupper() or row[place - 1].text.endswith((";", ":"))


def _free_gap(row: Row, left: float, right: float) -> tuple[float, float] | None:
    """Returns the part of the strip that this row leaves free."""
    for word in row:
        if word.right <= left or word.left >= right:
            continue
        if word.left > (left + right) / 2 or right - word.left < word.right - left:
            right = min(right, word.left)
        else:
            left = max(left, word.right)
        if right - left < 4:
            return None
    # A line that continues from one side to the other crosses the strip, even if a space lies there.
    inner = [word for word in row if word.right <= left]
    outer = [word for word in row if word.left >= right]
    runs_on = inner and outer and outer[0].left - inner[-1].right < 0.8 * outer[0].height
    if runs_on and not _is_right_side_start(row, len(inner)):
        return None
    return left, right


def _make_line(row: Row, column: int) -> Line:
    return Line(
        " ".join(word.text for word in row),
        row[0].left,
        row[-1].right,
        min(word.top for word in row),
        max(word.bottom for word in row),
        row[0].right - row[0].left,
        column,
    )


# --- heads and feet of pages -----------------------------------------------------------------------------------------


def page_texts(found: Sequence[Page | None]) -> list[str | None]:
    """Returns the text of each page; ``None`` for a page that could not be read."""
    repeated = _find_repeated_lines([page for page in found if page])
    shapes = _measure_shape([page for page in found if page])
    pages: list[str | None] = []
    for page in found:
        pages.append("\n".join(_join_paragraphs(_body_lines(page, repeated), shapes)) if page else None)
    return pages


def _line_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.top / 6)


def _find_repeated_lines(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Returns lines at the same position at the top or bottom of several pages."""
    counts: Counter = Counter()
    for page in pages:
        keys = {_line_key(line) for line in page.lines if _is_at_edge(line, page)}
        counts.update({(text, place + shift) for text, place in keys for shift in (-1, 0, 1)})
    least = 2 if len(pages) < 6 else max(3, len(pages) // 5)
    return {key for key, times in counts.items() if times >= least}


def _is_at_edge(line: Line, page: Page) -> bool:
    return line.column is not None and (line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height)


def _body_lines(page: Page, repeated: set[tuple[str, int]]) -> list[Line]:
    lines = [line for line in page.lines if not (_is_at_edge(line, page) and _line_key(line) in repeated)]
    by_height = sorted(lines, key=lambda line: line.top)
    edges = [by_height[0], by_height[-1]] if by_height else []
    return [line for line in lines if not (line in edges and _is_at_edge(line, page) and _PAGE_NUMBER.match(line.text))]


# --- paragraphs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _TextShape:
    """Margins of the text, whether paragraphs begin with an indentation, and the usual line distance."""

    left: float
    right: float
    indented: bool
    leading: float


def _measure_shape(pages: Sequence[Page]) -> _TextShape:
    lines = [line for page in pages for line in page.lines if line.column is not None and line.column % 2 == 0]
    if len(lines) < 5:
        return _TextShape(0, 0, False, 0)
    rights = sorted(line.right for line in lines)
    right = rights[int(len(rights) * 0.8)]
    full = [line for line in lines if line.right > right - 12]
    below = [
        line
        for page in pages
        for above, line in itertools.pairwise(page.lines)
        if above.right > right - 12 and above.column == line.column
    ]
    lefts = Counter(round(line.left / 2) * 2 for line in [*full, *below])
    most = max(lefts.values())
    left = min(place for place, times in lefts.items() if times >= 0.25 * most)
    body = [line for line in lines if left - 4 < line.left < left + 60]
    steps = Counter(
        round((below.top - above.top) * 2) / 2
        for page in pages
        for above, below in itertools.pairwise(page.lines)
        if above in full and 0 < below.top - above.top < 4 * (above.bottom - above.top)
    )  # fmt: skip
    leading = min((step for step, times in steps.items() if times >= 0.3 * max(steps.values())), default=0.0)
    indents = [line for line in body if line.left > left + 8]
    return _TextShape(left, right, len(indents) >= 0.15 * len(body) and len(body) > 8, leading)


def _join_paragraphs(lines: Sequence[Line], shape: _TextShape) -> list[str]:
    found: list[str] = []
    above: Line | None = None
    for line in lines:
        if above is not None and _continues(above, line, shape):
            found[-1] = join_lines(found[-1], line.text)
        else:
            found.append(line.text)
        above = line
    return found


def _continues(above: Line, line: Line, shape: _TextShape) -> bool:
    """Whether only the margin broke the line above: it is full, and this one begins where lines continue."""
    if line.column is None or above.column is None or line.column % 2 or above.column % 2 or not shape.right:
        return False
    full = above.right + line.first + 0.3 * (line.bottom - line.top) > shape.right - 1
    at_margin = abs(line.left - shape.left) < 4
    step = line.top - above.top
    if not (full and at_margin and step > 0) or above.left > shape.left + 0.35 * (shape.right - shape.left):
        return False
    if shape.indented:
        return not (above.left > shape.left + 4 and _BEGINS.match(line.text) and _paragraph_text(above.text))
    spaced = shape.leading and step > 1.3 * shape.leading
    return not spaced and not _BEGINS.match(line.text)


def _paragraph_text(text: str) -> bool:
    return text.rstrip().endswith((".", ";", ":", "./."))
