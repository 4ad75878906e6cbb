"""What a document's page shows, for visitors and for the preview in the admin. A constant number of queries."""

from __future__ import annotations

import datetime
from functools import cache

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.collation import sort_key
from cms.core.template_context import register_context
from cms.core.web import qr
from cms.legal.citations import cited_by
from cms.legal.documents import library
from cms.legal.documents.identity import derive_fields
from cms.legal.exporter import identifiers
from cms.legal.models import LegalDocument
from cms.legal.pages import document_editions
from cms.legal.pages.document_history import build_history, relations_context
from cms.legal.pages.document_text import codified_chapters, law_text_of
from cms.legal.pages.structured_data import legislation, script_json
from cms.legal.parsing.citation_text import format_citation, full_title
from cms.legal.sources.visibility import sound_versions
from cms.legal.validity import relation_kinds
from cms.legal.validity.badge import StatusBadge
from cms.legal.validity.status import Facts, status_on
from cms.legal.validity.status_periods import badges_on
from cms.legal.validity.status_text import explain_status
from cms.tenancy import sites

DAY = "day"


def requested_day(request) -> tuple[datetime.date, bool]:
    """(day, understood): the day of ``?day=2026-01-31``; today where none or nonsense is given."""
    raw = request.GET.get(DAY, "")
    try:
        return (datetime.date.fromisoformat(raw), True) if raw else (timezone.localdate(), True)
    except ValueError:
        return timezone.localdate(), False


def document_addresses(facts: Facts) -> dict[int, str]:
    """Document → address, for the public documents that acted on this one; one query."""
    acting = {event.by_id for event in facts.events if event.by_id}
    rows = library.public_documents().filter(pk__in=acting) if acting else ()
    return {document.pk: document.get_absolute_url() for document in rows}


def breadcrumb_items() -> list[dict[str, str]]:
    return [
        {"title": _("Home page"), "url": sites.build_local_path("/")},
        {"title": _("Library of legal documents"), "url": sites.build_url("legal_library")},
    ]


def address_as_of(document, day: datetime.date) -> str:
    """Path of the page that shows the document as of ``day``, for good."""
    return sites.build_url("legal_as_of", document.slug, day.isoformat())


def cached_context(document, request) -> dict:
    """The page of ``document`` (``library.document_at``) as of today or the day asked for: what stands outside its
    parts, and ``content``, which is called when a part has to be made. A day that was asked for keeps no parts: anybody
    may ask for any."""
    language = translation.get_language() or settings.LANGUAGE_CODE

    @cache
    def content() -> dict:
        return document_context(library.complete_documents(document), request)

    library.with_translations([document], language)
    return {
        "document": document,
        "content": content,
        "kept_as": "" if request.GET.get(DAY) else document.pk,
        "crumbs": breadcrumb_items(),
        "alternates": _alternates(document, language, None),
        "one_text": not _stands_in_both(document, language, getattr(request, "site_info", None)),
    }


