"""Stores the statements of sources: records and texts of many documents at once, and what follows for each document.

An import calls ``read_statements`` for what is stored, ``record_statements`` for each row, ``values`` for the document,
then ``write_statements`` once the rows have their primary keys. A document saved by hand uses ``record_office_values``.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from cms.legal.documents import identity
from cms.legal.models import LegalDocument, Provision, SourceRecord, TextVersion
from cms.legal.sources import conflicts, source_registry
from cms.legal.sources.nodes import ArticleRecord, article_count, pack_nodes, unite_nodes, unpack_nodes
from cms.legal.sources.precedence import choose_values, comparable_value
from cms.legal.sources.texts import show_best_texts

#: Fields of a document that sources state, beside number, type and issuers.
DATES = ("issued_on", "effective_from", "effective_to", "gazette_on", "status_from")
TEXTS = (
    "title", "vbpl_id", "source_url", "abstract", "summary", "signer", "signer_title", "place", "status_override",
    "status_reason", "gazette_no", "audience",
)  # fmt: skip
#: Derived from type and issuers where no source states it.
DERIVED = ("level", "nature", "education")
FLAGS = ("confidential",)
#: Key in the office's values: names of the fields that the office decided to leave empty.
CLEARED = "cleared"


@dataclass
class StatedValues:
    """What one source states about one document now. ``nodes``: its text, the whole of it or a part."""

    source: str
    values: dict[str, Any]
    address: str = ""
    stated_on: datetime.date | None = None
    status: str = ""
    status_on: datetime.date | None = None  # else stated_on
    nodes: Sequence[ArticleRecord] = ()
    whole: bool = False
    doubts: tuple[str, ...] = ()
    state: str = ""
    decided: bool = False


@dataclass
class StatedBySource:
    """All statements about one document: the record of each source, and what has to be written."""

    records: dict[str, SourceRecord] = field(default_factory=dict)
    former: list[SourceRecord] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    texts: list[StatedValues] = field(default_factory=list)

    @property
    def cleared(self) -> set[str]:
        """Returns the fields that the office has emptied."""
        office = self.records.get(source_registry.OFFICE)
        return set(office.values.get(CLEARED, ())) if office else set()

    @property
    def said(self) -> dict[str, dict[str, Any]]:
        return stated_values({source: record.values for source, record in self.records.items()})


def stated_values(values: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Returns source → values, without what the office has cleared."""
    cleared = set(values.get(source_registry.OFFICE, {}).get(CLEARED, ()))
    return {
        source: {name: value for name, value in found.items() if name != CLEARED and name not in cleared}
        for source, found in values.items()
    }


def read_statements(documents: Iterable[LegalDocument]) -> dict[int, StatedBySource]:
    """Returns document → stored statements; one query. What no source states was entered by the office."""
    documents = list(documents)
    found: dict[int, StatedBySource] = {document.pk: StatedBySource() for document in documents}
    for record in SourceRecord.objects.filter(document__in=list(found), replaced_at__isnull=True):
        found[record.document_id].records[record.source] = record
    for document in documents:
        voices = found[document.pk]
        if not voices.records:
            day = timezone.localdate(document.updated_at) if document.updated_at else None
            values = document_values(document)
            voices.records[source_registry.OFFICE] = SourceRecord(
                source=source_registry.OFFICE, values=values, stated_on=day
            )
            voices.changed.add(source_registry.OFFICE)
    return found


def record_statements(voices: StatedBySource, told: StatedValues) -> bool:
    """Puts the new statement beside the older ones; returns whether anything changes. An empty value erases nothing,
    and a statement of an earlier day fills gaps only."""
    held = voices.records.get(told.source)
    if told.nodes:
        voices.texts.append(told)
    if held is None:
        voices.records[told.source] = SourceRecord(
            source=told.source,
            address=told.address,
            stated_on=told.stated_on,
            values=told.values,
            status=told.status,
            status_on=(told.status_on or told.stated_on) if told.status else None,
        )
        voices.changed.add(told.source)
        return True
    older = bool(told.stated_on and held.stated_on and told.stated_on < held.stated_on)
    new = _without(told.values, held.values.get(CLEARED, ())) if older else told.values
    first, second = (held.values, new) if older else (new, held.values)
    values = {**second, **first}
    if told.source == source_registry.OFFICE and CLEARED in values:
        values[CLEARED] = [name for name in values[CLEARED] if name not in new]
    status, status_on = held.status, held.status_on
    if told.status and (not status or not _before(told.status_on or told.stated_on, status_on)):
        status, status_on = told.status, told.status_on or told.stated_on
    day = max(filter(None, (held.stated_on, told.stated_on)), default=None)
    address = (held.address or told.address) if older else (told.address or held.address)
    if (values, status) == (held.values, held.status):
        moved = (day, address, status_on) != (held.stated_on, held.address, held.status_on)
        held.stated_on, held.address, held.status_on = day, address, status_on
        if moved:
            voices.changed.add(told.source)
        return moved
    if held.pk:
        voices.former.append(held)
    voices.records[told.source] = SourceRecord(
        source=told.source, address=address, stated_on=day, values=values, status=status, status_on=status_on
    )
    voices.changed.add(told.source)
    return True


