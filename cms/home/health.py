"""Liveness and readiness, for the proxy and the service manager."""

from django.db import DatabaseError, connection
from django.http import JsonResponse


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