def document_context(document, request, pinned: datetime.date | None = None) -> dict:
    """``document`` is the Vietnamese original; in another language its translation gives title and summary. ``pinned``
    is the day of a page that shows the document as of one day; elsewhere ``?day=`` may ask for one."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    library.with_translations([document], language)
    day, understood = (pinned, True) if pinned else requested_day(request)
    facts = document.facts
    status, urls = status_on(facts, day), document_addresses(facts)
    versions = sound_versions(document)
    text = law_text_of(document, facts, urls, versions, day)
    relations = relations_context(document)
    administrative = document.nature == document.Nature.ADMINISTRATIVE
    files = list(document.files.all())
    type_name = document.doc_type.name if document.doc_type_id else ""
    quoted = format_citation(type_name, document.number_raw, document.issued_on, document.issuer_names)
    address = _canonical(document, language)
    permanent = _portal_root() + address_as_of(document, pinned) if pinned else address
    return {
        "document": document,
        "original_title": full_title(type_name, document.title),
        "status": status,
        "badge": StatusBadge.of(status, day > timezone.localdate()),
        "status_reasons": explain_status(status, administrative, urls),
        "day": day,
        "day_understood": understood,
        "today": timezone.localdate(),
        "history": build_history(facts, urls, timezone.localdate()),
        **relations,
        **_consolidation(document, relations["relation_groups"], day),
        "blocks": text.blocks,
        "divided": any(block.divides for block in text.blocks),
        "shared_changes": text.shared_changes,
        "article_count": text.article_count,
        "codified_chapters": codified_chapters(text.blocks),
        "text_state": document_editions.text_state(document, versions),
        "files": files,
        "download": files[0].file if files else None,
        "fields": sorted((field.label for field in document.fields.all()), key=sort_key),
        "citation": quoted,
        "cited_by": cited_by.citation_summary(document, getattr(request, "site_info", None)),
        "crumbs": breadcrumb_items(),
        "summary": (document.translation.summary if document.translation else "") or document.summary,
        "untranslated": language != settings.LANGUAGE_CODE and document.translation is None,
        "original_note": language != settings.LANGUAGE_CODE,
        "pinned": pinned,
        "as_of_url": address_as_of(document, day),
        "consolidated": consolidated_by(document, pinned) if pinned else None,
        "alternates": _alternates(document, language, pinned),
        "one_text": not _stands_in_both(document, language, getattr(request, "site_info", None)),
        "canonical_url": address,
        "permanent_url": permanent,
        "eli_url": _portal_root() + identifiers.eli_uri(document, pinned),
        "qr": qr.qr_path(permanent),
        "structured_data": script_json(legislation(document, status_on(facts, timezone.localdate()))),
    }


def _portal_root() -> str:
    portal = sites.portal_site()
    return portal.root_url if portal else ""


def consolidated_by(document, day: datetime.date):
    """The last consolidated text of the document that was issued by ``day``."""
    rows = library.public_documents().filter(
        relations__kind=relation_kinds.CONSOLIDATES, relations__target=document, issued_on__lte=day
    )
    return rows.first()


def _consolidation(document, groups, day: datetime.date) -> dict:
    """``consolidated_in``: texts that consolidate this one, the newest first; ``consolidates``: of a consolidated text
    what it repeats, as (link, badge). A query for those badges."""
    if not document.is_consolidated:
        return {"consolidated_in": document_editions.consolidated_in(groups)}
    links = document_editions.consolidates(groups)
    known = badges_on([link.document_id for link in links if link.url and link.document_id], day)
    ahead = day > timezone.localdate()
    badges = [StatusBadge.of_row(known[pk], ahead) if (pk := link.document_id) in known else None for link in links]
    return {"consolidates": list(zip(links, badges, strict=True))}


def _canonical(document, language: str) -> str:
    """A page without translation repeats the Vietnamese one, so that one is named to search engines."""
    if language != settings.LANGUAGE_CODE and document.translation is None:
        with translation.override(settings.LANGUAGE_CODE):
            return document.canonical_url
    return document.canonical_url


def _alternates(document, language: str, pinned: datetime.date | None) -> dict[str, str]:
    name, args = ("legal_as_of", [document.slug, pinned.isoformat()]) if pinned else ("legal_document", [document.slug])
    foreign = language != settings.LANGUAGE_CODE
    others = [settings.LANGUAGE_CODE] if foreign else [code for code, _name in settings.LANGUAGES if code != language]
    return {other: sites.build_url(name, *args, language=other) for other in others}


def _stands_in_both(document, language: str, info) -> bool:
    """Do search engines find this address in both languages? Only the portal's is canonical, and what is not translated
    shows the Vietnamese text again."""
    if info is None or not info.is_portal:
        return False
    return document.translation is not None if language != settings.LANGUAGE_CODE else library.is_translated(document)


@register_context(LegalDocument)
def preview_context(document, request) -> dict:
    """The page as it will look, from what stands in the form."""
    original = document
    derive_fields(document)
    if document.locale_id and document.locale.language_code != settings.LANGUAGE_CODE:
        original = library.original_of(document) or document
    with translation.override(document.locale.language_code if document.locale_id else settings.LANGUAGE_CODE):
        context = document_context(original, request)
        if original is not document:
            original.translation = document
            context |= {"untranslated": False, "summary": document.summary or original.summary}
    return context
