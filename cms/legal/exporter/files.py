"""The library as a file: JSON lines without loss, CSV and XLSX with what is known of each document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from cms.core.office_files.cells import escape_formula
from cms.legal.exporter.rows import BATCH, document_facts, document_rows
from cms.legal.models import LegalDocument

#: Columns of tables; the importer reads them by these names. Several issuers or fields stand in one cell with "; ".
COLUMNS = (
    "type", "number", "title", "issuers", "issued", "effective", "expires", "abstract", "summary", "signer",
    "signer_title", "place", "level", "nature", "education", "topics", "audience", "gazette_no", "gazette_on",
    "status_override", "status_reason", "status_from", "confidential", "source_url", "vbpl_item_id",
)  # fmt: skip


def json_lines(documents: QuerySet[LegalDocument]) -> Iterator[bytes]:
    for row in document_rows(documents):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def csv_lines(documents: QuerySet[LegalDocument]) -> Iterator[bytes]:
    """UTF-8 with a mark, as spreadsheet programs expect."""
    yield "\ufeff".encode()
    for row in _table(documents):
        out = io.StringIO()
        csv.writer(out).writerow(row)
        yield out.getvalue().encode()


def xlsx_bytes(documents: QuerySet[LegalDocument]) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Văn bản")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(_table(documents)):
        cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:32767]) for value in row]
        for cell in cells:
            cell.data_type = "s"  # never a formula, whatever it begins with
            if number == 0:
                cell.font = Font(bold=True)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    yield out.getvalue()


def _table(documents: QuerySet[LegalDocument]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    documents = documents.order_by("pk").select_related("doc_type").prefetch_related("issuer_links", "fields")
    for document in documents.iterator(chunk_size=BATCH):
        row = document_facts(document)
        yield [escape_formula(_cell(row[name])) for name in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "x" if value else ""
    return "; ".join(value) if isinstance(value, list) else str(value or "")


FORMATS: dict[str, tuple[str, Callable[[QuerySet[LegalDocument]], Iterator[bytes]]]] = {
    "jsonl": ("application/x-ndjson", json_lines),
    "csv": ("text/csv; charset=utf-8", csv_lines),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes),
}
