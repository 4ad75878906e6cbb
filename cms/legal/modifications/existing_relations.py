"""Compares relations that the library already has, from any source, with modification clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cms.legal.models import ClauseProposal, LegalRelation
from cms.legal.models.clauses import ORIGIN
from cms.legal.modifications import records
from cms.legal.validity import relation_kinds
from cms.legal.validity.events import is_within

#: Clause kind → the relation that it becomes, and relations with the same meaning.
RELATIONS = {
    records.ENDS: relation_kinds.ABOLISHES,
    records.ENDS_PART: relation_kinds.ABOLISHES_PART,
    records.REPLACES: relation_kinds.REPLACES,
    records.AMENDS: relation_kinds.AMENDS,
    records.REPLACES_WORDS: relation_kinds.AMENDS,
    records.SUSPENDS: relation_kinds.SUSPENDS,
    records.EXTENDS: relation_kinds.SUPPLEMENTS,  # ends nothing; the new last day is entered in the document
}
_WHOLE = (relation_kinds.ABOLISHES, relation_kinds.REPLACES)
_ALIKE = {
    records.ENDS: _WHOLE,
    records.ENDS_PART: (relation_kinds.ABOLISHES_PART, *_WHOLE),
    records.REPLACES: _WHOLE,
    records.AMENDS: (relation_kinds.AMENDS, relation_kinds.SUPPLEMENTS),
    records.REPLACES_WORDS: (relation_kinds.AMENDS,),
    records.SUSPENDS: (relation_kinds.SUSPENDS, relation_kinds.SUSPENDS_EXECUTION),
    records.EXTENDS: (relation_kinds.SUPPLEMENTS,),
}
#: Kinds that concern the whole document where no provisions are named.
_OF_THE_WHOLE = (records.ENDS, records.REPLACES, records.SUSPENDS)


@dataclass(frozen=True, slots=True)
class ExistingRelations:
    """``other_day``: the same relation exists, from another day."""

    relation: LegalRelation | None = None
    other_day: bool = False


class RelationComparison:
    """The relations of these acting documents. One query."""

    def __init__(self, acting: Iterable[int]) -> None:
        self._rows: dict[tuple[int, int | str], list[LegalRelation]] = defaultdict(list)
        rows = LegalRelation.objects.filter(source__in=acting).select_related("source").order_by("pk")
        own = ("source", "target", "key", "kind", "provisions", "anchors", "day", "origin")
        for row in rows.only(*own, "source__effective_from"):  # not the title and words of the source with each
            self.add(row)

    def add(self, row: LegalRelation) -> None:
        self._rows[row.source_id, row.target_id or row.key].append(row)

    def same(self, proposal: ClauseProposal, before: LegalRelation | None = None) -> ExistingRelations:
        """Returns the relations that state the same as the proposal; ``before``: only others than this one, from
        another source or older."""
        rows = self._rows.get((proposal.acting_id, proposal.target_id or proposal.key), [])
        rows = [row for row in rows if row.kind in _ALIKE[proposal.kind]]
        if before is not None:
            rows = [row for row in rows if row.origin != ORIGIN or row.pk < before.pk]
        rows.sort(key=lambda row: row.origin == ORIGIN)  # relations of other sources come first
        if proposal.anchors:
            return ExistingRelations(_covering(rows, proposal.anchors))
        if proposal.kind not in _OF_THE_WHOLE:
            return ExistingRelations(rows[0] if rows else None)
        whole = [row for row in rows if not row.provisions]
        agreeing = [row for row in whole if _one_day(row, proposal)]
        return ExistingRelations(agreeing[0]) if agreeing else ExistingRelations(other_day=bool(whole))


def _covering(rows: list[LegalRelation], anchors: list[str]) -> LegalRelation | None:
    """Several relations together may name all provisions, one for each provision that acts."""
    first = None
    for anchor in anchors:
        of_whole = [row for row in rows if row.kind in _WHOLE and not row.provisions]
        found = of_whole or [row for row in rows if any(is_within(anchor, larger) for larger in row.anchors)]
        if not found:
            return None
        first = first or found[0]
    return first


def _one_day(row: LegalRelation, proposal: ClauseProposal) -> bool:
    day = row.day or row.source.effective_from
    return day is None or proposal.day is None or day == proposal.day
