"""Turns documents of the library and their provisions into entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings

from cms.core.text import fold_diacritics
from cms.legal.documents import school_papers
from cms.legal.documents.library import EDUCATION
from cms.legal.models import LegalDocument, Provision, StatusPeriod
from cms.legal.validity.facts import validity_facts
from cms.legal.validity.status import compute_periods
from cms.tenancy import sites
from cms.tenancy.models import School
from search.index.contract import DOCUMENT, PROVISION, Entry
from search.index.sources.files import Carrier, files_of_documents
from search.query_planning.known_item import keys_of_document, keys_of_provision


def _documents(ids: Iterable[int]) -> list[LegalDocument]:
    rows = LegalDocument.objects.filter(pk__in=list(ids), live=True, confidential=False)
    return list(rows.select_related("doc_type", "locale").prefetch_related("issuer_links__body", "fields"))


def _translated_languages(documents: list[LegalDocument]) -> dict:
    """Returns translation key → languages with a public row."""
    found = defaultdict(set)
    keys = [document.translation_key for document in documents]
    rows = LegalDocument.objects.filter(translation_key__in=keys, live=True, confidential=False)
    for key, language in rows.values_list("translation_key", "locale__language_code"):
        found[key].add(language)
    return found


Statuses = tuple[tuple[str, str], ...]


def _statuses(documents: list[LegalDocument]) -> dict[int, Statuses]:
    """Returns the status history of each document; derived from its own dates if no history is stored yet."""
    found: dict[int, Statuses] = defaultdict(tuple)
    rows = StatusPeriod.objects.filter(document__in=documents).order_by("begins")
    for pk, code, begins in rows.values_list("document_id", "code", "begins"):
        if not found[pk] or found[pk][-1][0] != code:  # a period may begin without a change of status
            found[pk] += ((code, "" if begins == StatusPeriod.FIRST else begins.isoformat()),)
    missing = [document for document in documents if document.pk not in found]
    for document, facts in zip(missing, validity_facts(missing), strict=True):
        for period in compute_periods(facts):
            if not found[document.pk] or found[document.pk][-1][0] != period.code:
                found[document.pk] += ((period.code, period.begins.isoformat() if period.begins else ""),)
    return found


def _locales(document: LegalDocument, translated: set[str]) -> tuple[str, ...]:
    """Returns the locales of a document. The official text is Vietnamese: it also serves every language without a
    translation."""
    own = document.locale.language_code
    if own != settings.LANGUAGE_CODE:
        return (own,)
    return (own, *(code for code, _ in settings.LANGUAGES if code != own and code not in translated))


def _title_with_type(document: LegalDocument, type_name: str) -> str:
    """Returns the title with its type: "Luật" + "Trẻ em", "Nghị định" + "Quy định chi tiết…" → "Nghị định quy định chi
    tiết…"."""
    title = document.title
    if not title or not type_name or fold_diacritics(title).startswith(fold_diacritics(type_name)):
        return title or f"{type_name} {document.number_raw}".strip()
    if fold_diacritics(type_name).endswith("luat") or title[1:2].isupper():
        return f"{type_name} {title}"
    return f"{type_name} {title[0].lower()}{title[1:]}"


def _sites(documents: list[LegalDocument]) -> dict[int, int]:
    """Returns document → site of the school that owns it; the scope "this school" finds it there."""
    owners = {document.pk: owner for document in documents if (owner := school_papers.owner_of(document))}
    found = dict(School.objects.filter(pk__in=set(owners.values())).values_list("pk", "site_id")) if owners else {}
    return {pk: found[owner] for pk, owner in owners.items() if owner in found}


def _document_entry(
    document: LegalDocument, locales: tuple[str, ...], statuses: Statuses, site_id: int | None = None
) -> Entry:
    type_name = document.doc_type.name if document.doc_type else ""
    year = str(document.issued_on.year) if document.issued_on else ""
    title = _title_with_type(document, type_name)
    return Entry(
        id=f"document:{document.pk}",
        source=f"document:{document.pk}",
        kind=DOCUMENT,
        title=title,
        heading=title,
        context=document.number_raw,
        summary=document.summary or document.abstract,
        body=" ".join(filter(None, (document.abstract if document.summary else "", document.signer))),
        number=document.number_raw,
        path=sites.build_url("legal_document", document.slug, language=settings.LANGUAGE_CODE),
        locales=locales,
        language=document.locale.language_code,
        date=document.issued_on,
        doc_type=type_name,
        issuer="|".join(dict.fromkeys(link.body.name for link in document.issuer_links.all())),
        level=EDUCATION if document.education else document.level,
        law_field="|".join(field.name for field in document.fields.all()),
        audience=document.audience,
        site_id=site_id,
        statuses=statuses,
        keys=keys_of_document(document.number_raw, type_name, document.title, year),
    )


def _provision_entry(row: Provision, document: Entry) -> Entry:
    label = f"{row.label}. {row.heading}" if row.heading else row.label
    return Entry(
        id=f"provision:{row.pk}",
        source=document.source,
        kind=PROVISION,
        title=label,
        heading=row.heading,
        context=" ".join((document.number, document.title, row.label)),
        body=row.text,
        number=document.number,
        path=f"{document.path}#{row.anchor}",
        parent_id=document.id,
        parent_title=document.title,
        site_id=document.site_id,
        locales=document.locales,
        language=document.language,
        date=document.date,
        doc_type=document.doc_type,
        issuer=document.issuer,
        level=document.level,
        law_field=document.law_field,
        audience=document.audience,
        statuses=document.statuses,
        keys=keys_of_provision(document.keys, row.number) if row.kind == Provision.Kind.ARTICLE else (),
    )


def carriers(document_ids: Iterable[int]) -> tuple[list[Carrier], list[Entry]]:
    """Returns (public documents with their files, their provisions); seven database queries for any number of ids."""
    documents = _documents(document_ids)
    translated = _translated_languages(documents)
    statuses, sites = _statuses(documents), _sites(documents)
    provisions = defaultdict(list)
    for row in Provision.objects.filter(document__in=documents).order_by("document_id", "order"):
        provisions[row.document_id].append(row)
    files = files_of_documents((document.pk for document in documents), set(provisions))
    found: list[Carrier] = []
    articles: list[Entry] = []
    for document in documents:
        entry = _document_entry(
            document,
            _locales(document, translated[document.translation_key]),
            statuses[document.pk],
            sites.get(document.pk),
        )
        found.append(Carrier(entry, files.get(document.pk, ())))
        articles.extend(_provision_entry(row, entry) for row in provisions[document.pk])
    return found, articles


def with_translations(document_ids: Iterable[int]) -> set[int]:
    """Returns the documents and all their translations: adding or removing one changes the locales of the original."""
    ids = set(document_ids)
    keys = LegalDocument.objects.filter(pk__in=ids).values("translation_key")
    return ids | set(LegalDocument.objects.filter(translation_key__in=keys).values_list("pk", flat=True))


def all_ids() -> list[int]:
    return list(LegalDocument.objects.filter(live=True, confidential=False).order_by("pk").values_list("pk", flat=True))


def public_ids(document_ids: Iterable[int]) -> set[int]:
    document_ids = list(document_ids)
    if not document_ids:
        return set()
    rows = LegalDocument.objects.filter(pk__in=document_ids, live=True, confidential=False)
    return set(rows.values_list("pk", flat=True))
