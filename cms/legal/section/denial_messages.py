"""Clear messages for denied changes to the section, shown before the view denies them (``protection`` enforces it)."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from cms.core.instance_hooks import allow_all_rows
from cms.legal.section import protection
from cms.legal.section.protection import SectionProtected
from cms.tenancy import rights, scope
from cms.tenancy.access import checks
from cms.tenancy.access.denied import Denial
from cms.tenancy.access.routes import RequestedOperation

REFUSED = frozenset({"delete", "unpublish", "move", "copy", "create_alias", "convert_alias"})


def find_protected(request: HttpRequest, attempt: RequestedOperation) -> Denial | None:
    """Returns the denial for people who may change the page; others get None and learn nothing."""
    return _first_refusal(request, attempt.numbers) if attempt.model is Page and attempt.verb in REFUSED else None


def _first_refusal(request: HttpRequest, numbers: Iterable[int]) -> Denial | None:
    with allow_all_rows("which page is protected; only those who may change it are told"):
        for page in Page.objects.filter(pk__in=numbers):
            if protection.is_protected(page) and rights.has_right(request.user, "page.change", scope.owner_id(page)):
                return _refusal(page)
    return None


def explain_denial(request: HttpRequest, exception: SectionProtected) -> Denial:
    """Returns the denial for a change that ``protection`` refused on a route without its own check."""
    return _refusal(exception.page)


def _refusal(page: Page) -> Denial:
    there = Page.objects.filter(pk=page.pk).exists()
    address = reverse("wagtailadmin_explore", args=[page.pk]) if there else reverse("wagtailadmin_home")
    return Denial(protection.denial_message(page), leads_to=address)


def register_explanations() -> None:
    checks.early_checks.append(find_protected)
    checks.denial_explanations[SectionProtected] = explain_denial