def _without(values: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _before(day: datetime.date | None, other: datetime.date | None) -> bool:
    return bool(day and other and day < other)


def document_values(document: LegalDocument) -> dict[str, Any]:
    """Returns what a document's row states, in the format of a record."""
    links = list(document.issuer_links.all())
    found: dict[str, Any] = {
        "number": document.number_raw,
        "type": document.doc_type.name if document.doc_type else "",
        "issuers": [link.name_as_printed or link.body.name for link in links],
        **{name: getattr(document, name) for name in (*TEXTS, *DERIVED, *FLAGS)},
        **{name: day.isoformat() if (day := getattr(document, name)) else None for name in DATES},
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], False)}


def write_statements(
    spoken: Mapping[LegalDocument, StatedBySource], alike: Mapping[str, str]
) -> tuple[set[int], Counter[str], dict]:
    """Writes records, texts and conflicts of documents that have their primary keys. Returns ids of those whose text
    changed, counts of articles, and document → uncertainties because of which a text is held back."""
    now = timezone.now()
    former = [record.pk for voices in spoken.values() for record in voices.former]
    SourceRecord.objects.filter(pk__in=former).update(replaced_at=now)
    new: list[SourceRecord] = []
    moved: list[SourceRecord] = []
    for document, voices in spoken.items():
        for source in sorted(voices.changed):
            record = voices.records[source]
            record.document_id = document.pk
            (moved if record.pk else new).append(record)
    SourceRecord.objects.bulk_create(new, batch_size=500)
    SourceRecord.objects.bulk_update(moved, ["stated_on", "address", "status_on"], batch_size=500)
    held_texts = _keep_texts({document: voices.texts for document, voices in spoken.items() if voices.texts})
    touched, counts, held_back = show_best_texts(held_texts)
    renewed = {document: voices.said for document, voices in spoken.items() if voices.changed or voices.texts}
    conflicts.renew_conflicts(renewed, alike)
    return touched, counts, held_back


def _keep_texts(told: Mapping[LegalDocument, Sequence[StatedValues]]) -> list[LegalDocument]:
    """Stores new texts beside the older ones; returns the documents whose texts changed. A text replaces its source's
    current one unless an uncertainty prevents it; then it waits beside it until a person decides."""
    held: dict[int, list[TextVersion]] = defaultdict(list)
    for version in TextVersion.objects.filter(document__in=list(told)).defer("packed"):
        held[version.document_id].append(version)
    for version in previous_values([document for document in told if document.pk not in held]):
        held[version.document_id].append(version)
    changed: list[LegalDocument] = []
    new: list[TextVersion] = []
    moved: list[TextVersion] = []
    for document, texts in told.items():
        for text in texts:
            versions = held[document.pk]
            before = next((row for row in versions if row.source == text.source and row.current), None)
            version = _version(document, text, before)
            told_before = (row for row in versions if (row.source, row.digest) == (version.source, version.digest))
            same = next(told_before, None)
            if same is None:
                same = version
                new.append(same)
                versions.append(same)
            elif same.doubts != version.doubts and same is not before:
                same.doubts = version.doubts
                moved.append(same)
            elif same is before and not version.doubts and _before(same.stated_on, text.stated_on):
                same.stated_on = text.stated_on  # the source gives the same text again
                moved.append(same)
            elif (same.current or version.doubts or _older(text, before)) and not (text.decided and not same.decided):
                continue
            changed.append(document)
            if text.decided or not (before and before is not same and (version.doubts or _older(text, before))):
                moved += _place(same, before, versions, text.decided)
    TextVersion.objects.bulk_create(new, batch_size=100)
    TextVersion.objects.bulk_update([row for row in moved if row.pk], ["current", "decided", "doubts", "stated_on"])
    return list(dict.fromkeys(changed))


