"""Resolves a citation to a document of the library. Never a guess: two candidates make it ambiguous.

Rules, in the order of the code:

- A number with a year of a central body is one document, unless the library holds two (a law and a resolution
  of the National Assembly share numbers): then type and date decide, or nothing.
- A number without a year restarts every January: the date that follows it decides. Without one, the text's own
  date ``on`` decides for a document of the same calendar year issued before it.
- A number and year without the symbol ("NĐ 81/2021") is enough where the type allows one symbol alone: a decree is
  the government's, a law the National Assembly's. Others need their date.
- Each province and commune has its own numbering: the issuer must be named with its territory.
- A law by name and year is looked up in the table of names and in the titles of the library. Without a year it
  is the one law of that name, or the one in force on ``on``.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q

from cms.core import versions
from cms.legal.documents import library
from cms.legal.parsing.citation_finder import Citation
from cms.legal.parsing.law_names import law_named, split_name_words
from cms.legal.parsing.numbers import DocumentNumber, parse_number

if TYPE_CHECKING:
    from cms.legal.models import LegalDocument

RESOLVED, AMBIGUOUS, UNRESOLVED = "resolved", "ambiguous", "unresolved"

LAW_TYPES = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")
_LOCAL = frozenset("UBND UB HĐND TU ĐU HU STP STC SNV SYT SXD SCT SGDĐT GDĐT PGDĐT".split())  # noqa: SIM905
#: Types with one numbering body: number and year identify the document.
_ONE_SYMBOL = {
    "Nghị định": re.compile(r"NĐ-CP"),
    "Luật": re.compile(r"QH\d{1,2}"),
    "Bộ luật": re.compile(r"QH\d{1,2}"),
    "Pháp lệnh": re.compile(r"(?:PL-)?UBTVQH\d{1,2}"),
}
_UNLINKED = frozenset(("court", "treaty"))


@dataclass(frozen=True)
class Resolution:
    """``document`` only when ``status`` is resolved; ``candidates`` are the choices of an ambiguous citation."""

    status: str
    document: LegalDocument | None = None
    candidates: tuple[LegalDocument, ...] = ()

    def path(self, citation: Citation) -> str | None:
        """Returns the permalink with the provision's anchor: "/van-ban/43-2019-qh14/#dieu-5", or None."""
        if self.document is None:
            return None
        return self.document.get_absolute_url() + (f"#{citation.anchor}" if citation.anchor else "")


def resolve_citations(citations: Sequence[Citation], on: datetime.date | None = None) -> list[Resolution]:
    """Returns one resolution per citation, in their order, with a small, constant maximum of queries.

    ``on`` is the date of the citing text (of publication), for citations without a year.
    """
    return resolve_dated_citations([(citation, on) for citation in citations])


def resolve_dated_citations(citations: Sequence[tuple[Citation, datetime.date | None]]) -> list[Resolution]:
    """Returns the same as ``resolve_citations``, for citations of several texts, each with its own date."""
    pool = _Pool([citation for citation, _on in citations])
    return [_decide(citation, pool.candidates(citation), on) for citation, on in citations]


