"""The life of a document after it was written: its address, what cites it, its statuses, and who is told.

In come ids of documents that were written, by a form, an import or a merge; out go rows that follow from them, the
library's version and ``documents_changed``. What is set before writing stands in ``identity``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.legal.amendments import apply
from cms.legal.documents import binding, consolidated, permalinks
from cms.legal.documents.change_signals import tell
from cms.legal.models import LegalDocument
from cms.legal.signals import document_saved
from cms.legal.sources import store
from cms.legal.validity import periods


def announce(ids: Iterable[int]) -> None:
    """Documents were written: tie consolidated texts to what they consolidate, bind what cites them, bring the statuses
    that depend on them up to date, raise the library's version (all in the open transaction) and tell the listeners
    once it is committed."""
    ids = set(ids)
    if not ids:
        return
    consolidated.tie(ids)
    ids |= binding.bind(ids)
    ids |= apply.follow(ids)
    ids |= periods.recompute(ids)
    tell(ids)


def settle(document: LegalDocument, acted_upon: Iterable[int] = (), **_signal: Any) -> None:
    """After the row is written: permalinks of all documents with this number, statuses, versions, listeners."""
    slugs, moved = permalinks.settle(LegalDocument.objects.all(), [document.number_key], document.locale_id)
    document.slug = slugs.get(document.pk, document.slug)
    store.note_office(document)
    announce([document.pk, *moved, *acted_upon])
    told = LegalDocument.objects.filter(pk=document.pk).values_list("current_status", flat=True)
    document.current_status = told.first() or ""


def connect() -> None:
    document_saved.connect(settle, dispatch_uid="legal.settle")