def _older(text: StatedValues, before: TextVersion | None) -> bool:
    return before is not None and _before(text.stated_on, before.stated_on)


def _version(document: LegalDocument, text: StatedValues, before: TextVersion | None) -> TextVersion:
    nodes = list(text.nodes)
    if before is not None and not text.whole:
        nodes = unite_nodes(unpack_nodes(before.packed), nodes)
    packed, digest = pack_nodes(nodes)
    articles, doubts = article_count(nodes), list(text.doubts)
    if (
        before
        and not before.doubts
        and digest != before.digest
        and articles < before.articles * source_registry.FEWEST_ARTICLES
    ):
        doubts.append("fewer")
    return TextVersion(
        document_id=document.pk, source=text.source, address=text.address, stated_on=text.stated_on, state=text.state,
        digest=digest, packed=packed, articles=articles, doubts=doubts, current=before is None,
    )  # fmt: skip


def _place(
    same: TextVersion, before: TextVersion | None, versions: Sequence[TextVersion], decided: bool
) -> list[TextVersion]:
    """Makes ``same`` the current text of its source; returns the versions that this changes."""
    others = [row for row in versions if row is not same and (row is before or (decided and row.decided))]
    for row in others:
        row.current = row.current and row is not before
        row.decided = row.decided and not decided
    same.current, same.decided = True, same.decided or decided
    return [same, *others]


def previous_values(documents: Sequence[LegalDocument]) -> list[TextVersion]:
    """Stores texts that the library has and no source gave, as the office's; returns these versions."""
    nodes: dict[int, list[ArticleRecord]] = defaultdict(list)
    rows = Provision.objects.filter(document__in=documents).select_related("parent").order_by("order", "pk")
    for row in rows:
        values = {name: getattr(row, name) for name in ArticleRecord._fields if name != "parent"}
        nodes[row.document_id].append(ArticleRecord(**values, parent=row.parent.anchor if row.parent else ""))
    found = []
    for pk, text in nodes.items():
        packed, digest = pack_nodes(text)
        found.append(
            TextVersion(
                document_id=pk, source=source_registry.OFFICE, digest=digest, packed=packed,
                articles=article_count(text),
                stated_on=timezone.localdate(), shown=True, decided=True,
            )
        )  # fmt: skip
    return TextVersion.objects.bulk_create(found)


def record_office_values(document: LegalDocument) -> None:
    """A librarian saved the document: where it differs from the sources' statements, it is the office's statement."""
    records = {record.source: record for record in document.source_records.filter(replaced_at__isnull=True)}
    if not records:
        return
    held = records.pop(source_registry.OFFICE, None)
    before = dict(held.values) if held else {}
    others = choose_values({source: record.values for source, record in records.items()})
    values = _office_values(document, before, others)
    if values == before:
        return
    if held:
        SourceRecord.objects.filter(pk=held.pk).update(replaced_at=timezone.now())
    if values:
        document.source_records.create(source=source_registry.OFFICE, values=values, stated_on=timezone.localdate())
    conflicts.renew_conflicts_of([document])


def _office_values(document: LegalDocument, before: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    now, derived = document_values(document), derived_values(document)
    cleared = set(before.get(CLEARED, ()))
    values: dict[str, Any] = {}
    for name in ("number", "type", "issuers", *TEXTS, *DATES, *DERIVED, *FLAGS):
        value = now.get(name)
        told = derived.get(name) if name in DERIVED and name not in others else others.get(name)
        if value is None or value == "":
            if told:
                cleared.add(name)
            continue
        cleared.discard(name)
        if name in before or told is None or comparable_value(name, value) != comparable_value(name, told):
            values[name] = value
    return values | ({CLEARED: sorted(cleared)} if cleared else {})


def derived_values(document: LegalDocument) -> dict[str, Any]:
    """Returns level, nature and sector as derived from type and issuers."""
    bare = LegalDocument(number_raw=document.number_raw, doc_type=document.doc_type, issued_on=document.issued_on)
    identity.derive_fields(bare, links=list(document.issuer_links.all()))
    return {name: value for name in DERIVED if (value := getattr(bare, name))}
