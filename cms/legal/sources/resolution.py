"""A person resolves differences between sources: which value applies, which text is shown. Every decision is revocable.

A decided value becomes the office's statement, beside those of the sources; a decided text is shown until the next
decision.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.models import User
from cms.legal.admin_views.document_writes import write_document
from cms.legal.admin_views.log_actions import DECIDED, DECISION_UNDONE, TEXT_RELEASED, TEXT_SHOWN
from cms.legal.documents.issuers import BodyFinder, spelling_key
from cms.legal.documents.lifecycle import announce_documents
from cms.legal.models import DocumentType, LegalDocument, LegalDocumentIssuer, SourceConflict, SourceRecord, TextVersion
from cms.legal.sources import conflicts, precedence, source_registry, store
from cms.legal.sources.texts import show_best_texts

SHOWN, OTHER = "shown", "other"
_OPEN, _DECIDED = SourceConflict.State.OPEN, SourceConflict.State.DECIDED


class ResolutionRefused(Exception):
    """The resolution was refused and nothing changed; the message explains why, for people."""


@dataclass
class ResolutionResult:
    """Outcome of several decisions: how many were accepted, and (document number, reason) of each refused one."""

    count: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def resolve_conflict(conflict: SourceConflict, take: str, user: User | None, note: str = "") -> SourceConflict:
    """Decides a conflict; ``take`` is SHOWN, OTHER, or the source that is right. Raises ``ResolutionRefused``."""
    conflict, document = _held(conflict, _OPEN, user)
    side = _side(conflict, take)
    if conflict.field != conflicts.TEXT:
        value = conflict.shown_value if side == SHOWN else conflict.other_value
        _say(document, conflict.field, value)
        _bring_in_line(document, conflict.field, user)
    elif side == OTHER and conflict.text is not None:
        _choose_text(document, conflict.text)
    conflict.state, conflict.decided_by, conflict.decided_at, conflict.note = _DECIDED, user, timezone.now(), note[:255]
    conflict.taken = conflict.shown_source if side == SHOWN else conflict.other_source
    conflict.save()
    _tell(document, DECIDED, user, field=conflict.field, source=conflict.taken, note=conflict.note)
    return conflict


def resolve_conflicts(
    chosen: Iterable[SourceConflict], take: str, user: User | None, note: str = "", dry_run: bool = False
) -> ResolutionResult:
    """Decides several, one transaction for each document: a refusal for one does not stop the others. A conflict that
    an earlier decision has settled is skipped. ``dry_run`` tries each and writes nothing."""
    by_document: dict[int, list[SourceConflict]] = defaultdict(list)
    for conflict in chosen:
        by_document[conflict.document_id].append(conflict)
    told = ResolutionResult()
    for rows in by_document.values():
        try:
            with transaction.atomic():
                count = sum(_decided(row, take, user, note) for row in rows)
                transaction.set_rollback(dry_run)
            told.count += count
        except ResolutionRefused as error:
            told.refused.append((rows[0].document.number_raw, str(error)))
    return told


def _decided(conflict: SourceConflict, take: str, user: User | None, note: str) -> bool:
    if not SourceConflict.objects.filter(pk=conflict.pk, state=_OPEN).exists():
        return False
    resolve_conflict(conflict, take, user, note)
    return True


@transaction.atomic
def undo_resolution(conflict: SourceConflict, user: User | None) -> SourceConflict | None:
    """Revokes a decision: deletes the office's value of the field, restores what the office stated before, applies the
    rules again. Returns the reopened conflict, or None where the sources no longer differ."""
    conflict, document = _held(conflict, _DECIDED, user)
    before, source = conflict.shown_source, conflict.taken
    taken = conflict.other_value if source == conflict.other_source else conflict.shown_value
    if conflict.field == conflicts.TEXT:
        if conflict.text is not None and conflict.text.decided:
            _release(document, back_to=before)
    elif _office_says(document, conflict.field, taken):
        _say(document, conflict.field, conflict.shown_value if before == source_registry.OFFICE else None)
        _bring_in_line(document, conflict.field, user)
    conflict.state, conflict.decided_by, conflict.decided_at = _OPEN, None, None
    conflict.taken = conflict.note = ""
    conflict.save()
    _tell(document, DECISION_UNDONE, user, field=conflict.field, source=source)
    return SourceConflict.objects.filter(pk=conflict.pk).first()


@transaction.atomic
def show_version(version: TextVersion, user: User | None, note: str = "") -> None:
    """Shows this version, whatever the rules choose, until the next decision. Open conflicts about this text are
    closed."""
    document = _locked(version.document_id, user)
    version = TextVersion.objects.defer("packed").get(pk=version.pk)
    _choose_text(document, version)
    SourceConflict.objects.filter(document=document, text=version, state=_OPEN).update(
        state=_DECIDED, taken=version.source, decided_by=user, decided_at=timezone.now(), note=note[:255]
    )
    _tell(document, TEXT_SHOWN, user, source=version.source, articles=version.articles, note=note[:255])


@transaction.atomic
def release_text(document: LegalDocument, user: User | None) -> None:
    """Lets the rules choose the text again."""
    document = _locked(document.pk, user)
    _release(document)
    _tell(document, TEXT_RELEASED, user)


def _held(conflict: SourceConflict, state: str, user: User | None) -> tuple[SourceConflict, LegalDocument]:
    document = _locked(conflict.document_id, user)
    rows = SourceConflict.objects.select_related("text")
    found = rows.filter(pk=conflict.pk, state=state).first()
    if found is None:
        raise ResolutionRefused(_("Somebody else was quicker, or the sources do not differ any more."))
    return found, document


def _locked(pk: int, user: User | None) -> LegalDocument:
    """The row, locked until the transaction ends, unless somebody has locked the document in the admin."""
    document = LegalDocument.objects.select_for_update().filter(pk=pk).first()
    if document is None:
        raise ResolutionRefused(_("The document is not there any more."))
    lock = document.get_lock()
    if lock and (user is None or lock.for_user(user)):
        raise ResolutionRefused(_("The document is locked: somebody is working on it."))
    return document


def _side(conflict: SourceConflict, take: str) -> str:
    if take in (SHOWN, OTHER):
        return take
    if take not in (conflict.shown_source, conflict.other_source):
        raise ResolutionRefused(_("This source says nothing of it."))
    if conflict.shown_source == conflict.other_source:
        raise ResolutionRefused(_("Both texts are of this source: look at them and decide for one."))
    return OTHER if take == conflict.other_source else SHOWN


def _say(document: LegalDocument, name: str, value: Any) -> None:
    """Writes to the office's record: a new one beside the older one; None: the office states nothing about the
    field."""
    held = document.source_records.filter(source=source_registry.OFFICE, replaced_at__isnull=True).first()
    before = dict(held.values) if held else {}
    values = {key: said for key, said in before.items() if key not in (name, store.CLEARED)}
    if value is not None:
        values[name] = value
    if cleared := [key for key in before.get(store.CLEARED, ()) if key != name]:
        values[store.CLEARED] = cleared
    if values == before:
        return
    if held is not None:
        SourceRecord.objects.filter(pk=held.pk).update(replaced_at=timezone.now())
    if values:
        document.source_records.create(source=source_registry.OFFICE, values=values, stated_on=timezone.localdate())


def _office_says(document: LegalDocument, name: str, value: Any) -> bool:
    """Returns whether the office still states ``value``; a different later statement stays."""
    said = _said(document)
    alike = conflicts.equal_values([said, {"": {name: value}}])
    own = said.get(source_registry.OFFICE, {}).get(name)
    return own is not None and precedence.comparable_value(name, own, alike) == precedence.comparable_value(
        name, value, alike
    )


def _said(document: LegalDocument) -> dict[str, dict[str, Any]]:
    rows = document.source_records.filter(replaced_at__isnull=True)
    return store.stated_values({record.source: record.values for record in rows})


def _bring_in_line(document: LegalDocument, name: str, user: User | None) -> None:
    """Writes the value now chosen for the field into the document's row and its pending draft."""
    said, shown = _said(document), store.document_values(document)
    wanted = precedence.choose_values(said)
    if name not in wanted:
        return
    alike = conflicts.equal_values([said, {"": shown}])
    if name in shown and precedence.comparable_value(name, shown[name], alike) == precedence.comparable_value(
        name, wanted[name], alike
    ):
        return
    try:
        write_document(document, _change(name, wanted), user)
    except ValidationError as error:  # another entry of the library has this number
        raise ResolutionRefused(" ".join(error.messages)) from error


