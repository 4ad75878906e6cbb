"""Answers malformed requests, which none of our forms sends, with a clear error instead of a server error.

Wagtail's views trust the hidden fields of their forms: a value that is not a number, rich text that is not JSON or a
missing field ends in a server error. The view failed, so nothing was saved, and the answer says so. Errors raised by
our own code stay server errors, because a developer must fix them.
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
#: Exceptions that parsing raises when the input is not what the view expects.
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
MAX_NUMBER = 2**63 - 1  # largest row id
#: Maximum length of a query, in characters: nginx's limit. SQLite matches no pattern against a text of over 50,000.
MAX_QUERY_LENGTH = 8_190


class BadInputMiddleware:
    """Rejects malformed requests. It runs after the access control middleware, which denies first. It is separate
    because it also serves public pages, and because it checks the form of the input, not what the request does."""

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
        # Sign-in redirects to the dashboard instead.
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
    """Returns whether the URL holds a word where the view expects a row id: Wagtail's choosers accept any word."""
    return any(isinstance(value, str) for value in request.resolver_match.kwargs.values())


def next_url_of(request) -> list[str]:
    return [*request.GET.getlist("next"), *request.POST.getlist("next")]


def is_invalid_redirect(place: str) -> bool:
    """Returns whether the redirect target is no URL: Django takes it for a view name and fails after everything is
    saved."""
    return bool(place) and not {"/", "."} & set(place)


def has_payload(request) -> bool:
    """Returns whether the request carries more than its URL."""
    return bool(request.GET) or request.method not in ("GET", "HEAD", "OPTIONS")


def is_own_code(trace: TracebackType | None) -> bool:
    """Returns whether the error was raised in our code. Python's standard library counts as its caller."""
    for frame, _line in reversed(list(traceback.walk_tb(trace))):
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        if package in OURS:
            return True
        if package in LIBRARIES:
            return False
    return True
