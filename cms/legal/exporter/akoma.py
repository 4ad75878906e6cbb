"""A document with its structure as Akoma Ntoso 3.0 (OASIS LegalDocML v1.0). Pure: a document's rows in, XML out.

Whatever the rows hold the XML is valid against the standard's schema (docs/decisions/0022): elements of the hierarchy
have an ``eId`` each, no two the same, and there is one preamble and one conclusion.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from lxml import etree

from cms.core.text import slugify_vi
from cms.legal.exporter import identifiers
from cms.legal.models import LegalDocument
from cms.legal.parsing.texts.fulltext import Paragraph, paragraphs

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_ELEMENTS = {"part": "part", "chapter": "chapter", "section": "section", "article": "article"}
#: The standard asks for a whole date; where the library knows none it is this one, under the name "unknown".
NO_DATE = datetime.date.min
_LIBRARY = "library"


def akoma_ntoso(document: LegalDocument, rows: Sequence) -> bytes:
    """``document`` is a ``LegalDocument``, ``rows`` its provisions in order. What is not known is left out."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    act = _add(root, "act", name=document.doc_type.name if document.doc_type else "văn bản")
    issuers = _issuers(document)
    _meta(_add(act, "meta"), document, issuers)
    _preface(_add(act, "preface"), document)
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in ("preamble", "closing")}
    if by_kind["preamble"]:
        _lines(_add(act, "preamble"), by_kind["preamble"])
    body = _add(act, "body")
    _Body(body, taken={_LIBRARY, *issuers}).fill([row for row in rows if row.kind not in by_kind])
    if by_kind["closing"]:
        _lines(_add(act, "conclusions"), by_kind["closing"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    found = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {k: _valid(v) for k, v in attributes.items()})
    found.text = _valid(text) or None
    return found


def _valid(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 32 and not _no_character(ord(c))))


def _no_character(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)


def _issuers(document: LegalDocument) -> dict[str, str]:
    """eId → name as printed, in order."""
    names = document.issuer_names
    return {"issuer" if n == 0 else f"issuer-{n + 1}": name for n, name in enumerate(names)} or {"issuer": "?"}


def _meta(meta: Element, document: LegalDocument, issuers: dict[str, str]) -> None:
    found = _add(meta, "identification", source=f"#{_LIBRARY}")
    work, expression = identifiers.work_uri(document), identifiers.expression_uri(document)
    level = _level(found, "FRBRWork", work, f"{work}/!main", document, issuers)
    _add(level, "FRBRcountry", value="vn")
    if document.doc_type:
        _add(level, "FRBRsubtype", value=slugify_vi(document.doc_type.name))
    _add(level, "FRBRnumber", value=document.number_raw)
    level = _level(found, "FRBRExpression", expression, f"{expression}/!main", document, issuers)
    _add(level, "FRBRlanguage", language="vie")
    level = _level(found, "FRBRManifestation", f"{expression}.akn", f"{expression}/!main.xml", document, issuers)
    _add(level, "FRBRformat", value="application/akn+xml")
    if document.gazette_no and document.gazette_on:
        _add(
            meta, "publication", date=document.gazette_on.isoformat(), name="Công báo", showAs="Công báo",
            number=document.gazette_no,
        )  # fmt: skip
    references = _add(meta, "references", source=f"#{_LIBRARY}")
    _add(references, "TLCOrganization", eId=_LIBRARY, href="/", showAs="Thư viện văn bản")
    for eid, name in issuers.items():
        href = f"/akn/ontology/organization/vn/{slugify_vi(name, 120) or eid}"
        _add(references, "TLCOrganization", eId=eid, href=href, showAs=name)


def _level(
    identification: Element, tag: str, uri: str, this: str, document: LegalDocument, issuers: dict[str, str]
) -> Element:
    level = _add(identification, tag)
    _add(level, "FRBRthis", value=this)
    _add(level, "FRBRuri", value=uri)
    if tag == "FRBRWork":
        _add(level, "FRBRalias", value=identifiers.eli_uri(document), name="eli")
    name = "issued" if document.issued_on else "unknown"
    _add(level, "FRBRdate", date=(document.issued_on or NO_DATE).isoformat(), name=name)
    if tag == "FRBRWork" and document.effective_from:
        _add(level, "FRBRdate", date=document.effective_from.isoformat(), name="entryIntoForce")
    for eid in issuers:
        _add(level, "FRBRauthor", href=f"#{eid}")
    return level


def _preface(preface: Element, document: LegalDocument) -> None:
    line = _add(preface, "p")
    _add(line, "docType", document.doc_type.name if document.doc_type else "")
    _add(line, "docNumber", document.number_raw)
    if document.issued_on:
        _add(line, "docDate", f"{document.issued_on:%d/%m/%Y}", date=document.issued_on.isoformat())
    _add(_add(preface, "p"), "docTitle", document.title or document.number_raw)


def _lines(parent: Element, rows: Sequence) -> None:
    for line in "\n".join(row.text for row in rows).split("\n"):
        _add(parent, "p", line)


class _Body:
    """The hierarchy. ``taken`` are the ``eId`` that stand elsewhere in the document."""

    def __init__(self, body: Element, taken: set[str]):
        self.body, self.taken = body, taken

    def fill(self, rows: Sequence) -> None:
        elements = {None: self.body}
        for row in rows:
            parent = elements.get(row.parent_id, self.body)
            name = {} if row.kind in _ELEMENTS else {"name": row.kind}
            element = self.add(parent, _ELEMENTS.get(row.kind, "hcontainer"), row.anchor, row.kind, **name)
            elements[row.pk] = element
            if row.label:
                _add(element, "num", row.label)
            if row.heading:
                _add(element, "heading", row.heading)
            if row.kind == "article":
                self.article(element, paragraphs(row.text, row.anchor))
            elif row.text:
                self.text(element, row.text.split("\n"))
        if len(self.body) == 0:
            self.text(self.body, [""], name="empty")

    def add(self, parent: Element, tag: str, wanted: str, fallback: str, **attributes: str) -> Element:
        """An element under the name ``wanted``; where that is empty or taken, under one made of what it stands in."""
        eid = "-".join(_valid(wanted).split())
        if not eid or eid in self.taken:
            stem, count = f"{parent.get('eId', 'body')}__{fallback}", 1
            while (eid := f"{stem}-{count}") in self.taken:
                count += 1
        self.taken.add(eid)
        return _add(parent, tag, eId=eid, **attributes)

    def text(self, parent: Element, lines: Sequence[str], name: str = "text") -> None:
        content = _add(self.add(parent, "hcontainer", "", name, name=name), "content")
        for line in lines:
            _add(content, "p", line)

    def article(self, article: Element, found: list[Paragraph]) -> None:
        clause = None
        for place, part in enumerate(found):
            if part.kind == "text":
                self.text(article if clause is None else clause, [part.text])
                continue
            number, words = [*part.text.split(None, 1), ""][:2]
            if part.kind == "point":
                element = self.add(article if clause is None else clause, "point", part.anchor, "point")
            else:
                clause = element = self.add(article, "paragraph", part.anchor, "paragraph")
            _add(element, "num", number)
            leads_on = part.kind == "clause" and found[place + 1 : place + 2] and found[place + 1].kind != "clause"
            _add(_add(element, "intro" if leads_on else "content"), "p", words)
