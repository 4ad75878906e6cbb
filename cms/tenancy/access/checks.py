"""Registry of further access checks, which packages of higher layers register, and of explanations for their
exceptions.

The checks get the operation that a request attempts (``routes``) and run one after the other; the first denial is the
answer. ``early_checks`` run before the tenant isolation check, so that its plain 404 does not hide their reason: each
of them checks itself whether the person may see that reason. ``access_checks`` run after tenant isolation has allowed
the request. ``denial_explanations`` turns an exception from a lower layer into a denial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest

from cms.tenancy.access.denied import Denial
from cms.tenancy.access.routes import RequestedOperation

AccessCheck = Callable[[HttpRequest, RequestedOperation], Denial | None]
DenialExplanation = Callable[[HttpRequest, Any], Denial | None]  # gets an exception of the registered type

early_checks: list[AccessCheck] = []
access_checks: list[AccessCheck] = []
denial_explanations: dict[type[Exception], DenialExplanation] = {}


def run_access_checks(
    asked: Iterable[AccessCheck], request: HttpRequest, attempt: RequestedOperation | None
) -> Denial | None:
    if attempt is None or not request.user.is_authenticated:
        return None
    return next((refusal for question in asked if (refusal := question(request, attempt))), None)


def explain_denial(request: HttpRequest, exception: Exception) -> Denial | None:
    for kind, said in denial_explanations.items():
        if isinstance(exception, kind):
            return said(request, exception)
    return None
