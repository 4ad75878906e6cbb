"""Finds and locks the rows that an admin request is about to change (``access.routes`` reads its URL)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail.models import Page

from cms.tenancy.access.routes import RequestedOperation


def can_restore_form(attempt: RequestedOperation | None) -> bool:
    """Returns whether the form of this URL can be shown again with what was typed."""
    return attempt is not None and attempt.form and (attempt.model is Page or _restores_form(attempt.model))


def _restores_form(model: Any) -> bool:
    """Returns whether the model's views are those of ``rejected_submission.RestoresRejectedSnippetForm``."""
    return getattr(model.snippet_viewset, "shows_again", False)


def created_model(attempt: RequestedOperation | None) -> type[Model] | None:
    """Returns the model of which this URL's form creates a row, if it is such a form and names the model."""
    return attempt.model if attempt is not None and attempt.verb == "add" and can_restore_form(attempt) else None


def lock_row(attempt: RequestedOperation) -> None:
    """Locks until the transaction ends, always in the same order. SQLite locks the whole database from its start."""
    rows = attempt.model._base_manager.filter(pk__in=sorted(attempt.numbers)).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))