class _Pool:
    """Public documents that any of the citations may mean."""

    def __init__(self, citations: Iterable[Citation]):
        exact: set[str] = set()
        begun: set[str] = set()
        named: set[tuple[str, ...]] = set()
        for citation in citations:
            if citation.kind in _UNLINKED:
                continue
            if citation.number:
                key = parse_number(citation.number).key
                (begun if citation.partial_number else exact).add(key)
            else:
                named.add(name_words(citation))
                exact.update(parse_number(number).key for number in _table_numbers(citation))
        self.by_key: dict[str, list[LegalDocument]] = defaultdict(list)
        self.laws: dict[tuple[str, ...], list[LegalDocument]] = defaultdict(list)
        titles = _laws_by_title() if named else {}
        by_title = {pk: words for words in named for pk in titles.get(words, ())}
        conditions = [
            *(Q(number_key__in=keys) for keys in _chunks(sorted(exact - {""}), 500)),
            *(reduce(or_, (Q(number_key__startswith=f"{key}-") for key in keys))
              for keys in _chunks(sorted(key for key in begun if "-" in key), 50)),
            *(Q(pk__in=pks) for pks in _chunks(sorted(by_title), 500)),
        ]  # fmt: skip
        self._load(conditions, by_title)

    def _load(self, conditions: list[Q], by_title: dict[int, tuple[str, ...]]) -> None:
        """One query (and one for the issuers) for up to four conditions: all citations of one text, however long."""
        known = set()
        for some in _chunks(conditions, 4):
            for document in library.public_documents().filter(reduce(or_, some)):
                if document.pk not in known:
                    known.add(document.pk)
                    self.by_key[document.number_key].append(document)
                    if document.pk in by_title:
                        self.laws[by_title[document.pk]].append(document)

    def candidates(self, citation: Citation) -> list[LegalDocument]:
        if citation.kind in _UNLINKED:
            return []
        if not citation.number:
            return self._named(citation)
        number = parse_number(citation.number)
        if citation.partial_number:
            found = [d for key, documents in self.by_key.items() if key.startswith(f"{number.key}-") for d in documents]
        else:
            same = self.by_key.get(number.key, [])
            found = [document for document in same if parse_number(document.number_raw).identity == number.identity]
        return [document for document in found if _type_fits(citation, document)]

    def _named(self, citation: Citation) -> list[LegalDocument]:
        found = {}
        for number in _table_numbers(citation):
            for document in self.by_key.get(parse_number(number).key, []):
                if document.doc_type and document.doc_type.name in LAW_TYPES:
                    found[document.pk] = document
        for document in self.laws.get(name_words(citation), []):
            found[document.pk] = document
        return list(found.values())


def _table_numbers(citation: Citation) -> tuple[str, ...]:
    law = law_named(citation.name or "")
    return law.numbers if law else ()


def name_words(citation: Citation) -> tuple[str, ...]:
    law = law_named(citation.name or "")
    return tuple(split_name_words(law.name if law else citation.name or ""))


def _laws_by_title() -> dict[tuple[str, ...], list[int]]:
    """Titles of the library's laws → their primary keys, cached until the library changes."""
    return versions.get_or_build(("legal.laws_by_title",), (versions.LIBRARY,), _read_laws)


def _read_laws() -> dict[tuple[str, ...], list[int]]:
    laws = defaultdict(list)
    rows = library.public_documents().filter(doc_type__name__in=LAW_TYPES).prefetch_related(None).order_by()
    for pk, title, type_name in rows.values_list("pk", "title", "doc_type__name"):
        laws[_title_words(title, type_name)].append(pk)
    return dict(laws)


def _title_words(title: str, type_name: str) -> tuple[str, ...]:
    """Titles come with and without the type: "Giáo dục", "Luật Giáo dục"."""
    words, kind = split_name_words(title.split(" số ")[0]), split_name_words(type_name)
    return tuple(words if words[: len(kind)] == kind else kind + words)


def _chunks(values: Sequence, size: int) -> Iterator[Sequence]:
    return (values[first : first + size] for first in range(0, len(values), size))


def _type_fits(citation: Citation, document: LegalDocument) -> bool:
    """Called where the cited number names no type; a code counts as a law."""
    if citation.type is None or not document.doc_type:
        return True
    if parse_number(document.number_raw).names_type and not citation.partial_number:
        return True
    kinds = {name.replace("Bộ luật", "Luật") for name in (citation.type, document.doc_type.name)}
    return len(kinds) == 1 or citation.kind == "admin"


def _decide(citation: Citation, candidates: list[LegalDocument], on: datetime.date | None) -> Resolution:
    if not candidates:
        return Resolution(UNRESOLVED)
    chosen: LegalDocument | Resolution | None
    if citation.number:
        chosen = _numbered(citation, parse_number(citation.number), candidates, on)
    else:
        chosen = _named_law(citation, candidates, on)
    if isinstance(chosen, Resolution):
        return chosen
    if chosen is None:
        return Resolution(AMBIGUOUS, candidates=tuple(candidates))
    return Resolution(RESOLVED, chosen)


