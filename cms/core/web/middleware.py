"""Answers 503 instead of 500 where ``cms.core.circuit_breaker.ServiceUnavailable`` is raised."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.core.circuit_breaker import ServiceUnavailable


class ServiceUnavailableMiddleware:
    """Answers with an explanatory 503 page, never a 500, when a request needs an unavailable service."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: BaseException) -> HttpResponse | None:
        if not isinstance(error, ServiceUnavailable):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "60"
        return response
