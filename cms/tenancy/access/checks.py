"""What else may stop a request of the admin, handed over by the floors above: questions, and words for their
exceptions.

They are asked about what a request attempts (``routes``), one after the other; the first refusal is the answer.
``first`` come before the wall, so that its plain 404 takes nobody the reason: they look themselves whether the person
may be told. ``questions`` come when the wall has let the request through. ``words`` turns an exception from beneath
into a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest

from cms.tenancy.access.denied import Refusal
from cms.tenancy.access.routes import Attempt

Question = Callable[[HttpRequest, Attempt], Refusal | None]
Words = Callable[[HttpRequest, Any], Refusal | None]  # the exception is of the kind that it is entered for

first: list[Question] = []
questions: list[Question] = []
words: dict[type[Exception], Words] = {}


def ask(asked: Iterable[Question], request: HttpRequest, attempt: Attempt | None) -> Refusal | None:
    if attempt is None or not request.user.is_authenticated:
        return None
    return next((refusal for question in asked if (refusal := question(request, attempt))), None)


def explain(request: HttpRequest, exception: Exception) -> Refusal | None:
    for kind, said in words.items():
        if isinstance(exception, kind):
            return said(request, exception)
    return None
