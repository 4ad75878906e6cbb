"""Changing documents from outside their form: the row that is shown, and the draft that somebody may have begun."""

from __future__ import annotations

from collections.abc import Callable

from cms.legal.models import LegalDocument


def write_document(document: LegalDocument, change: Callable[[LegalDocument], None], user) -> None:
    """``change`` is applied to what is public and to the newest draft, each of which stays what it was. Kept in the
    history as an edit."""
    drafted = document.has_unpublished_changes and document.latest_revision_id
    draft = document.get_latest_revision_as_object() if drafted else None
    change(document)
    if draft is None and document.live:
        document.save_revision(user=user, clean=False, log_action=True).publish(user=user)
        return
    document.save()
    draft = draft or document
    change(draft)
    draft.save_revision(user=user, clean=False, log_action=True)
