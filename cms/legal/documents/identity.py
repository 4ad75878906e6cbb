"""Identifies a document: derived fields, the check for duplicates and the permalink.

Two documents are the same when number, year and issuers are equal (numbers restart every year, and each issuer has its
own numbering). Numbers that do not name their type also need the day, or the type where no day is known. The National
Assembly's always need the type: Luật 18/2008/QH12 and Nghị quyết 18/2008/QH12 are two documents of one day; "Bộ luật"
and "Luật" are one. Where issuer or year is unknown, a document never collides.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.dates import LONG_AHEAD, validate_years
from cms.core.text import fold_diacritics
from cms.legal.documents import permalinks
from cms.legal.parsing.numbers import NO_NUMBER, DocumentNumber, parse_number


class DuplicateDocument(ValidationError):
    """``document`` would be a second entry of ``twin``."""

    def __init__(self, document: Any, twin: Any) -> None:
        super().__init__(duplicate_message(twin))
        self.document, self.twin = document, twin


def identity_key(
    number: DocumentNumber,
    year: int | None,
    body_ids: Iterable[int],
    type_name: str,
    issued_on: datetime.date | None = None,
) -> str:
    """Returns a key that is equal for the same document, empty where identity is unknown."""
    year = number.year or year
    bodies = sorted({pk for pk in body_ids if pk})
    if not number.has_number or year is None or not bodies:
        return ""
    day = issued_on.isoformat() if issued_on and not number.of_the_assembly else ""
    if not number.names_type and not type_name and not day:
        return ""
    kind = day if day and not number.names_type else number.kind(type_name)
    return f"{number.identity}|{year}|{','.join(map(str, bodies))}|{kind}"[:255]


def body_ids(document: Any) -> list[int]:
    return [link.body_id for link in document.issuer_links.all()]


def document_identity(document: Any, bodies: Iterable[int] | None = None) -> str:
    year = document.issued_on.year if document.issued_on else None
    bodies = body_ids(document) if bodies is None else bodies
    type_name = document.doc_type.name if document.doc_type_id else ""
    return identity_key(parse_number(document.number_raw), year, bodies, type_name, document.issued_on)


def missing_data(document: Any, has_issuer: bool) -> list[str]:
    """Returns the names of ``LegalDocument.Missing`` whose data the document lacks."""
    number = parse_number(document.number_raw)
    administrative = document.nature == document.Nature.ADMINISTRATIVE
    checks = (
        ("number", number.has_number or number.norm == NO_NUMBER),
        ("title", bool(document.title.strip())),
        ("issued_on", document.issued_on is not None),
        ("issuer", has_issuer),
        ("doc_type", document.doc_type_id is not None),
        ("effective_from", administrative or document.effective_from is not None),
    )
    return [name for name, present in checks if not present]


def search_text(document: Any, number: DocumentNumber) -> str:
    """Returns the folded words that the library's list searches: number in three spellings, title, summary."""
    parts = (document.number_raw, number.norm, number.key, document.title, document.abstract, document.summary)
    return fold_diacritics("\n".join(part for part in parts if part))


def derive_fields(document: Any, update_fields: Iterable[str] | None = None, links: Iterable | None = None) -> None:
    """Sets the fields derived from the office's entries. ``links`` saves the query for the issuers (import)."""
    if update_fields is not None:
        return  # a partial write: the caller names the fields
    links = list(document.issuer_links.all()) if links is None else links
    number = parse_number(document.number_raw)
    document.number_norm, document.number_key = number.norm[:120], number.key[:120]
    bodies = [link.body for link in links if link.body_id]
    if not document.level:
        document.level = bodies[0].level if bodies else document.Level.CENTRAL
    if not document.nature:
        document.nature = _nature(document, number)
    if document._state.adding and any(body.education for body in bodies):
        document.education = True
    document.missing = missing_data(document, bool(bodies))
    document.folded = search_text(document, number)
    document.identity_key = document_identity(document, [body.pk for body in bodies])
    if not document.slug or not document.slug.startswith(permalinks.base_slug(document)):
        document.slug = permalinks.base_slug(document)


def _nature(document: Any, number: DocumentNumber) -> str:
    """Since 1997 normative documents carry the year in their number: 08/2023/QĐ-TTg, but 06/QĐ-TTg (individual)."""
    if not document.doc_type_id:
        return document.Nature.NORMATIVE
    if document.doc_type.nature == "administrative":
        return document.Nature.ADMINISTRATIVE
    old = document.issued_on is not None and document.issued_on.year < 1997
    if document.doc_type.abbreviation in ("QĐ", "NQ", "CT") and number.has_number and number.year is None and not old:
        return document.Nature.INDIVIDUAL
    return document.Nature.NORMATIVE


def find_duplicate(document: Any, bodies: Iterable[int] | None = None) -> Any:
    """Returns the library's document that this one would duplicate, or None."""
    key = document_identity(document, bodies)
    if not key or not document.locale_id:
        return None
    rows = type(document).objects.filter(identity_key=key, locale_id=document.locale_id)
    return rows.exclude(pk=document.pk).first()


def duplicate_message(twin: Any) -> str:
    return _("The library already has this document: %(document)s. Open that one instead of adding it again.") % {
        "document": twin
    }


def check_document(document: Any) -> None:
    errors = {}
    by_form = getattr(document, "twin_checked_by_form", False)  # the form knows issuers that are not stored yet
    if document.number_raw and not by_form and (twin := find_duplicate(document)):
        errors["number_raw"] = duplicate_message(twin)
    if document.status_override and not document.status_reason.strip():
        errors["status_reason"] = _("Give the reason for the status that is set by hand.")
    if document.effective_from and document.effective_to and document.effective_to < document.effective_from:
        errors["effective_to"] = _("The end cannot be before the beginning.")
    if errors:
        raise ValidationError(errors)
    validate_years(document, {"effective_to": LONG_AHEAD})
