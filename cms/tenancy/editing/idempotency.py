"""Carries out a form once, however often it is sent. Each opened form has a token of its own."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe

from cms.tenancy.models import SentForm

FIELD = "editing-token"
_NOT_CONTENT = {"csrfmiddlewaretoken", "next", FIELD, "editing-restore"}


def form_token(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def form_digest(request) -> str:
    """Returns the digest of all fields and the button. A double click may repeat a field, which adds no information."""
    content = {(name, value) for name, values in request.POST.lists() if name not in _NOT_CONTENT for value in values}
    files = {(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent}
    pressed = {pair for pair in content if pair[0].startswith(("action-", "workflow-action-"))}
    return _new_hash(request.path, sorted(content - pressed), sorted(files)) + _new_hash(sorted(pressed))


def _new_hash(*parts) -> str:
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_same_submission(sent: SentForm, digest: str, but_for_the_button: bool) -> bool:
    """Returns whether the form carried the same data when it was carried out."""
    return sent.digest[:32] == digest[:32] if but_for_the_button else sent.digest == digest


def begin_submission(request) -> SentForm | None:
    """Returns this form's row: new, or that of the first request. A second request waits until the first has ended."""
    token = form_token(request)
    if token is None:
        return None
    try:
        with transaction.atomic():
            return SentForm.objects.create(user=request.user, token=token, digest=form_digest(request))
    except IntegrityError:
        return SentForm.objects.select_for_update().get(user=request.user, token=token)


def store_response(sent: SentForm, request, response, made) -> None:
    """Stores the response of a form that was carried out; one that came back with errors may be sent again."""
    if not isinstance(response, HttpResponseRedirect):
        sent.delete()
        return
    sent.location = response["Location"][:2000]
    stored: Any = messages.get_messages(request)
    sent.messages = [
        [message.level, str(message.message), message.extra_tags, isinstance(message.message, SafeString)]
        for message in stored._queued_messages
    ]
    if made is not None:
        sent.made = made
    sent.save()


def replay_response(sent: SentForm, request):
    """Returns the response to the first request, which the browser may never have received."""
    for level, text, tags, safe in sent.messages:
        # Messages that the server itself wrote as HTML.
        messages.add_message(request, level, mark_safe(text) if safe else text, extra_tags=tags or "")  # noqa: S308
    return redirect(sent.location)
