"""Requests that no form of ours sends: a clear answer, whoever's view it is that cannot read them.

Wagtail's views trust the hidden fields of their forms: a number that is none, rich text that is no JSON or a field that
is gone ends in an error of the server. Nothing was saved then (the view failed), so the person is told that. Errors of
our own code stay errors: somebody must mend them.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from cms.core.web.admin_root import is_admin_request
from cms.tenancy.access.denied import Denial, render_denial

log = logging.getLogger(__name__)
#: What reading something else than was expected raises.
UNREADABLE = (
    ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, ValidationError, DataError,
)  # fmt: skip
LIBRARIES = (
    "django",
    "wagtail",
    "wagtail_localize",
    "modelcluster",
    "modelsearch",
    "taggit",
    "treebeard",
    "allauth",
    "rest_framework",
)
OURS = ("cms", "search")
MAX_NUMBER = 2**63 - 1  # number of a row
#: Letters of a query: what nginx takes at most. SQLite compares no text with a pattern of more than 50,000.
MAX_QUERY_LENGTH = 8_190


class BadInputMiddleware:
    """Stands behind the guard: what it refuses is refused before. Apart from it, because it answers for public pages
    too and asks about the form of what was sent, not about what it does."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if any(isinstance(value, int) and value > MAX_NUMBER for value in kwargs.values()):
            raise Http404
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_LENGTH and is_admin_request(request):
            return render_denial(request, Denial(_("That is too long to be looked for. Please type less."), 414))
        if (
            request.method != "POST"
            or not is_admin_request(request)
            or not any(map(is_invalid_redirect, next_url_of(request)))
        ):
            return None
        # Signing in leads to the first screen instead.
        return render_denial(request, Denial(error_message(), 400)) if request.user.is_authenticated else None

    def process_exception(self, request, exception):
        if not isinstance(exception, UNREADABLE) or is_own_code(exception.__traceback__):
            return None
        if not has_payload(request) and not (is_admin_request(request) and has_invalid_row_id(request)):
            return None
        log.warning("unreadable: %s %s", request.method, request.path, exc_info=exception)
        if not has_payload(request):
            return page_not_found(request, exception, template_name="wagtailadmin/404.html")
        if is_admin_request(request):
            return render_denial(request, Denial(error_message(), 400))
        return render(request, "400.html", status=400)


def error_message() -> str:
    return _(
        "What arrived could not be read: a part of the form is missing or is not what was asked for. "
        "Please go back, load the page anew and try again."
    )


def has_invalid_row_id(request) -> bool:
    """Whether the address holds a word where the view looks for a row: Wagtail's choosers take any."""
    return any(isinstance(value, str) for value in request.resolver_match.kwargs.values())


def next_url_of(request) -> list[str]:
    return [*request.GET.getlist("next"), *request.POST.getlist("next")]


def is_invalid_redirect(place: str) -> bool:
    """Where to go after saving: what is no address Django takes for a view's name, and fails when all is saved."""
    return bool(place) and not {"/", "."} & set(place)


def has_payload(request) -> bool:
    """Whether the request carries more than its address."""
    return bool(request.GET) or request.method not in ("GET", "HEAD", "OPTIONS")


def is_own_code(trace: TracebackType | None) -> bool:
    """Whether our code was the last to act; Python's own modules act for whoever called them."""
    for frame, _line in reversed(list(traceback.walk_tb(trace))):
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        if package in OURS:
            return True
        if package in LIBRARIES:
            return False
    return True
