"""What every answer has in common."""

from django.shortcuts import render

from cms.core.breaker import Away


class AwayMiddleware:
    """What cannot be done while a service is away is a 503 with a word about it, never a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, Away):
            return None
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "60"
        return response
