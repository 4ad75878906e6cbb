"""Liveness and readiness, for the proxy and the service manager; the icon that browsers ask for unasked."""

from django.db import DatabaseError, connection
from django.http import HttpResponseRedirect, JsonResponse
from django.templatetags.static import static

from cms.core.web import health


def livez(request):
    return JsonResponse({"status": "ok"})


def readyz(request):
    """503 only without the database; whatever else is away is named, and pages are served without it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "down", "degraded": {"database": "away"}}, status=503)
    degraded = health.run_checks()
    return JsonResponse({"status": "degraded" if degraded else "ok", "degraded": degraded})


def favicon(request):
    return HttpResponseRedirect(static("img/favicon.svg"))
