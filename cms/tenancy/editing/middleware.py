"""Serializes changes of a page or a library document: the row is locked for the whole request, a form is carried out
once, and a failed request is rolled back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.web.admin_root import is_admin_request
from cms.tenancy.access import routes
from cms.tenancy.access.denied import Denial, render_denial
from cms.tenancy.access.routes import RequestedOperation
from cms.tenancy.editing import idempotency, publish_check, rejected_submission, row_locks


class SerializedEditMiddleware:
    """Innermost middleware: access control and the view check the row while it is locked. It is separate from access
    control because it checks nothing: it wraps the view and rolls back what failed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "POST" and is_admin_request(request) and request.user.is_authenticated:
            match = routes.resolver_match(request)
            if match is not None:
                response = self.post(request, routes.requested_operation(request))
                if match.url_name == "wagtailadmin_logout":
                    response["Clear-Site-Data"] = '"storage"'  # what the browser stored for this person
                return response
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Rolls back what was written until then: another handler may explain the error, which needs a working database
        (PostgreSQL rejects every statement after an error)."""
        if (savepoint := getattr(request, "editing_savepoint", None)) is not None:
            transaction.savepoint_rollback(savepoint)
            transaction.set_rollback(False)
            request.editing_failed = True

    def post(self, request: HttpRequest, attempt: RequestedOperation | None) -> HttpResponse:
        writing = attempt if attempt is not None and attempt.writes else None
        if rejected_submission.RESTORE in request.POST and not row_locks.can_restore_form(attempt):
            return render_denial(
                request, Denial(_("What was typed in this form cannot be shown again."), 400, request.path)
            )
        if writing is None and idempotency.form_token(request) is None:
            return self.get_response(request)
        with transaction.atomic():
            if writing is not None:
                row_locks.lock_row(writing)
            return self.once(request, attempt)

    def once(self, request: Any, attempt: RequestedOperation | None) -> HttpResponse:
        if "overwrite_revision_id" in request.POST:  # only autosave overwrites a revision
            request.POST = request.POST.copy()
            del request.POST["overwrite_revision_id"]
        form = idempotency.begin_submission(request)
        if form is not None and form.location:
            if idempotency.is_same_submission(
                form, idempotency.form_digest(request), but_for_the_button=rejected_submission.RESTORE in request.POST
            ):
                return idempotency.replay_response(form, request)
            if row_locks.created_model(attempt) and form.made is not None:
                rejected_submission.continue_with_created(request, form.made)
            form = None
        request.editing_savepoint = transaction.savepoint()
        with publish_check.watch_publications() as published:
            response = self.get_response(request)
        if getattr(request, "editing_failed", False) or response.status_code >= 500:
            transaction.set_rollback(True)
        elif missing := publish_check.find_not_live(published):
            transaction.set_rollback(True)
            return self.failed(request, attempt, missing)
        elif form is not None:
            idempotency.store_response(form, request, response, getattr(request, "editing_made", None))
        return response

    def failed(self, request: HttpRequest, attempt: RequestedOperation | None, missing: list[object]) -> HttpResponse:
        """The request is rolled back, so its messages are discarded with its changes. The browser still has the
        text."""
        stored: Any = messages.get_messages(request)
        stored._queued_messages.clear()
        names = ", ".join(str(one) for one in missing)
        text = _("“%(names)s” could not be published. Nothing was changed; please try again.") % {"names": names}
        address = request.path if row_locks.can_restore_form(attempt) else reverse("wagtailadmin_home")
        return render_denial(request, Denial(text, 409, address))
