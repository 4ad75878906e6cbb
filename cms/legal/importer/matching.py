"""Finds the document of the library that a record means; types, bodies and fields are read once for all records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Locale

from cms.core.text import fold_diacritics
from cms.legal.documents import identity
from cms.legal.documents.issuers import BodyFinder, spelling_key
from cms.legal.importer.records import DocumentRecord
from cms.legal.models import DocumentType, LegalDocument, LegalDocumentIssuer, LegalField


@dataclass
class KnownTerms:
    """The small tables, read once per batch."""

    locale: Locale
    bodies: BodyFinder
    types: dict[str, DocumentType]
    fields: dict[str, LegalField]

    @classmethod
    def read(cls) -> KnownTerms:
        return cls(
            locale=Locale.objects.get(language_code=settings.LANGUAGE_CODE),
            bodies=BodyFinder(),
            types={spelling_key(row.name): row for row in DocumentType.objects.all()},
            fields={spelling_key(row.name): row for row in LegalField.objects.all()},
        )

    def type_named(self, name: str) -> DocumentType | None:
        return self.types.get(spelling_key(name)) if name else None

    def field_named(self, name: str) -> LegalField:
        """The field of law of this name, made when the library has none."""
        key = spelling_key(name)
        if key not in self.fields:
            self.fields[key] = LegalField.objects.create(name=name)
        return self.fields[key]

    def level_by_number(self, record: DocumentRecord) -> str:
        """The issuer is not stated and not invented, but "TT-BGDĐT" says at which level it stands."""
        return next((level for group in reversed(record.number.groups) if (level := self.bodies.level_of(group))), "")


def find_candidates(
    records: list[DocumentRecord], tables: KnownTerms, lock: bool = False
) -> dict[str, list[LegalDocument]]:
    """Number key → documents of the library with that number, with all that a comparison needs. ``lock`` holds them
    until the end of the transaction, so that nothing saved meanwhile is written over."""
    rows = LegalDocument.objects.filter(locale=tables.locale, number_key__in={record.number.key for record in records})
    rows = rows.select_for_update(of=("self",)).order_by("pk") if lock else rows
    found: dict[str, list[LegalDocument]] = {}
    for row in rows.select_related("doc_type").prefetch_related("issuer_links__body", "fields"):
        found.setdefault(row.number_key, []).append(row)
    return found


def find_matching(record: DocumentRecord, bodies: Any, kind: Any, rows: list[LegalDocument]) -> list[LegalDocument]:
    """Documents of the library that the record may be: nothing that both state differs."""
    ids = sorted({body.pk for body in bodies})
    found = [document for document in rows if not _differs(document, record, ids, kind)]
    if not record.number.has_number:  # "Không số": date and title have to be the same as well
        found = [row for row in found if (row.title, row.issued_on) == (record.title, record.issued_on)]
    exact = [row for row in found if _body_ids(row) == ids and row.issued_on == record.issued_on]
    return exact if len(exact) == 1 else found


def _differs(document: LegalDocument, record: DocumentRecord, ids: list[int], kind: Any) -> bool:
    if identity.parse_number(document.number_raw).identity != record.number.identity:
        return True
    if record.vbpl_id and record.vbpl_id == document.vbpl_id:
        return False  # one entry of the national database
    year = document.issued_on.year if document.issued_on else None
    one_day = bool(ids) and _body_ids(document) == ids and document.issued_on and document.issued_on == record.issued_on
    one_day = one_day and not record.number.of_the_assembly
    types = (document.doc_type.name if document.doc_type else "", kind.name if kind else "")
    told = record.number.year or (year and record.year)  # else the number may be that of any year: the titles decide
    pairs = (
        (None if told else fold_diacritics(document.title), fold_diacritics(record.title)),
        (year if record.number.year is None else None, record.year),
        (_body_ids(document), ids),
        (None, None) if one_day else tuple(map(record.number.kind, types)),
    )
    return any(a and b and a != b for a, b in pairs)


def _body_ids(document: LegalDocument) -> list[int]:
    return sorted({link.body_id for link in issuer_links(document)})


def issuer_links(document: LegalDocument) -> list[LegalDocumentIssuer]:
    """The links that the document will have, also before they are written."""
    planned = getattr(document, "_planned_links", None)
    return planned if planned is not None else list(document.issuer_links.all())
