"""Law that an answer cites, as it is typed: one in a line, by number or name ("luật trẻ em 2016", "điều 6 luật trẻ em",
"32/2018/TT-BGDĐT")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.legal.citations import typed_lookup
from cms.legal.documents import library
from cms.legal.models import LegalDocument

MAX_CITATIONS = 20


@dataclass(frozen=True)
class CitationLine:
    """``get_cited_documents``: none, the one that is meant, or several to choose from."""

    text: str
    documents: tuple[LegalDocument, ...]

    @property
    def problem(self) -> str:
        if not self.documents:
            return _("“%(text)s” is not in the library.") % {"text": self.text}
        if len(self.documents) > 1:
            several = "; ".join(f"{row.number_raw} {row.title}"[:90] for row in self.documents[:5])
            return _("“%(text)s” may be several: %(several)s") % {"text": self.text, "several": several}
        return ""


def parse_citation_lines(text: str) -> list[CitationLine]:
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))[:MAX_CITATIONS]
    return [CitationLine(line, tuple(typed_lookup.find_documents(line))) for line in lines]


def get_cited_documents(ids: Iterable[int]) -> list[LegalDocument]:
    """In their order; those that are no longer public are left out."""
    found = library.public_documents().in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def format_citation_lines(rows: Iterable[LegalDocument]) -> str:
    return "\n".join(row.number_raw or row.title for row in rows)
