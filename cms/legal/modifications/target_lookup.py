"""Adapts the library to the modification parser: loads documents, and finds which of them a clause means.

Targets are looked up by the key of their number, as citations are (``cms.legal.citations.resolve``): the cost does not
depend on the size of the library.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q

from cms.legal.citations.resolve import LAW_TYPES, Resolution, name_words, resolve_dated_citations
from cms.legal.models import ClauseProposal, LegalDocument, Provision
from cms.legal.modifications import records
from cms.legal.parsing.citation_finder import Citation
from cms.legal.parsing.citation_text import short_name
from cms.legal.parsing.grammar import kind_of
from cms.legal.parsing.numbers import parse_number
from cms.legal.parsing.provision_names import provision_in_words

#: Raise when the parser's results change: ``manage.py read_clauses`` then parses all documents again.
READER = "1"
_NAME = "ten:"
_EMPTY = {field.name: None for field in fields(Citation)}


def load_documents(ids: Iterable[int]) -> list[LegalDocument]:
    """Returns originals with what ``reader_document`` needs. Three queries."""
    articles = Provision.objects.filter(kind=Provision.Kind.ARTICLE).order_by("order", "pk")
    rows = LegalDocument.objects.filter(pk__in=list(ids), locale__language_code=settings.LANGUAGE_CODE)
    rows = rows.select_related("doc_type").defer("folded", "abstract", "summary")
    return list(rows.prefetch_related(Prefetch("provisions", articles, to_attr="articles")).order_by("pk"))


def reader_document(document: Any) -> records.Document:
    """Converts a row of ``load_documents`` into the parser's input."""
    return records.Document(
        document.doc_type.name if document.doc_type else "",
        document.number_raw,
        document.title,
        tuple(
            records.Provision(f"Điều {row.number}" if row.number else row.label, row.heading, row.text, row.anchor)
            for row in document.articles
        ),
        document.issued_on,
        document.effective_from,
    )


def document_digest(document: records.Document) -> str:
    """Returns the digest of everything that the parser reads."""
    return hashlib.sha256(repr((READER, document)).encode()).hexdigest()


# --- targets --------------------------------------------------------------------------------------------------


def target_words(target: records.Target) -> dict[str, Any]:
    """Returns what is stored of a target, to look it up again."""
    words = asdict(target)
    del words["provisions"]
    return words


def target_text(target: records.Target) -> str:
    """ "Nghị định số 13/2023/NĐ-CP", "Quyết định số 896/QĐ-BYT ngày 31/05/2022", "Luật Báo chí năm 2016"."""
    if target.number:
        dated = target.issued and parse_number(target.number).year is None
        day = f" ngày {datetime.date.fromisoformat(target.issued):%d/%m/%Y}" if dated and target.issued else ""
        return (short_name(target.type or "", target.number) + day)[:255]
    name, kind = target.name or "", target.type or ""
    named = name if name.casefold().startswith(kind.casefold()) else f"{kind} {name}"
    return (f"{named} năm {target.year}" if target.year else named)[:255]


def provisions_text(fragments: Iterable[str]) -> str:
    return "; ".join(filter(None, map(provision_in_words, fragments)))


def target_key(target: records.Target) -> str:
    """Returns the lookup key for documents that arrive later: the key of its number, or the words of its name."""
    if target.number:
        return parse_number(target.number).key[:200]
    return (_NAME + " ".join(name_words(_citation(target_words(target), None))))[:200]


def modifications_that_may_mean(ids: Sequence[int]) -> Q:
    """Returns the condition for proposals that may mean one of these documents, or no longer mean it alone."""
    keys, laws = set(), False
    for number, type_name in LegalDocument.objects.filter(pk__in=ids).values_list("number_key", "doc_type__name"):
        keys |= {number, *_beginnings(number)}
        laws = laws or type_name in LAW_TYPES
    condition = Q(key__in=keys - {""})
    return condition | Q(target=None, key__startswith=_NAME) if laws else condition


def _beginnings(key: str) -> Iterator[str]:
    """ "06-2010-qd-ttg" may be what "Quyết định 06/2010" means."""
    parts = key.split("-")
    return ("-".join(parts[:length]) for length in (1, 2) if length < len(parts))


def look_up_targets(rows: Sequence[ClauseProposal]) -> list[Resolution]:
    """Returns the resolution of each, in their order; ``acting__issuer_links`` should be prefetched."""
    return resolve_dated_citations([(_citation(row.words, row.acting), row.acting.issued_on) for row in rows])


def _citation(words: dict[str, Any], acting: LegalDocument | None) -> Citation:
    """A local number without an issuer belongs to the acting document's own body."""
    number = words.get("number")
    parsed = parse_number(number or "")
    issuer = words.get("issuer") or (next(iter(acting.issuer_names), None) if acting else None)
    values = {
        **_EMPTY,
        "type": words.get("type"),
        "number": number,
        "name": words.get("name"),
        "year": words.get("year"),
        "date": words.get("issued"),
        "issuer": issuer,
        "span": "",
        "start": 0,
        "end": 0,
        "doc_start": 0,
        "doc_end": 0,
        "kind": kind_of(words.get("type"), parsed.symbol),
        "partial_number": bool(number) and not parsed.symbol,
    }
    return Citation(**values)  # type: ignore[arg-type]
