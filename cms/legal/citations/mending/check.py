"""Lists, before publishing, documents cited by a page that are not in force today."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page

from cms.core.media.page_files import find_page_files
from cms.core.models import SchoolDocument
from cms.legal.citations.annotate import page_day
from cms.legal.citations.content import page_pieces
from cms.legal.citations.resolve import resolve_citations
from cms.legal.citations.stale import replacements, stale_codes
from cms.legal.citations.store import plain_text, texts_of_files
from cms.legal.documents import library
from cms.legal.models import LegalDocument
from cms.legal.models.statuses import StatusCode
from cms.legal.parsing.citation_finder import Citation, find_citations


@dataclass(frozen=True)
class Finding:
    """``spans``: the citations as written in the page (empty where it was only chosen); ``files``: titles of attached
    files that cite it; ``provisions``: articles are named, which may have other numbers in another document."""

    document: LegalDocument
    code: str
    replacements: Sequence[LegalDocument]
    spans: tuple[str, ...]
    provisions: bool
    chosen: bool
    files: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(StatusCode(self.code).label)

    @property
    def replacement(self) -> LegalDocument | None:
        """Returns the document that can replace it by one click: in the page, not in a file. Else None."""
        return self.replacements[0] if len(self.replacements) == 1 and (self.spans or self.chosen) else None

    @property
    def mark(self) -> str:
        return f"{self.document.pk}:{self.code}"


def chosen_citations(page: Page) -> list[int]:
    links = getattr(page, "document_links", None)
    return [link.document_id for link in links.all()] if links is not None else []


def check_page(page: Page, chosen: Iterable[int] | None = None, today: datetime.date | None = None) -> list[Finding]:
    """Returns the findings of a page in memory, in the order of the text; ``chosen``: documents chosen for it, where a
    form has newer ones. A constant number of queries."""
    today = today or timezone.localdate()
    chosen = chosen_citations(page) if chosen is None else list(chosen)
    found: list[tuple[Citation, int | None]] = [
        (one, None) for piece in page_pieces(page) for one in find_citations(plain_text(piece))
    ]
    found += [
        (one, text.file_id)
        for text in texts_of_files({0: find_page_files(page)})[0]
        for one in find_citations(text.text)
    ]
    cited: dict[int, list[Citation]] = defaultdict(list)
    in_files: dict[int, set[int]] = defaultdict(set)
    resolutions = resolve_citations([one for one, _file in found], page_day(page))
    for (citation, file_id), resolution in zip(found, resolutions, strict=True):
        if resolution.document and file_id:
            in_files[resolution.document.pk].add(file_id)
        elif resolution.document:
            cited[resolution.document.pk].append(citation)
    ids = dict.fromkeys([*cited, *chosen, *in_files])
    codes = stale_codes(ids, today) if ids else {}
    if not codes:
        return []
    documents = {document.pk: document for document in library.public_documents().filter(pk__in=codes)}
    new = replacements(documents, today)
    titles = _titles({file for pk in documents for file in in_files[pk]})
    return [
        Finding(
            documents[pk],
            codes[pk],
            new[pk],
            tuple(dict.fromkeys(one.span for one in cited[pk])),
            any(one.article or one.clause or one.point for one in cited[pk]),
            pk in chosen,
            tuple(titles[file] for file in sorted(in_files[pk])),
        )
        for pk in ids
        if pk in documents
    ]


def _titles(file_ids: set[int]) -> dict[int, str]:
    return dict(SchoolDocument.objects.filter(pk__in=file_ids).values_list("pk", "title")) if file_ids else {}


def findings_digest(findings: Iterable[Finding]) -> str:
    """Returns a digest that changes when a new stale citation appears."""
    return ",".join(sorted(finding.mark for finding in findings))
