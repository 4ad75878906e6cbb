"""Liveness and readiness, for the proxy and the service manager; the icon that browsers ask for unasked."""

from django.db import DatabaseError, connection
from django.http import HttpResponseRedirect, JsonResponse
from django.templatetags.static import static


def livez(request):
    return JsonResponse({"status": "ok"})


def readyz(request):
    """200 when the database answers; the search engine being down is no reason to stop serving."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "ok"})


def favicon(request):
    return HttpResponseRedirect(static("img/favicon.svg"))
