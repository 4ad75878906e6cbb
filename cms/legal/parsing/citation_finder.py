"""Find citations of legal documents in Vietnamese text. Pure: no Django, no database.

>>> [citation.target for citation in find_citations("Theo khoản 2 Điều 54 Luật số 64/2025/QH15 và Luật Giáo dục 2019")]
[('Luật', '64/2025/QH15', '54', '2', None), ('Luật', 'Luật Giáo dục', None, None, None)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from cms.legal.parsing import grammar
from cms.legal.parsing.documents import find_documents
from cms.legal.parsing.mention import Mention
from cms.legal.parsing.normalized_text import NormalizedText, normalize
from cms.legal.parsing.provision_binding import Run, bind_provisions
from cms.legal.parsing.provisions import find_paths


@dataclass(slots=True, unsafe_hash=True)  # not frozen: that makes setting 17 fields five times as slow
class Citation:
    """One document, or one provision of it, as it stands in the text.

    ``span`` is ``text[start:end]``, from the first provision word (or the type word) to the end of the number
    or of the year after a name; ``doc_start``/``doc_end`` frame the document alone. Offsets count code points of
    the text that was given to ``find_citations``. ``number`` is in canonical spelling, ``date`` ISO. ``kind`` is legal,
    admin, party, court or treaty; ``partial_number`` says that the symbol is missing ("Quyết định 06/2010").
    ``until``: the last value of a range that begins here ("Điều 5 đến Điều 9"); ``issuer``: the words after
    "của" that follow number and date, as they stand ("Ủy ban nhân dân tỉnh An Giang").
    """

    span: str
    start: int
    end: int
    type: str | None
    number: str | None
    article: str | None
    clause: str | None
    point: str | None
    date: str | None
    name: str | None
    year: int | None
    kind: str
    partial_number: bool
    doc_start: int
    doc_end: int
    until: str | None = None
    issuer: str | None = None

    @property
    def target(self) -> tuple:
        """What is cited, without offsets."""
        return (self.type, self.number or self.name, self.article, self.clause, self.point)

    @property
    def anchor(self) -> str:
        """Fragment of the provision on the document's page: "dieu-5-khoan-2-diem-dd"; empty for the whole."""
        point = self.point and ("dd" if self.point == "đ" else self.point)
        named = (("dieu", self.article), ("khoan", self.clause), ("diem", point))
        return "-".join(f"{word}-{value}" for word, value in named if value)

    def as_dict(self) -> dict:
        return asdict(self)


def find_citations(text: str, typed: bool = False) -> list[Citation]:
    """Citations in the order of the text. Time and memory grow linearly with ``text``; no input raises. In what is
    ``typed`` to find a document a law's name in small letters is one; in a sentence only with a provision."""
    shadow = normalize(text)
    mentions = find_documents(shadow)
    if not mentions:
        return []
    before, after = bind_provisions(shadow, mentions)
    citations: list[Citation] = []
    for mention in mentions:
        leading, following = before.get(mention.start, ()), after.get(mention.start)
        if leading or following or typed or not mention.weak:
            citations += _citations(text, shadow, mention, leading, following)
    return citations


def _citations(
    text: str, shadow: NormalizedText, mention: Mention, leading: Sequence[Run], following: Run | None
) -> list[Citation]:
    date, after = grammar.date_after(shadow.folded, mention.end)
    issuer = grammar.issuer_after(shadow.text, shadow.folded, after) if mention.number else None
    doc_start, doc_end = shadow.start(mention.start), shadow.end(mention.end)
    spans = _spans(shadow, mention, leading, following)
    citations = []
    for start, end, article, clause, point, until in spans:
        first, last = shadow.start(start), shadow.end(end)
        citations.append(
            Citation(
                text[first:last],
                first,
                last,
                mention.type,
                mention.number,
                article,
                clause,
                point,
                date,
                mention.name,
                mention.year,
                mention.kind,
                mention.partial,
                doc_start,
                doc_end,
                until,
                issuer,
            )
        )
    return citations


def _spans(shadow: NormalizedText, mention: Mention, leading: Sequence[Run], following: Run | None) -> list[tuple]:
    """(start, end, article, clause, point, end of a range) of each provision, or of the document alone. The document
    is part of the span of the provision beside it."""
    if not leading and following is None:
        return [(mention.start, mention.end, None, None, None, None)]
    runs = leading or [run for run in (following,) if run]
    leaves = [leaf for run in runs for leaf in find_paths(shadow.text, shadow.folded, *run)]
    spans = [(leaf.start, leaf.end, leaf.article, leaf.clause, leaf.point, leaf.until) for leaf in leaves]
    if not spans:
        return [(mention.start, mention.end, None, None, None, None)]
    if leading:
        spans[-1] = (spans[-1][0], mention.end, *spans[-1][2:])
    else:
        spans[0] = (mention.start, *spans[0][1:])
    return spans
