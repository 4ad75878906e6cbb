"""What an editor has to see before publishing: documents cited by a page that do not hold today."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page

from cms.legal import library
from cms.legal.citations.annotate import day_of
from cms.legal.citations.content import pieces
from cms.legal.citations.find import find
from cms.legal.citations.resolve import resolve
from cms.legal.citations.stale import replacements, stale_codes
from cms.legal.citations.store import plain
from cms.legal.models import LegalDocument
from cms.legal.models.statuses import StatusCode


@dataclass(frozen=True)
class Finding:
    """``spans``: how the page writes it (empty where it was only chosen); ``provisions``: articles are named, which
    may have other numbers in another document."""

    document: LegalDocument
    code: str
    replacements: Sequence[LegalDocument]
    spans: tuple[str, ...]
    provisions: bool
    chosen: bool

    @property
    def label(self) -> str:
        return str(StatusCode(self.code).label)

    @property
    def replacement(self) -> LegalDocument | None:
        """The one that can be put in its place by one click."""
        return self.replacements[0] if len(self.replacements) == 1 else None

    @property
    def mark(self) -> str:
        return f"{self.document.pk}:{self.code}"


def chosen_of(page: Page) -> list[int]:
    links = getattr(page, "document_links", None)
    return [link.document_id for link in links.all()] if links is not None else []


def check_page(page: Page, chosen: Iterable[int] | None = None, today: datetime.date | None = None) -> list[Finding]:
    """Of a page as it stands in memory; ``chosen``: documents chosen for it, where a form knows better. The order is
    that of the text. A constant number of queries."""
    today = today or timezone.localdate()
    chosen = chosen_of(page) if chosen is None else list(chosen)
    citations = [one for piece in pieces(page) for one in find(plain(piece))]
    cited: dict[int, list] = {}
    for citation, resolution in zip(citations, resolve(citations, day_of(page)), strict=True):
        if resolution.document:
            cited.setdefault(resolution.document.pk, []).append(citation)
    ids = {*cited, *chosen}
    codes = stale_codes(ids, today) if ids else {}
    if not codes:
        return []
    documents = {document.pk: document for document in library.public_documents().filter(pk__in=codes)}
    new = replacements(documents, today)
    return [
        Finding(
            documents[pk],
            codes[pk],
            new[pk],
            tuple(dict.fromkeys(one.span for one in cited.get(pk, ()))),
            any(one.article or one.clause or one.point for one in cited.get(pk, ())),
            pk in chosen,
        )
        for pk in [*cited, *(pk for pk in chosen if pk not in cited)]
        if pk in documents
    ]


def mark_of(findings: Iterable[Finding]) -> str:
    """Changes when something is cited that was not seen before."""
    return ",".join(sorted(finding.mark for finding in findings))
