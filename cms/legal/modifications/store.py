"""Stores parsed modification clauses as rows. Parsing the same text again changes nothing.

A row is identified by its effect on a document and its provisions. When a text changes, decided rows stay; waiting rows
that are no longer parsed are deleted, and come back when the clause is parsed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from cms.legal.models import ClauseProposal, ClauseReading, LegalDocument
from cms.legal.modifications import target_lookup, uncertainties
from cms.legal.modifications.parser import read_modifications
from cms.legal.modifications.records import Proposal

BATCH = 50  # documents carry their whole text
State = ClauseProposal.State


def record_modifications(ids: Iterable[int], again: bool = False) -> int:
    """Parses these documents where their text differs from the one last parsed (``again``: all of them). Returns the
    number of documents parsed."""
    ids = sorted(set(ids))
    return sum(_record(ids[first : first + BATCH], again) for first in range(0, len(ids), BATCH))


@transaction.atomic
def _record(ids: Sequence[int], again: bool) -> int:
    list(LegalDocument.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    known = dict(ClauseReading.objects.filter(document__in=ids).values_list("document_id", "digest"))
    readings: dict[int, str] = {}
    found: dict[int, list[Proposal]] = {}
    for row in target_lookup.load_documents(ids):
        document = target_lookup.reader_document(row)
        digest = target_lookup.document_digest(document)
        if again or known.get(row.pk) != digest:
            readings[row.pk] = digest
            found[row.pk] = read_modifications(document)
    if found:
        _write(found)
    ClauseReading.objects.bulk_create(
        [ClauseReading(document_id=pk, digest=digest, at=timezone.now()) for pk, digest in readings.items()],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["digest", "at"],
    )
    return len(readings)


def _write(found: dict[int, list[Proposal]]) -> None:
    present: dict[int, list[ClauseProposal]] = defaultdict(list)
    for row in ClauseProposal.objects.filter(acting__in=found).order_by("pk"):
        present[row.acting_id].append(row)
    new, changed = [], []
    for acting, proposals in found.items():
        read_rows = [_row(acting, proposal) for proposal in proposals]
        pairs, left = _paired(_without_duplicates(read_rows), present[acting])
        for row, stored in pairs:
            if stored is None:
                new.append(row)
            elif stored.state not in ClauseProposal.DECIDED and _takes_over(stored, row):
                changed.append(stored)
        for stored in left:
            if stored.state in (State.OPEN, State.KNOWN):
                stored.state, stored.relation = State.GONE, None
                changed.append(stored)
    ClauseProposal.objects.bulk_create(new, batch_size=200)
    ClauseProposal.objects.bulk_update(changed, [*_READ, "state", "relation", "read_at"], batch_size=100)


def _row(acting: int, proposal: Proposal) -> ClauseProposal:
    target = proposal.target
    return ClauseProposal(
        acting_id=acting,
        kind=proposal.kind,
        anchor=proposal.anchor[:120],
        place=proposal.place[:255],
        sentence=proposal.sentence,
        words=target_lookup.target_words(target),
        target_text=target_lookup.target_text(target),
        key=target_lookup.target_key(target),
        provisions=target_lookup.provisions_text(target.provisions),
        anchors=list(target.provisions),
        day=proposal.day,
        day_source=proposal.day_source,
        exceptions=list(proposal.exceptions),
        doubts=list(proposal.doubts),
        sure=proposal.sure,
    )


#: Fields set from the text; the library and people set the rest.
_READ = (
    "anchor", "place", "sentence", "words", "target_text", "provisions", "day", "day_source", "exceptions", "doubts",
    "sure",
)  # fmt: skip


def _stated_values(row: ClauseProposal) -> tuple:
    return row.kind, row.key, tuple(row.anchors)


def _without_duplicates(rows: list[ClauseProposal]) -> list[ClauseProposal]:
    """One sentence gives each effect once; the surest of two proposals stays."""
    best: dict[tuple, ClauseProposal] = {}
    for row in rows:
        key = (*_stated_values(row), row.anchor, row.sentence)
        if key not in best or len(row.doubts) < len(best[key].doubts):
            best[key] = row
    return list(best.values())


def _paired(
    rows: list[ClauseProposal], stored: list[ClauseProposal]
) -> tuple[list[tuple[ClauseProposal, ClauseProposal | None]], list[ClauseProposal]]:
    """Returns (pairs of each parsed row with its stored one, stored rows that were not parsed): matched by sentence and
    place, then by place, then by effect and target."""
    pairs: dict[int, ClauseProposal] = {}
    left = sorted(stored, key=lambda row: row.state not in ClauseProposal.DECIDED)  # two entries may have been merged
    for key in (
        lambda row: (*_stated_values(row), row.anchor, row.sentence),
        lambda row: (*_stated_values(row), row.anchor),
        _stated_values,
    ):
        waiting: dict[tuple, list[ClauseProposal]] = defaultdict(list)
        for row in left:
            waiting[key(row)].append(row)
        for index, row in enumerate(rows):
            if index not in pairs and waiting[key(row)]:
                pairs[index] = waiting[key(row)].pop(0)
        taken = {row.pk for row in pairs.values()}
        left = [row for row in left if row.pk not in taken]
    return [(row, pairs.get(index)) for index, row in enumerate(rows)], left


def _takes_over(stored: ClauseProposal, row: ClauseProposal) -> bool:
    """Returns whether the undecided stored row changes. Uncertainties from the library stay until its next check."""
    row.doubts += [doubt for doubt in stored.doubts if doubt in uncertainties.OF_THE_LIBRARY]
    row.sure = not row.doubts
    differs = any(getattr(stored, name) != getattr(row, name) for name in _READ) or stored.state == State.GONE
    if differs:
        for name in _READ:
            setattr(stored, name, getattr(row, name))
        stored.state = State.OPEN if stored.state == State.GONE else stored.state
        stored.read_at = timezone.now()
    return differs
