"""Which rows a request of the admin is about to change (``access.routes`` read its address); and holding them."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail.models import Page

from cms.tenancy.access.routes import RequestedOperation


def can_restore_form(attempt: RequestedOperation | None) -> bool:
    """Can the form of this address be shown again with what was typed?"""
    return attempt is not None and attempt.form and (attempt.model is Page or _restores_form(attempt.model))


def _restores_form(model: Any) -> bool:
    """Its views are those of ``rejected_submission.RestoresRejectedSnippetForm``."""
    return getattr(model.snippet_viewset, "shows_again", False)


def created_model(attempt: RequestedOperation | None) -> type[Model] | None:
    """The model of which the form of this address makes a new row, if it is such a form and can say so."""
    return attempt.model if attempt is not None and attempt.verb == "add" and can_restore_form(attempt) else None


def lock_row(attempt: RequestedOperation) -> None:
    """Until the transaction ends, in one order everywhere. SQLite holds the whole database from its beginning."""
    rows = attempt.model._base_manager.filter(pk__in=sorted(attempt.numbers)).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))
