"""A document with its structure as Akoma Ntoso 3.0 (OASIS LegalDocML). Pure: a document's rows in, XML out."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from lxml import etree

from cms.legal.models import LegalDocument
from cms.legal.reading.fulltext import Paragraph, paragraphs

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_ELEMENTS = {"part": "part", "chapter": "chapter", "section": "section", "article": "article"}
_VIETNAM = "/akn/vn"


def akoma_ntoso(document: LegalDocument, rows: Sequence) -> bytes:
    """``document`` is a ``LegalDocument``, ``rows`` its provisions in order. Dates that the library does not know are
    left out; the date of a work, which the standard asks for, is then the one in the number or 0001-01-01."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
    act = _add(root, "act", name=document.doc_type.name if document.doc_type else "văn bản")
    _meta(_add(act, "meta"), document)
    _preface(_add(act, "preface"), document)
    for row in rows:
        if row.kind == "preamble":
            _lines(_add(act, "preamble"), row.text)
    body = _add(act, "body")
    _body(body, [row for row in rows if row.kind not in ("preamble", "closing")])
    if len(body) == 0:
        _add(_add(_add(body, "hcontainer", name="empty"), "content"), "p")
    for row in rows:
        if row.kind == "closing":
            _lines(_add(act, "conclusions"), row.text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    found = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {k: _valid(v) for k, v in attributes.items()})
    found.text = _valid(text) or None
    return found


def _valid(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF)))


def _meta(meta: Element, document: LegalDocument) -> None:
    day = document.issued_on.isoformat() if document.issued_on else "0001-01-01"
    work = f"{_VIETNAM}/act/{day}/{document.number_key or document.pk}"
    found = _add(meta, "identification", source="#library")
    for tag, uri in (("FRBRWork", work), ("FRBRExpression", f"{work}/vie@"), ("FRBRManifestation", f"{work}/vie@.xml")):
        level = _add(found, tag)
        _add(level, "FRBRthis", value=f"{uri}/!main" if tag == "FRBRWork" else uri)
        _add(level, "FRBRuri", value=uri)
        _add(level, "FRBRdate", date=day, name="issued")
        _add(level, "FRBRauthor", href="#issuer")
        if tag == "FRBRWork":
            _add(level, "FRBRcountry", value="vn")
            _add(level, "FRBRnumber", value=document.number_raw)
        if tag == "FRBRExpression":
            _add(level, "FRBRlanguage", language="vie")
    if document.gazette_no and document.gazette_on:
        _add(
            meta, "publication", date=document.gazette_on.isoformat(), name="Công báo", showAs="Công báo",
            number=document.gazette_no,
        )  # fmt: skip
    references = _add(meta, "references", source="#library")
    _add(references, "TLCOrganization", eId="library", href="/", showAs="Thư viện văn bản")
    issuers = ", ".join(document.issuer_names) or "?"
    _add(references, "TLCOrganization", eId="issuer", href=f"{_VIETNAM}/issuer", showAs=issuers)


def _preface(preface: Element, document: LegalDocument) -> None:
    line = _add(preface, "p")
    _add(line, "docType", document.doc_type.name if document.doc_type else "")
    _add(line, "docNumber", document.number_raw)
    if document.issued_on:
        _add(line, "docDate", f"{document.issued_on:%d/%m/%Y}", date=document.issued_on.isoformat())
    _add(_add(preface, "p"), "docTitle", document.title or document.number_raw)


def _body(body: Element, rows: Sequence) -> None:
    elements = {None: body}
    for row in rows:
        parent = elements.get(row.parent_id, body)
        if row.kind in _ELEMENTS:
            element = _add(parent, _ELEMENTS[row.kind], eId=row.anchor)
        else:
            element = _add(parent, "hcontainer", name=row.kind, eId=row.anchor)
        elements[row.pk] = element
        if row.label:
            _add(element, "num", row.label)
        if row.heading:
            _add(element, "heading", row.heading)
        if row.kind == "article":
            _article(element, paragraphs(row.text, row.anchor))
        elif row.text:
            _lines(_add(_add(element, "hcontainer", name="text"), "content"), row.text)


def _article(article: Element, found: list[Paragraph]) -> None:
    clause = None
    for part in found:
        holder = article if clause is None or part.kind == "clause" else clause
        tag = {"clause": "paragraph", "point": "point"}.get(part.kind, "hcontainer")
        number, _, words = part.text.partition(" ") if part.kind != "text" else ("", "", part.text)
        attributes = {"eId": part.anchor} if part.anchor else {}
        if tag == "hcontainer":
            attributes["name"] = "text"
        element = _add(holder, tag, **attributes)
        if number:
            _add(element, "num", number)
        if part.kind == "clause":
            clause = element
            _add(_add(element, "intro" if _leads_on(found, part) else "content"), "p", words)
        else:
            _add(_add(element, "content"), "p", words)


def _leads_on(found: list[Paragraph], clause: Paragraph) -> bool:
    """Is the clause followed by points or lines of its own?"""
    place = found.index(clause) + 1
    return place < len(found) and found[place].kind != "clause"


def _lines(parent: Element, text: str) -> None:
    for line in text.split("\n") or [""]:
        _add(parent, "p", line)
