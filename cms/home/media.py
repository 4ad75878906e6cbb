"""Serves renditions of pictures from local files (embedded default). Originals and documents are not served here: they
have a view that asks who may see them."""

from django.conf import settings
from django.http import Http404
from django.views.static import serve

from cms.core.media.storage_prefixes import PICTURE_CACHE, PUBLIC_PREFIX


def serve_media(request, path):
    if not path.startswith(PUBLIC_PREFIX):
        raise Http404
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except (OSError, ValueError):  # names that no file can have: too long, with a zero byte
        raise Http404 from None
    response["Cache-Control"] = PICTURE_CACHE
    return response
