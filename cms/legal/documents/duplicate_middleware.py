"""Publishing a draft whose document the library has got in another entry meanwhile: the message says so and leads to
the form, from wherever it was published."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.legal.documents.identity import DuplicateDocument


class DuplicateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DuplicateDocument) or not request.user.is_authenticated:
            return None
        messages.error(request, exception.messages[0])
        document = exception.document
        return redirect(document.snippet_viewset.get_url_name("edit"), document.pk or exception.twin.pk)
