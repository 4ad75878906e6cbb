"""Serves private content: images, files, and the password forms of pages and files, which replace Wagtail's, because
Wagtail's accept any id of the install.

A form belongs to the site of the request: another school's content answers like missing content. Guessing is rate
limited per address and per password.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from allauth.core import ratelimit
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from wagtail.documents.views.serve import authenticate_with_password as wagtail_document_password
from wagtail.documents.views.serve import serve as wagtail_document
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.views import authenticate_with_password as wagtail_page_password

from cms.core.instance_hooks import allow_all_rows
from cms.core.site_roots import root_path_of
from cms.tenancy import scope
from cms.tenancy.accounts.views import too_many_attempts
from cms.tenancy.private import privacy


@allow_all_rows("what closes the page that is asked for, and its form; other hosts' are refused here")
def page_password(request, page_view_restriction_id, page_id):
    restriction = get_object_or_404(
        PageViewRestriction.objects.select_related("page"),
        pk=page_view_restriction_id,
        restriction_type=PageViewRestriction.PASSWORD,
    )
    page = get_object_or_404(Page.objects.live(), pk=page_id, path__startswith=restriction.page.path)
    root = root_path_of(page.url_path)
    if root is None or root.site_id != request.site_info.id:
        raise Http404
    return _rate_limited(request, f"page-{restriction.pk}") or wagtail_page_password(request, restriction.pk, page.pk)


@allow_all_rows("what closes the files that are asked for, and its form; other hosts' are refused here")
def document_password(request, restriction_id):
    restriction = get_object_or_404(
        CollectionViewRestriction.objects.select_related("collection"),
        pk=restriction_id,
        restriction_type=CollectionViewRestriction.PASSWORD,
    )
    if scope.owner_id(restriction.collection) != request.site_info.school_id:
        raise Http404
    return _rate_limited(request, f"collection-{restriction.pk}") or wagtail_document_password(request, restriction.pk)


def serve_picture(request, rendition_id, name):
    """Serves a non-public rendition, which neither the media URL nor the bucket exposes."""
    rows = get_image_model().get_rendition_model().objects.select_related("image__collection")
    rendition = get_object_or_404(rows, pk=rendition_id)
    named = rendition.is_private and PurePosixPath(rendition.file.name).name == name
    if not named or not privacy.may_view_picture(rendition.image, request):
        raise Http404
    try:
        response = FileResponse(rendition.file.open("rb"), filename=name)
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def serve_document(request, document_id, document_filename):
    """Every request checks again: the file may be withdrawn or replaced. A file that is saved, not shown (all but PDF),
    gets a sandbox that forbids everything if a browser opens it; PDF viewers in browsers do not work in a sandbox."""
    response = wagtail_document(request, document_id, document_filename)
    response["Cache-Control"] = "private, no-cache"
    if response.get("Content-Disposition", "").startswith("attachment"):
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _rate_limited(request, key: str):
    if ratelimit.consume(request, action="page_password", key=key):
        return None
    return too_many_attempts(request)
