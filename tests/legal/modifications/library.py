"""Documents of the library with clauses; numbers are made up, sentences are our own."""

from __future__ import annotations

import datetime
from typing import Any

from cms.legal.models import ClauseProposal, LegalDocument, Provision
from cms.legal.modifications.signal_handlers import bring_up_to_date
from tests.factories.legal import make_document

OLD, NEW = "11/2021/NĐ-CP", "90/2026/NĐ-CP"
BEGUN = datetime.date(2026, 7, 1)
ENDS = f"2. Nghị định số {OLD} hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành."


def make_decree(number: str, text: str = "", **fields: Any) -> LegalDocument:
    """A decree with ``text`` in its Điều 9."""
    year = int(number.split("/")[1])
    fields.setdefault("issued_on", datetime.date(year, 2, 1))
    fields.setdefault("effective_from", BEGUN if year == 2026 else datetime.date(year, 5, 1))
    fields.setdefault("title", f"Nghị định mẫu số {number}")
    fields.setdefault("type_name", "Nghị định")
    fields.setdefault("issuers", ["Chính phủ"])
    document = make_document(number, **fields)
    if text:
        write(document, text)
    return document


def write(document: LegalDocument, text: str) -> None:
    values = {"number": "9", "label": "Điều 9", "heading": "", "order": 9, "text": text}
    Provision.objects.update_or_create(document=document, anchor="dieu-9", defaults=values)


def read(*documents: LegalDocument) -> list[ClauseProposal]:
    """As it happens when they come in."""
    bring_up_to_date([document.pk for document in documents])
    return list(ClauseProposal.objects.order_by("pk"))
