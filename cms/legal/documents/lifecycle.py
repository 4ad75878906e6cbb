"""The life of a document after it was written: its address, what cites it, its statuses, and who is told.

In come ids of documents that were written, by a form, an import or a merge; out go rows that follow from them, the
library's version and ``documents_changed``. What is set before writing stands in ``identity``.
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
    """Documents were written: tie consolidated texts to what they consolidate, bind what cites them, bring the statuses
    that depend on them up to date, raise the library's version (all in the open transaction) and tell the listeners
    once it is committed."""
    ids = set(ids)
    if not ids:
        return
    consolidated.tie_consolidated_texts(ids)
    ids |= binding.bind_references(ids)
    ids |= apply.apply_waiting(ids)
    ids |= periods.recompute_periods(ids)
    announce_changes(ids)


def update_derived(document: LegalDocument, acted_upon: Iterable[int] = (), **_signal: Any) -> None:
    """After the row is written: permalinks of all documents with this number, statuses, versions, listeners."""
    slugs, moved = permalinks.settle_permalinks(LegalDocument.objects.all(), [document.number_key], document.locale_id)
    document.slug = slugs.get(document.pk, document.slug)
    store.record_office_values(document)
    announce_documents([document.pk, *moved, *acted_upon])
    told = LegalDocument.objects.filter(pk=document.pk).values_list("current_status", flat=True)
    document.current_status = told.first() or ""


def connect_signals() -> None:
    document_saved.connect(update_derived, dispatch_uid="legal.settle")
