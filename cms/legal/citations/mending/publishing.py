"""Redirects ways to publish without the editing form (approval from the dashboard, bulk actions, the admin's API) to
the form when the draft cites law that is not in force: there the editor fixes or confirms it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.legal.citations.mending.check import check_page
from cms.tenancy.access import checks
from cms.tenancy.access.denied import Denial
from cms.tenancy.access.routes import RequestedOperation


def find_unseen_findings(request: HttpRequest, attempt: RequestedOperation) -> Denial | None:
    if request.method != "POST" or attempt.model is not Page or attempt.verb not in ("publish", "approve"):
        return None
    for page in _published(request, attempt):
        if page.permissions_for_user(request.user).can_edit() and check_page(page.get_latest_revision_as_object()):
            return _refusal(page)
    return None


def _published(request: HttpRequest, attempt: RequestedOperation) -> Iterator[Page]:
    pages = Page.objects.filter(pk__in=attempt.numbers)
    yield from pages
    if request.POST.get("include_descendants"):  # a bulk action
        for page in pages:
            yield from page.get_descendants().filter(has_unpublished_changes=True)


def _refusal(page: Page) -> Denial:
    text = _("“%(title)s” cites law that does not hold today. Look at it here before it is published.") % {
        "title": page.get_latest_revision_as_object().title
    }
    return Denial(text, 400, reverse("wagtailadmin_pages:edit", args=[page.pk]), messages.WARNING)


def register_access_check() -> None:
    checks.access_checks.append(find_unseen_findings)
