"""Decisions on modification clauses: an accepted clause becomes a relation, revoking deletes it; nothing else is
deleted.

Each step is one transaction, logged in the history of both documents, and has no effect where somebody decided before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext, get_active_log_context, log

from cms.legal.admin_views.log_actions import (
    CLAUSE_DECLINED,
    CLAUSE_REOPENED,
    CLAUSE_TAKEN,
    CLAUSE_TAKEN_BACK,
)
from cms.legal.documents import drafts
from cms.legal.documents.lifecycle import announce_documents
from cms.legal.models import ClauseProposal, LegalRelation
from cms.legal.models.clauses import ORIGIN
from cms.legal.modifications import review_tasks
from cms.legal.modifications.existing_relations import RELATIONS, RelationComparison

State = ClauseProposal.State
_DECISION = ("state", "relation", "decided_by", "decided_at", "note", "taken_back")


def _locked(ids: Iterable[int], *states: str) -> list[ClauseProposal]:
    rows = ClauseProposal.objects.select_for_update(of=("self",)).filter(pk__in=list(ids), state__in=states)
    return list(rows.select_related("acting__doc_type", "target__doc_type", "relation").order_by("pk"))


@transaction.atomic
def accept_modifications(ids: Iterable[int], user: Any = None, note: str = "") -> list[ClauseProposal]:
    """Turns the open ones of these into relations in effect from now on; without ``user`` the rule accepts them. A
    relation that the library already has is linked, not doubled. Returns the decided proposals."""
    rows = _locked(ids, State.OPEN)
    standing = RelationComparison({row.acting_id for row in rows})
    counts = dict.fromkeys({row.acting_id for row in rows}, 0)
    new = []
    for row in rows:
        row.relation = standing.same(row).relation
        row.state = State.KNOWN if row.relation else State.BY_PERSON if user else State.BY_RULE
        if row.relation is None:
            row.relation = relation = _relation(row)
            relation.sort_order = relation.source.relations.count() + counts[row.acting_id]
            counts[row.acting_id] += 1
            new.append(relation)
            standing.add(relation)
        row.decided_by, row.decided_at, row.note, row.taken_back = user, timezone.now(), note, False
    LegalRelation.objects.bulk_create(new)
    drafts.add_relations(new)
    _written(rows, CLAUSE_TAKEN, user)
    announce_documents({pk for row in new for pk in (row.source_id, row.target_id) if pk})
    return rows


def _relation(row: ClauseProposal) -> LegalRelation:
    """Its day stays empty where the clause means the day of its own document."""
    own = row.day_source == ClauseProposal.DaySource.OWN and row.day == row.acting.effective_from
    relation = LegalRelation(
        source=row.acting,
        kind=RELATIONS[row.kind],
        target=row.target,
        target_text="" if row.target else row.target_text,
        provisions=_shortened(row.provisions),
        source_provisions=row.place,
        day=None if own else row.day,
        note="" if row.acting.confidential else row.exceptions_text[:255],
        origin=ORIGIN,
    )
    relation.derive()
    return relation


def _shortened(provisions: str, most: int = 500) -> str:
    return provisions if len(provisions) <= most else provisions[:most].rpartition(";")[0]


@transaction.atomic
def decline_modifications(ids: Iterable[int], user: Any, note: str = "") -> list[ClauseProposal]:
    rows = _locked(ids, State.OPEN)
    for row in rows:
        row.state, row.decided_by, row.decided_at, row.note = State.DECLINED, user, timezone.now(), note
    _written(rows, CLAUSE_DECLINED, user)
    return rows


@transaction.atomic
def reopen_modifications(ids: Iterable[int], user: Any, note: str = "") -> list[ClauseProposal]:
    """Opens declined ones again for a decision; returns them."""
    rows = _locked(ids, State.DECLINED)
    for row in rows:
        row.state, row.decided_by, row.decided_at, row.note = State.OPEN, None, None, note or row.note
        row.taken_back = True  # the rule does not accept what a person has reviewed
    _written(rows, CLAUSE_REOPENED, user)
    return rows


@transaction.atomic
def revoke_modifications(ids: Iterable[int], user: Any, note: str = "", of_rule: bool = False) -> list[ClauseProposal]:
    """Deletes the relations of accepted ones and opens the clauses again; returns them. ``of_rule``: the rule's
    acceptance is revoked, not the clauses: the rule may accept them again."""
    rows = _locked(ids, *ClauseProposal.TAKEN)
    relations = {row.relation.pk: row.relation for row in rows if row.relation and row.relation.origin == ORIGIN}
    ends = {pk for row in relations.values() for pk in (row.source_id, row.target_id) if pk}
    drafts.drop_relations(relations.values())
    for row in rows:
        row.state, row.relation, row.decided_by, row.decided_at = State.OPEN, None, None, None
        row.note, row.taken_back = note or row.note, not of_rule
    _written(rows, CLAUSE_TAKEN_BACK, user)
    others = _locked(_linked(relations), State.KNOWN)  # proposals linked to the same relation
    for row in others:
        row.state, row.relation, row.taken_back = State.OPEN, None, not of_rule
    _written(others, CLAUSE_TAKEN_BACK, user)
    LegalRelation.objects.filter(pk__in=list(relations)).delete()
    announce_documents(ends)
    return rows


def release_deleted_relation(instance: LegalRelation, origin: Any = None, **_signal: Any) -> None:
    """Runs before a form or a source deletes a relation: opens its clauses again for people to decide."""
    if origin is not None and getattr(origin, "model", type(origin)) is not LegalRelation:
        return  # deleted together with its document
    ids = _linked([instance.pk])
    rows = _locked(ids, *ClauseProposal.TAKEN, State.KNOWN) if ids else []
    for row in rows:
        row.state, row.relation, row.decided_by, row.decided_at = State.OPEN, None, None, None
        row.taken_back = True
    _written(rows, CLAUSE_TAKEN_BACK, get_active_log_context().user)


def _linked(relations: Iterable[int]) -> list[int]:
    return list(ClauseProposal.objects.filter(relation__in=list(relations)).values_list("pk", flat=True))


def _written(rows: list[ClauseProposal], action: str, user: Any) -> None:
    ClauseProposal.objects.bulk_update(rows, _DECISION, batch_size=200)
    for row in rows:
        said = {
            "by": row.acting.number_raw,
            "place": row.place,
            "kind": str(row.get_kind_display()),
            "target": row.target_text,
            "sentence": row.sentence[:500],
            "note": row.note,
        }
        for document in filter(None, (row.acting, row.target)):
            with LogContext(user=user):  # a history shows only the last entry of an action per request
                log(document, action, user=user, data=said)
    review_tasks.sync_review_tasks({(row.target_id, row.acting_id) for row in rows if row.target_id})
