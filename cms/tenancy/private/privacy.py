"""“Private, for those who sign in” means people of the school: to Wagtail everybody with an account would do.

And what is private is private to its own site too: elsewhere it does not exist. Pages are asked about only when the
visitor has a session; everybody else meets Wagtail's own check.
"""

from django.conf import settings
from django.http import Http404
from wagtail.models import BaseViewRestriction

from cms.tenancy import scope
from cms.tenancy.access.subjects import visitor_of
from cms.tenancy.private import open_files


def _signed_in(request) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _is_of_its_people(user, obj) -> bool:
    visitor = visitor_of(user)
    return visitor.everywhere or visitor.reads_all or scope.owner_id(obj) in visitor.places


def _needs_sign_in(restrictions) -> bool:
    return any(row.restriction_type == BaseViewRestriction.LOGIN for row in restrictions)


def page_for_its_people(page, request, args, kwargs):
    """``before_serve_page``."""
    if not _signed_in(request):
        return
    if _needs_sign_in(page.get_view_restrictions()) and not _is_of_its_people(request.user, page):
        raise Http404


def document_for_its_people(document, request):
    """``before_serve_document``."""
    restrictions = document.collection.get_view_restrictions()
    _refuse_strangers(document, restrictions, request)
    if not restrictions and not open_files.may_fetch(document, request, _signed_in(request)):
        raise Http404


def picture_for_its_people(image, request) -> bool:
    """Whether a picture that is not for everybody may be shown: to its people, and those of a private collection to
    visitors with its password. A picture of pupils without their consent is for its people alone."""
    if not image.may_be_shown:
        return _signed_in(request) and _is_of_its_people(request.user, image)
    restrictions = image.collection.get_view_restrictions()
    if _refuse_strangers(image, restrictions, request):
        return True
    return all(restriction.accept_request(request) for restriction in restrictions)


def _refuse_strangers(media, restrictions, request) -> bool:
    """404 for those to whom it does not exist; ``True`` for people of its school."""
    if not restrictions:
        return False
    signed_in = _signed_in(request)
    if signed_in and _is_of_its_people(request.user, media):
        return True
    elsewhere = request.site_info is None or scope.owner_id(media) != request.site_info.school_id
    if elsewhere or (signed_in and _needs_sign_in(restrictions)):
        raise Http404
    return False
