"""The stylesheet of ``cms.home.theme.stylesheet``."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cms.home.theme.colours import is_colour
from cms.home.theme.stylesheet import PORTAL_SHEET, build_stylesheet


@require_safe
def serve_stylesheet(request, colour):
    if colour != PORTAL_SHEET and not is_colour(f"#{colour}"):
        raise Http404
    response = HttpResponse(build_stylesheet(colour), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
