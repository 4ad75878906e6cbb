"""Replaces one document by another in a page: in rich text, blocks at any depth, plain text and the list of chosen
documents. Nothing else changes; the operation is idempotent.

Provisions stay as written ("khoản 2 Điều 5 …"): only a person knows their numbers in the new document.
"""

from __future__ import annotations

import re

from wagtail.models import Page

from cms.legal.citations.annotate import page_day
from cms.legal.citations.content import TextPiece, rewrite_page
from cms.legal.citations.markup import parse_markup
from cms.legal.citations.resolve import resolve_citations
from cms.legal.models import LegalDocument
from cms.legal.parsing import grammar
from cms.legal.parsing.citation_finder import Citation, find_citations
from cms.legal.parsing.citation_text import date_in_words, full_title
from cms.legal.parsing.law_names import split_name_words
from cms.legal.parsing.normalized_text import normalize

_SO = re.compile(r"\bsố\b", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm\b", re.IGNORECASE)


def replace_citations(page: Page, old: LegalDocument, new: LegalDocument) -> bool:
    """Changes ``page`` in memory; returns whether anything changed. Text inside a link stays: the link would still lead
    to the old document."""
    day = page_day(page)
    changed = rewrite_page(page, lambda piece: _piece(piece, old, new, day))
    return _chosen(page, old, new) or changed


def _chosen(page: Page, old: LegalDocument, new: LegalDocument) -> bool:
    links = getattr(page, "document_links", None)
    if links is None:
        return False
    rows = list(links.all())
    if not any(row.document_id == old.pk for row in rows):
        return False
    there = any(row.document_id == new.pk for row in rows)
    kept = [row for row in rows if row.document_id != old.pk or not there]
    for row in kept:
        if row.document_id == old.pk:
            row.document = new
            there = True
    links.set(kept)
    return True


def _piece(piece: TextPiece, old: LegalDocument, new: LegalDocument, day) -> str:
    marked = parse_markup(piece.value) if piece.is_html else None
    if marked is not None and not marked.understood:
        return piece.value
    text = marked.text if marked else piece.value
    citations = find_citations(text)
    mentions: dict[int, Citation] = {}
    for citation, resolution in zip(citations, resolve_citations(citations, day), strict=True):
        if resolution.document and resolution.document.pk == old.pk:
            mentions[citation.doc_start] = citation
    value = piece.value
    for start in sorted(mentions, reverse=True):  # from the end, so that offsets stay valid
        end, words = replacement_text(text, mentions[start], new)
        value = marked.replace(value, start, end, words) if marked else value[:start] + words + value[end:]
    return value


def replacement_text(text: str, citation: Citation, new: LegalDocument) -> tuple[int, str]:
    """Returns (end of the replaced text, the new words), in the form of the old ones: with or without type, "số", date
    and year."""
    written = text[citation.doc_start : citation.doc_end]
    type_name = new.doc_type.name if new.doc_type else ""
    end, date = _date(text, citation)
    if citation.name:
        parts = [_by_name(citation, new, type_name, written)]
    else:
        typed = not written[:1].isdigit() and not _SO.match(written)
        parts = [type_name] if type_name and (typed or type_name != citation.type) else []
        parts += ["số"] if _SO.search(written) else []
        parts.append(new.number_raw)
    if date and new.issued_on:
        parts.append(date_in_words(new.issued_on) if " tháng " in date else f"ngày {new.issued_on:%d/%m/%Y}")
        return end, " ".join(parts)
    return citation.doc_end, " ".join(parts)


def _by_name(citation: Citation, new: LegalDocument, type_name: str, written: str) -> str:
    """The new name with what identified the old one: a number or a year; a name alone gets the number, else it would
    still mean the old document. Long names are not written out."""
    title = full_title(type_name, new.title)
    short = title and len(split_name_words(title)) <= 12 and "số" not in title.split()
    if short and citation.year and citation.number is None and new.issued_on:
        return f"{title} {'năm ' if _YEAR.search(written) else ''}{new.issued_on.year}"
    counted = "số " if citation.number is None or _SO.search(written) else ""
    return f"{title if short else type_name} {counted}{new.number_raw}".strip()


def _date(text: str, citation: Citation) -> tuple[int, str]:
    shadow = normalize(text[citation.doc_end : citation.doc_end + 120])
    found, after = grammar.date_after(shadow.folded, 0)
    end = citation.doc_end + shadow.end(after)
    return (end, text[citation.doc_end : end]) if found else (citation.doc_end, "")
