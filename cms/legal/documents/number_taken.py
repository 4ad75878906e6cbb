"""Handles a draft whose document was meanwhile entered elsewhere: publishing it, by any route, shows an error and leads
to the form."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from cms.legal.documents.identity import DuplicateDocument
from cms.tenancy.access import checks
from cms.tenancy.access.denied import Denial


def answer_duplicate_number(request: HttpRequest, exception: DuplicateDocument) -> Denial:
    document = exception.document
    address = reverse(document.snippet_viewset.get_url_name("edit"), args=[document.pk or exception.twin.pk])
    return Denial(exception.messages[0], 409, address)


def register_denial_explanation() -> None:
    checks.denial_explanations[DuplicateDocument] = answer_duplicate_number
