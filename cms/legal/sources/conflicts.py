"""Stores differences between sources as rows (``SourceConflict``) for the office: derived anew, decisions stay."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from cms.legal.documents.issuers import BodyFinder, spelling_key
from cms.legal.models import DocumentType, LegalDocument, SourceConflict, SourceRecord
from cms.legal.sources import precedence, source_registry
from cms.legal.sources.texts import held_back_texts, text_facts, versions_of

TEXT = "text"
_OPEN = SourceConflict.State.OPEN


def renew_conflicts(spoken: Mapping[LegalDocument, Mapping[str, Mapping[str, Any]]], alike: Mapping[str, str]) -> None:
    """Opens conflicts for current differences and deletes those that no longer exist; a decided conflict is not opened
    again."""
    ids = [document.pk for document in spoken]
    held: dict[int, dict[str, SourceConflict]] = defaultdict(dict)
    for row in SourceConflict.objects.filter(document__in=ids):
        held[row.document_id][row.digest] = row
    texts = versions_of(ids)
    new, gone = [], []
    for document, said in spoken.items():
        wanted = {row.digest: row for row in _of_values(document, said, alike)}
        wanted |= {row.digest: row for row in _of_texts(document, texts[document.pk])}
        settled = _settled(held[document.pk].values(), alike)
        new += [
            row
            for digest, row in wanted.items()
            if digest not in held[document.pk] and not (_by_office(row) and _asked(row, alike) in settled)
        ]
        gone += [row.pk for digest, row in held[document.pk].items() if digest not in wanted and row.state == _OPEN]
    SourceConflict.objects.filter(pk__in=gone).delete()
    SourceConflict.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)


def _settled(held: Iterable[SourceConflict], alike: Mapping[str, str]) -> set[Any]:
    """What a person has decided: the values between which the office chose, the texts it declined."""
    return {
        _asked(row, alike)
        for row in held
        if row.state == SourceConflict.State.DECIDED and (row.field != TEXT or row.taken != row.other_source)
    }


def _by_office(row: SourceConflict) -> bool:
    return row.field == TEXT or row.shown_source == source_registry.OFFICE


def _asked(row: SourceConflict, alike: Mapping[str, str]) -> Any:
    """Equal for one question, whichever source gives which value; a decision makes the office one of the two
    sources."""
    if row.field == TEXT:
        return (TEXT, row.text_id)
    values = (row.shown_value, row.other_value)
    return (row.field, frozenset(precedence.comparable_value(row.field, value, alike) for value in values))


def renew_conflicts_of(documents: Iterable[LegalDocument]) -> None:
    from_rows: dict[LegalDocument, dict[str, dict]] = {document: {} for document in documents}
    by_pk = {document.pk: document for document in from_rows}
    for record in SourceRecord.objects.filter(document__in=list(by_pk), replaced_at__isnull=True):
        from_rows[by_pk[record.document_id]][record.source] = record.values
    renew_conflicts(from_rows, equal_values(from_rows.values()))


def equal_values(all_said: Iterable[Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Returns names of issuers and types → one key for each body or type that the library knows."""
    bodies, types = BodyFinder(), {spelling_key(row.name): row.pk for row in DocumentType.objects.all()}
    found: dict[str, str] = {}
    for said in all_said:
        for values in said.values():
            for name in values.get("issuers") or ():
                body = bodies.find(name)
                found[name] = f"body-{body.pk}" if body else spelling_key(name)
            if name := values.get("type"):
                found[name] = f"type-{types.get(spelling_key(name), spelling_key(name))}"
    return found


def _of_values(document: LegalDocument, said: Mapping[str, Mapping[str, Any]], alike: Mapping[str, str]) -> list:
    return [
        _row(document, found.field, found.shown, found.value, found.source, found.other)
        for found in precedence.find_differences(said, alike)
    ]


def _of_texts(document: LegalDocument, versions: list) -> list[SourceConflict]:
    shown = next((version for version in versions if version.shown), None)
    waiting = held_back_texts(versions)
    versions = [version for version in versions if version.current or version.decided]
    facts = [text_facts(version) for version in versions]
    asked = [
        (row, precedence.find_text_uncertainties(text, facts))
        for row, text in zip(versions, facts, strict=True)
        if row.current
    ]
    asked += [(row, tuple(row.doubts)) for row in waiting if not row.decided]
    found = []
    for version, doubts in asked:
        if version.shown or not doubts:
            continue
        row = _row(
            document,
            TEXT,
            shown.source if shown else "",
            {"articles": shown.articles} if shown else None,
            version.source,
            {"articles": version.articles, "doubts": list(doubts), "digest": version.digest},
        )
        row.text = version
        found.append(row)
    return found


def _row(document: LegalDocument, field: str, shown: str, value: Any, source: str, other: Any) -> SourceConflict:
    told = json.dumps([field, shown, value, source, other], ensure_ascii=False, sort_keys=True)
    return SourceConflict(
        document_id=document.pk,
        field=field,
        shown_source=shown,
        shown_value=value,
        other_source=source,
        other_value=other,
        digest=hashlib.sha256(told.encode()).hexdigest(),
    )


def field_label(field: str) -> str:
    labels = {
        "number": LegalDocument._meta.get_field("number_raw").verbose_name,
        "type": LegalDocument._meta.get_field("doc_type").verbose_name,
        "issuers": LegalDocument.Missing.ISSUER.label,
        TEXT: LegalDocument._meta.get_field("provisions").related_model._meta.verbose_name,
    }
    return str(labels.get(field) or LegalDocument._meta.get_field(field).verbose_name)
