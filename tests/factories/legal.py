"""Documents of the library for tests. Numbers and names are real facts; sentences are our own."""

from __future__ import annotations

import datetime
import itertools

from django.conf import settings
from wagtail.models import Locale

from cms.legal.documents.seeds import seed_library
from cms.legal.importer.articles import text_records
from cms.legal.models import DocumentType, IssuingBody, LegalDocument, LegalDocumentIssuer, Provision
from cms.legal.sources.provisions import write_provisions

_numbers = itertools.count(900)


def vietnamese() -> Locale:
    return Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]


def give_text(document: LegalDocument, text: str) -> None:
    """The document's provisions are what this text says."""
    write_provisions({document: text_records(text)})


def make_document(
    number: str | None = None, *, type_name="Thông tư", issuers=("Bộ Giáo dục và Đào tạo",), articles=0, **fields
):
    """A complete, public document; ``articles`` is how many provisions it gets. Fields by name replace the defaults."""
    if not DocumentType.objects.exists():
        seed_library()
    number = f"{next(_numbers)}/2024/TT-BGDĐT" if number is None else number
    fields.setdefault("title", f"Thông tư mẫu về việc số {number}")
    fields.setdefault("issued_on", datetime.date(2024, 3, 5))
    fields.setdefault("effective_from", datetime.date(2024, 5, 1))
    fields.setdefault("locale", vietnamese())
    if type_name:
        fields.setdefault("doc_type", DocumentType.objects.get(name=type_name))
    document = LegalDocument(number_raw=number, **fields)
    document.issuer_links = [
        LegalDocumentIssuer(body=IssuingBody.objects.get(name=name), name_as_printed=name, sort_order=order)
        for order, name in enumerate(issuers)
    ]
    document.save()
    Provision.objects.bulk_create(
        Provision(
            document=document,
            number=str(n),
            label=f"Điều {n}",
            heading=f"Tiêu đề {n}",
            anchor=f"dieu-{n}",
            order=n,
            text=f"1. Khoản một của điều {n}.\n2. Khoản hai:\na) Điểm a.",
            chapter="Chương I" if n < 3 else "Chương II",
        )
        for n in range(1, articles + 1)
    )
    return document
