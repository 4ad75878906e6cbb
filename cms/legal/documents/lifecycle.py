"""What follows after a document is written: its address, citations of it, its statuses, and notifications.

Ids of documents written by a form, an import or a merge come in. Their derived rows, the library's version and
``documents_changed`` follow. ``identity`` sets what is set before writing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.legal.amendments import apply
from cms.legal.documents import binding, consolidated, permalinks
from cms.legal.documents.change_signals import announce_changes
from cms.legal.models import LegalDocument
from cms.legal.signals import document_saved
from cms.legal.sources import store
from cms.legal.validity import periods


def announce_documents(ids: Iterable[int]) -> None:
    """Call it after documents were written: links consolidated texts to their base, binds citations of them, updates
    the statuses that depend on them, raises the library's version (all in the open transaction) and notifies the
    listeners after the commit."""
    ids = set(ids)
    if not ids:
        return
    consolidated.tie_consolidated_texts(ids)
    ids |= binding.bind_references(ids)
    ids |= apply.apply_waiting(ids)
    ids |= periods.recompute_periods(ids)
    announce_changes(ids)


def update_derived(document: LegalDocument, acted_upon: Iterable[int] = (), **_signal: Any) -> None:
    """Runs after the row is written: permalinks of all documents with this number, statuses, versions, listeners."""
    slugs, moved = permalinks.settle_permalinks(LegalDocument.objects.all(), [document.number_key], document.locale_id)
    document.slug = slugs.get(document.pk, document.slug)
    store.record_office_values(document)
    announce_documents([document.pk, *moved, *acted_upon])
    told = LegalDocument.objects.filter(pk=document.pk).values_list("current_status", flat=True)
    document.current_status = told.first() or ""


def connect_signals() -> None:
    document_saved.connect(update_derived, dispatch_uid="legal.settle")
