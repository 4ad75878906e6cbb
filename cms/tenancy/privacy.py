"""“Private, for those who sign in” means people of the school: to Wagtail everybody with an account would do.

Asked only of visitors with a session; everybody else meets Wagtail's own check.
"""

from django.conf import settings
from django.http import Http404
from wagtail.models import BaseViewRestriction

from cms.tenancy import scope
from cms.tenancy.guard.visitors import visitor_of


def _check(request, obj, restrictions) -> None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return
    if not any(row.restriction_type == BaseViewRestriction.LOGIN for row in restrictions):
        return
    visitor = visitor_of(request.user)
    if not (visitor.everywhere or visitor.reads_all or scope.owner_id(obj) in visitor.places):
        raise Http404


def page_for_its_people(page, request, args, kwargs):
    """``before_serve_page``."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        _check(request, page, page.get_view_restrictions())


def document_for_its_people(document, request):
    """``before_serve_document``."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        _check(request, document, document.collection.get_view_restrictions())
