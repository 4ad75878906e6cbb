"""Links the citations in a text to their documents when the text is displayed; the stored text never changes.

Only citations that ``resolve`` resolves are linked, to public documents only, outside links, headings and code. Where a
page cites a document that is not in force today, the link states so; the text of a law stays unmarked. Results for a
text are cached in memory until the library changes or the day ends.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.core import versions
from cms.legal.citations.markup import Link, ParsedMarkup, insert_links, parse_markup
from cms.legal.citations.resolve import resolve_dated_citations
from cms.legal.citations.stale import stale_codes
from cms.legal.models import LegalDocument
from cms.legal.models.statuses import StatusCode
from cms.legal.parsing.citation_finder import Citation, find_citations
from cms.legal.parsing.self_references import find_self_references
from cms.tenancy import sites

#: Number of texts whose links each process caches.
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class CitationTarget:
    """``html[link.start:link.end]`` leads to the document at ``slug`` (empty: the displayed document itself)."""

    link: Link
    slug: str
    anchor: str
    code: str = ""  # of a status that is not in force

    @property
    def tag(self) -> str:
        path = sites.build_url("legal_document", self.slug) if self.slug else ""
        href = f'href="{escape(path)}{"#" if self.anchor else ""}{escape(self.anchor)}"'
        if not self.code:
            return f'<a class="citation" {href}>'
        return f'<a class="citation citation--expired" {href} data-status="{escape(StatusCode(self.code).label)}">'


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """``on``: the day of the text. ``own``: the document whose text it is, whose references to itself ("khoản 2 Điều
    này") lead to its own anchors."""

    html: str
    on: datetime.date | None = None
    own: LegalDocument | None = None

    @property
    def key(self) -> tuple:
        digest = hashlib.blake2b(self.html.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        return digest, self.on, self.own.pk if self.own else None


def annotate_texts(texts: Sequence[AnnotatedText]) -> list[SafeString]:
    """Returns the HTML of each text, which must be safe to show, with its citations linked.

    At most five queries for new texts, none for cached ones; the number depends neither on the texts nor on their
    citations.
    """
    key = ("legal.citations", timezone.localdate(), *(text.key for text in texts))
    found = versions.get_or_build(key, (versions.LIBRARY,), lambda: _targets(texts), KEPT)
    return [
        mark_safe(insert_links(text.html, [(target.link, target.tag) for target in targets]))  # noqa: S308
        for text, targets in zip(texts, found, strict=True)
    ]


def _targets(texts: Sequence[AnnotatedText]) -> list[list[CitationTarget]]:
    marked = [parse_markup(text.html) for text in texts]
    citations = [find_citations(page.text) if page.understood else [] for page in marked]
    dated = [(citation, text.on) for text, found in zip(texts, citations, strict=True) for citation in found]
    resolved = resolve_dated_citations(dated)
    pages = any(text.own is None for text in texts)
    ids = {one.document.pk for one in resolved if one.document} if pages else ()
    stale = stale_codes(ids, timezone.localdate()) if ids else {}
    resolutions = iter(resolved)
    return [
        [*_cited_links(page, found, resolutions, text.own, stale), *_self_links(page, text.own)]
        for page, found, text in zip(marked, citations, texts, strict=True)
    ]


def _cited_links(
    marked: ParsedMarkup, citations: list[Citation], resolutions: Iterator, own, stale: dict[int, str]
) -> list[CitationTarget]:
    targets = []
    for citation in citations:
        document = next(resolutions).document
        if document is not None and (own is None or document.pk != own.pk):
            links = marked.links(citation.start, citation.end)
            code = stale.get(document.pk, "") if own is None else ""
            targets += [CitationTarget(link, document.slug, citation.anchor, code) for link in links]
    return targets


def _self_links(marked: ParsedMarkup, own: LegalDocument | None) -> list[CitationTarget]:
    if own is None or not marked.understood:
        return []
    references = find_self_references(marked.text, marked.anchors)
    return [
        CitationTarget(link, "", reference.anchor)
        for reference in references
        for link in marked.links(reference.start, reference.end)
    ]


def page_day(page) -> datetime.date:
    """Returns the date of a page's text, for citations without a year; today for a draft."""
    day = getattr(page, "date", None)
    if day is None and (published := getattr(page, "last_published_at", None)):
        day = timezone.localtime(published).date()
    return day or timezone.localdate()
