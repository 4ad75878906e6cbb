"""“Private, for those who sign in” means people of the school; in Wagtail everybody with an account would qualify.

Private content is also private to its own site: on other sites it does not exist. Pages are checked only when the
visitor has a session; everybody else gets Wagtail's own check.
"""

from django.conf import settings
from django.http import Http404
from wagtail.models import BaseViewRestriction

from cms.tenancy import scope
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.private import open_files


def _is_signed_in(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _is_member(user, obj) -> bool:
    visitor = subject_of(user)
    return visitor.everywhere or visitor.reads_all or scope.owner_id(obj) in visitor.places


def _requires_sign_in(restrictions) -> bool:
    return any(row.restriction_type == BaseViewRestriction.LOGIN for row in restrictions)


def serve_private_page(page, request, args, kwargs):
    """``before_serve_page``."""
    if not _is_signed_in(request):
        return
    if _requires_sign_in(page.get_view_restrictions()) and not _is_member(request.user, page):
        raise Http404


def serve_private_document(document, request):
    """``before_serve_document``."""
    restrictions = document.collection.get_view_restrictions()
    _deny_non_members(document, restrictions, request)
    if not restrictions and not open_files.may_download(document, request, _is_signed_in(request)):
        raise Http404


def may_view_picture(image, request) -> bool:
    """Returns whether a non-public image may be shown: to people of its school, and if its collection is private to
    visitors with the password. An image of pupils without their consent is only for people of its school."""
    if not image.may_be_shown:
        return _is_signed_in(request) and _is_member(request.user, image)
    restrictions = image.collection.get_view_restrictions()
    if _deny_non_members(image, restrictions, request):
        return True
    return all(restriction.accept_request(request) for restriction in restrictions)


def _deny_non_members(media, restrictions, request) -> bool:
    """Raises a 404 for people for whom it does not exist; returns ``True`` for people of its school."""
    if not restrictions:
        return False
    signed_in = _is_signed_in(request)
    if signed_in and _is_member(request.user, media):
        return True
    elsewhere = request.site_info is None or scope.owner_id(media) != request.site_info.school_id
    if elsewhere or (signed_in and _requires_sign_in(restrictions)):
        raise Http404
    return False
