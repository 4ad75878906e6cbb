"""Updates proposals when the library changes: their target document, their uncertainties, whether the library already
has the relation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from cms.legal.citations.resolve import AMBIGUOUS, Resolution
from cms.legal.documents import drafts
from cms.legal.models import ClauseProposal, LegalDocument, LegalRelation
from cms.legal.models.clauses import ORIGIN
from cms.legal.modifications import target_lookup, uncertainties
from cms.legal.modifications.existing_relations import RelationComparison
from cms.legal.parsing.numbers import parse_number

BATCH = 500
State = ClauseProposal.State
_WRITTEN = ("target", "doubts", "sure", "state", "relation")
#: (target, acting document), the key of review tasks.
Pairs = set[tuple[int, int]]


def reconcile(ids: Iterable[int]) -> Pairs:
    """Rechecks, after these documents changed, the proposals that they make, that target them, and that may mean them
    now. Returns the pairs of the rechecked proposals."""
    ids = sorted(set(ids))
    pairs: Pairs = set()
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        condition = Q(acting__in=some) | Q(target__in=some) | target_lookup.modifications_that_may_mean(some)
        rows = ClauseProposal.objects.filter(condition).exclude(state=State.GONE)
        gone = ClauseProposal.objects.filter(acting__in=some, state=State.GONE, target__isnull=False)
        pairs |= set(gone.values_list("target_id", "acting_id"))
        pks = sorted(rows.values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            pairs |= _reconcile_batch(pks[start : start + BATCH])
    return pairs


@transaction.atomic
def _reconcile_batch(pks: Sequence[int]) -> Pairs:
    found = ClauseProposal.objects.filter(pk__in=pks).select_related("acting__doc_type", "target", "relation")
    long = [f"{end}__{name}" for end in ("acting", "target") for name in ("folded", "abstract", "summary")]
    rows = list(found.defer(*long).prefetch_related("acting__issuer_links").order_by("pk"))
    pairs = _pairs(rows)
    before = {row.pk: _values(row) for row in rows}
    for row, resolution in zip(rows, target_lookup.look_up_targets(rows), strict=True):
        _bind(row, resolution)
    standing = RelationComparison({row.acting_id for row in rows})
    given_way = [one for row in rows if (one := _compare(row, standing)) is not None]
    changed = [row for row in rows if _values(row) != before[row.pk]]
    ClauseProposal.objects.bulk_update(changed, _WRITTEN, batch_size=100)
    _remove_superseded(given_way)
    return pairs | _pairs(rows)


def _values(row: ClauseProposal) -> tuple:
    return row.target_id, list(row.doubts), row.sure, row.state, row.relation_id


def _pairs(rows: Iterable[ClauseProposal]) -> Pairs:
    return {(row.target_id, row.acting_id) for row in rows if row.target_id is not None}


def _bind(row: ClauseProposal, resolution: Resolution) -> None:
    """A decided proposal stays bound to the document that it was decided for."""
    document = resolution.document
    if document is not None and document.pk == row.acting_id:
        document = None
    if row.state in ClauseProposal.DECIDED:
        row.target = row.target or document
        return
    row.target = document
    found = {
        uncertainties.AMBIGUOUS: resolution.status == AMBIGUOUS,
        uncertainties.YOUNGER: document is not None and _younger(document, row.acting),
    }
    of_the_text = [doubt for doubt in row.doubts if doubt not in uncertainties.OF_THE_LIBRARY]
    row.doubts = [*of_the_text, *(word for word, is_so in found.items() if is_so)]
    row.sure = not row.doubts


def _younger(document: LegalDocument, acting: LegalDocument) -> bool:
    """No document ends a younger one: the number was misread, or belongs to another year."""
    if document.issued_on and acting.issued_on:
        return document.issued_on > acting.issued_on
    first, last = parse_number(document.number_raw).year, parse_number(acting.number_raw).year
    return bool(first and last and first > last)


def _compare(row: ClauseProposal, standing: RelationComparison) -> LegalRelation | None:
    """Returns a relation of this proposal that another one supersedes."""
    if row.state == State.DECLINED:
        return None
    if row.state in ClauseProposal.TAKEN:
        own = row.relation
        other = standing.same(row, before=own).relation if own is not None and own.origin == ORIGIN else None
        if other is None:
            return None
        row.state, row.relation = State.KNOWN, other
        return own
    found = standing.same(row)
    row.relation = found.relation
    row.state = State.KNOWN if found.relation else State.OPEN
    if found.other_day:
        row.doubts = [*row.doubts, uncertainties.OTHER_DAY]
        row.sure = False
    return None


def _remove_superseded(relations: Sequence[LegalRelation]) -> None:
    """A relation that two sources state is stored once."""
    kept = defaultdict(set)
    for pk, relation in ClauseProposal.objects.filter(relation__in=relations).values_list("pk", "relation_id"):
        kept[relation].add(pk)
    free = [one for one in {one.pk: one for one in relations}.values() if not kept[one.pk]]
    drafts.drop_relations(free)
    for relation in free:
        relation.delete()