def _numbered(
    citation: Citation, number: DocumentNumber, candidates: list[LegalDocument], on: datetime.date | None
) -> LegalDocument | None:
    day = datetime.date.fromisoformat(citation.date) if citation.date else None
    local = _is_local(number)
    if local:
        candidates = [document for document in candidates if _issuer_agrees(citation.issuer, document)]
    dated = [document for document in candidates if day and document.issued_on == day]
    if citation.partial_number and number.year and (symbol := _ONE_SYMBOL.get(citation.type or "")):
        return _single_document(
            [document for document in candidates if symbol.fullmatch(parse_number(document.number_raw).symbol)]
        )
    if citation.partial_number or (local and number.year is None):
        return _single_document(dated)
    if number.year is None and citation.kind != "party":
        return _single_document(dated) or _single_document(_of_the_year(candidates, day, on))
    if len(candidates) == 1:
        if not number.names_type and citation.type is None and dated != candidates:
            return None  # "43/2019/QH14" may be a law or a resolution
        return candidates[0]
    return _single_document(dated)


def _of_the_year(candidates: list[LegalDocument], day: datetime.date | None, on: datetime.date | None) -> list:
    """Numbers without a year: the same calendar year is the same number; a text cites only what is older than
    itself."""
    if day:
        if any(document.issued_on is None for document in candidates):
            return []
        return [document for document in candidates if document.issued_on and document.issued_on.year == day.year]
    if on is None:
        return []
    return [
        document
        for document in candidates
        if document.issued_on and document.issued_on.year == on.year and document.issued_on <= on
    ]


def _single_document(documents: list[LegalDocument]) -> LegalDocument | None:
    return documents[0] if len(documents) == 1 else None


def _is_local(number: DocumentNumber) -> bool:
    return any(group.split(".")[0] in _LOCAL for group in number.groups)


def _issuer_agrees(issuer: str | None, document: LegalDocument) -> bool:
    """Returns whether the words after "của" name the body with its territory. Without them a local number is
    ambiguous."""
    if not issuer:
        return False
    written = f" {' '.join(split_name_words(issuer))} "
    for link in document.issuer_links.all():
        territory = " ".join(split_name_words(link.body.territory))
        names = [" ".join(split_name_words(name)) for name in (*link.body.spellings, link.name_as_printed)]
        if territory and f" {territory} " in written:
            return True
        if any(len(name.split()) > 4 and f" {name} " in written for name in names):
            return True
    return False


def _named_law(
    citation: Citation, candidates: list[LegalDocument], on: datetime.date | None
) -> LegalDocument | Resolution | None:
    year = citation.year or (int(citation.date[:4]) if citation.date else None)
    known = {parse_number(number).year for number in _table_numbers(citation)} | {
        _year(document) for document in candidates
    }
    if year:
        fitting = [document for document in candidates if _year(document) == year]
        return _single_document(fitting) if fitting else Resolution(UNRESOLVED)
    if len(known) == 1 and len(candidates) == 1:
        return candidates[0]
    if on is None or None in known:
        return None
    return _in_force(candidates, known, on)


def _in_force(candidates: list[LegalDocument], known: set[int | None], on: datetime.date) -> LegalDocument | None:
    """The newest law of its name, when a text of ``on`` certainly means it."""
    newest = max(candidates, key=lambda document: _year(document) or 0)
    if any(year > (_year(newest) or 0) and year <= on.year for year in known if year):
        return None  # a newer one exists that the library does not have
    in_force = [document for document in candidates if document.effective_from and document.effective_from <= on]
    issued = [document for document in candidates if document.issued_on is None or document.issued_on <= on]
    if len(issued) != len(in_force) or not in_force:
        return None  # between issue and first day in force either may be meant
    return max(in_force, key=lambda document: document.effective_from or datetime.date.min)


def _year(document: LegalDocument) -> int | None:
    return parse_number(document.number_raw).year or (document.issued_on.year if document.issued_on else None)
