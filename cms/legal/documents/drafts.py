"""Updates drafts that name a document of the library: pages that choose it, documents that have relations to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin, Revision

from cms.legal.models import LegalDocument, LegalRelation


def follow_merge(old: LegalDocument, new: LegalDocument) -> int:
    """Names ``new`` in place of ``old`` in newest and scheduled revisions. Returns the number of revisions written.
    Call it before ``old`` is deleted."""
    written = 0
    for model, rows_name, field in _ways():
        for revision in _revisions(model, rows_name, field, old):
            rows = _replace_references(revision.content.get(rows_name) or [], field, old.pk, new.pk)
            if rows != (revision.content.get(rows_name) or []):
                revision.content[rows_name] = rows
                revision.save(update_fields=["content"])
                written += 1
    return written


def _ways() -> Iterator[tuple[type[DraftStateMixin], str, str]]:
    """Yields (model with drafts, name of its rows, their field that leads to the library)."""
    for relation in LegalDocument._meta.related_objects:
        parents = [one for one in relation.related_model._meta.concrete_fields if isinstance(one, ParentalKey)]
        for parent in parents:
            if parent is not relation.field and issubclass(parent.related_model, DraftStateMixin):
                yield parent.related_model, parent.remote_field.get_accessor_name(), relation.field.name


def _revisions(model: Any, rows_name: str, field: str, old: LegalDocument) -> Any:
    owners = model.objects.filter(Q(has_unpublished_changes=True) | Q(**{f"{rows_name}__{field}": old}))
    ids = {str(pk) for pk in owners.values_list("pk", flat=True)}
    newest = set(owners.values_list("latest_revision", flat=True))
    of_model = Q(content_type=ContentType.objects.get_for_model(model))
    waiting = Revision.objects.filter(of_model, approved_go_live_at__isnull=False, object_id__in=ids)
    return Revision.objects.filter(Q(pk__in=newest - {None}) | Q(pk__in=waiting.values("pk"))).iterator(chunk_size=200)


def _replace_references(rows: list[dict], field: str, old: int, new: int) -> list[dict]:
    """Never names a document twice; rows with further data stay."""
    found = []
    for row in rows:
        now = {**row, field: new} if row.get(field) == old else row
        if not (row is not now and any(_draft_rows(now) == _draft_rows(other) for other in rows)):
            found.append(now)
    return found


def _draft_rows(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in ("pk", "sort_order")}


def add_relations(rows: Iterable[LegalRelation]) -> None:
    """Adds new relations to drafts, so that publishing a draft later does not delete them."""
    for draft, of_draft in _with_drafts(rows):
        draft.relations.add(*of_draft)
        draft.save_revision(log_action=False)


def drop_relations(rows: Iterable[LegalRelation]) -> None:
    """Removes deleted relations from drafts, so that publishing does not restore them; call it before the rows are
    deleted."""
    for draft, of_draft in _with_drafts(rows):
        gone = {row.pk for row in of_draft}
        draft.relations.remove(*(row for row in draft.relations.all() if row.pk in gone))
        draft.save_revision(log_action=False)


def _with_drafts(rows: Iterable[LegalRelation]) -> Iterator[tuple[LegalDocument, list[LegalRelation]]]:
    by_source = defaultdict(list)
    for row in rows:
        by_source[row.source_id].append(row)
    for document in LegalDocument.objects.filter(pk__in=by_source, has_unpublished_changes=True):
        yield document.get_latest_revision_as_object(), by_source[document.pk]
