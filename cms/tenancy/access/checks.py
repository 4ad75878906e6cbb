"""What else may stop a request of the admin, handed over by the floors above: questions, and words for their
exceptions.

They are asked about what a request attempts (``routes``), one after the other; the first refusal is the answer.
``early_checks`` come before the wall, so that its plain 404 takes nobody the reason: they look themselves whether the
person may be told. ``access_checks`` come when the wall has let the request through. ``denial_explanations`` turns an
exception from beneath into a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest

from cms.tenancy.access.denied import Denial
from cms.tenancy.access.routes import RequestedOperation

AccessCheck = Callable[[HttpRequest, RequestedOperation], Denial | None]
DenialExplanation = Callable[[HttpRequest, Any], Denial | None]  # the exception is of the kind that it is entered for

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
