"""The stylesheet of ``cms.home.look``."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cms.home import look
from cms.home.colours import is_colour


@require_safe
def stylesheet(request, colour):
    if colour != look.PORTAL and not is_colour(f"#{colour}"):
        raise Http404
    response = HttpResponse(look.sheet(colour), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