def _change(name: str, wanted: Mapping[str, Any]) -> Callable[[LegalDocument], None]:
    value = wanted[name]
    if name == "type":
        return partial(_put_type, kind=_type_named(value), wanted=wanted)
    if name == "issuers":
        finder = BodyFinder()
        bodies = [(finder.find(printed) or finder.create(printed), printed) for printed in value]
        return partial(_put_issuers, bodies=bodies, wanted=wanted)
    if name in store.DATES:
        return partial(_put_day, name=name, day=datetime.date.fromisoformat(value))
    return partial(_put, name={"number": "number_raw"}.get(name, name), value=value)


def _put(document: LegalDocument, name: str, value: Any) -> None:
    setattr(document, name, value)


def _put_day(document: LegalDocument, name: str, day: datetime.date) -> None:
    setattr(document, name, day)
    if document.effective_from and document.effective_to and document.effective_to < document.effective_from:
        raise ResolutionRefused(_("The end cannot be before the beginning."))


def _put_type(document: LegalDocument, kind: DocumentType, wanted: Mapping[str, Any]) -> None:
    document.doc_type = kind
    _derive_anew(document, wanted)


def _put_issuers(document: LegalDocument, bodies: list, wanted: Mapping[str, Any]) -> None:
    document.issuer_links = [
        LegalDocumentIssuer(body=body, name_as_printed=printed, sort_order=order)
        for order, (body, printed) in enumerate(bodies)
    ]
    _derive_anew(document, wanted)


