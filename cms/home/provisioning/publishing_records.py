"""What publishing leaves beside the page: revision, log, reference index, search index. One pass each."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from cms.core import versions
from cms.core.models import User
from cms.core.signals import pages_changed
from cms.home.provisioning.tree import reserve_ids


def prepare_revisions(pages: list[Page], user: User | None = None) -> list[Revision]:
    """Revisions of unsaved pages (keys set), and the pages' own fields as publishing would leave them.

    The content is taken first: Wagtail saves the revision before it publishes, so its copy of the page knows
    neither a revision nor a date.
    """
    now = timezone.now()
    base = ContentType.objects.get_for_model(Page)
    revisions = []
    for page, pk in zip(pages, reserve_ids(Revision, len(pages)), strict=True):
        revisions.append(
            Revision(
                pk=pk,
                content_type_id=page.content_type_id,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=now,
                user=user,
                object_str=str(page),
                content=page.serializable_data(),
            )
        )
        page.latest_revision_id = page.live_revision_id = pk
        page.latest_revision_created_at = page.first_published_at = page.last_published_at = now
    return revisions


def insert_revisions(revisions: list[Revision]) -> None:
    Revision.objects.bulk_create(revisions, batch_size=200)


def write_log(pages: list[Page], user: User | None = None) -> None:
    now = timezone.now()
    rows = []
    for page in pages:
        common = {
            "content_type_id": page.content_type_id, "label": page.get_admin_display_title(), "timestamp": now,
            "data": {}, "content_changed": True, "page_id": page.pk, "user": user,
        }  # fmt: skip
        rows.append(PageLogEntry(action="wagtail.create", **common))
        rows.append(PageLogEntry(action="wagtail.publish", revision_id=page.live_revision_id, **common))
    PageLogEntry.objects.bulk_create(rows, batch_size=500)


def write_references(pages: list[Page]) -> None:
    """Index rows for new pages (none exist yet, so nothing is compared)."""
    base = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.bulk_create(
        [
            ReferenceIndex(
                content_type_id=page.content_type_id, base_content_type=base, object_id=page.pk,
                to_content_type_id=to_type, to_object_id=to_id, model_path=model_path, content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for page in pages
            if ReferenceIndex.is_indexed(type(page))
            for to_type, to_id, model_path, content_path in set(ReferenceIndex._extract_references_from_object(page))
        ],
        batch_size=500,
    )  # fmt: skip


def write_search_index(pages: list[Page]) -> None:
    """Into Wagtail's own search index: at once in a database backend, after the commit elsewhere."""
    by_model = [(model, list(group)) for model, group in groupby(sorted(pages, key=lambda p: p._meta.label), key=type)]
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        index = backend.get_index_for_model(Page)
        for model, group in by_model:
            if hasattr(index, "_refresh_title_norms"):
                index.add_items(model, group)
            else:
                transaction.on_commit(_make_index_update(backend, model, group), robust=True)


def _make_index_update(backend: Any, model: type, pages: list[Page]) -> Callable[[], None]:
    def add() -> None:
        backend.add_bulk(model, pages)

    return add


def send_published_signals(pages: list[Page]) -> None:
    """Others note the change in the same transaction and act after the commit (search engines, caches)."""
    versions.bump_versions(versions.STRUCTURE)
    pages_changed.send(sender=Page, page_ids=[page.pk for page in pages], pages=pages)


def write_publishing_records(pages: list[Page], user: User | None = None) -> None:
    """Everything except the revisions, which must exist first (``prepare_revisions``)."""
    write_log(pages, user)
    write_references(pages)
    write_search_index(pages)
    send_published_signals(pages)