def _derive_anew(document: LegalDocument, wanted: Mapping[str, Any]) -> None:
    """Clears what follows from type and issuers unless a source states it; ``save`` sets what is empty here."""
    links = document.issuer_links.all()
    document.level, document.nature = wanted.get("level", ""), wanted.get("nature", "")
    document.education = wanted.get("education", any(link.body.education for link in links))


def _type_named(name: str) -> DocumentType:
    key = spelling_key(name)
    found = next((row for row in DocumentType.objects.all() if spelling_key(row.name) == key), None)
    if found is None:
        raise ResolutionRefused(_("The library has no document type “%(name)s”.") % {"name": name})
    return found


def _choose_text(document: LegalDocument, version: TextVersion) -> None:
    document.text_versions.filter(decided=True).exclude(pk=version.pk).update(decided=False)
    document.text_versions.filter(pk=version.pk).update(decided=True)
    show_best_texts([document])


def _release(document: LegalDocument, back_to: str = "") -> None:
    """``back_to`` the office: its entry was shown because the office decides, not because of a rule."""
    document.text_versions.filter(decided=True).update(decided=False)
    if back_to == source_registry.OFFICE:
        document.text_versions.filter(source=source_registry.OFFICE, current=True).update(decided=True)
    show_best_texts([document])


def _tell(document: LegalDocument, action: str, user: User | None, **data: Any) -> None:
    conflicts.renew_conflicts_of([document])
    log(document, action, user=user, data=data)
    announce_documents([document.pk])
