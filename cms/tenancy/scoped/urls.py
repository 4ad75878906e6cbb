"""Stand before Wagtail's own addresses, which they replace (hooks add theirs after them)."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from cms.tenancy.guard.table import declare, own
from cms.tenancy.scoped import media, pages

_VIEWS = (
    ("tag-autocomplete/", media.complete_tag, "own_tags"),
    ("images/", media.OwnImageIndexView.as_view(), "own_images"),
    ("images/results/", media.OwnImageIndexView.as_view(results_only=True), "own_images_results"),
    ("documents/", media.OwnDocumentIndexView.as_view(), "own_documents"),
    ("documents/results/", media.OwnDocumentIndexView.as_view(results_only=True), "own_documents_results"),
    ("choose-page/", pages.OwnBrowseView.as_view(), "own_choose_page"),
)

urlpatterns = [path(route, never_cache(require_admin_access(view)), name=name) for route, view, name in _VIEWS]

declare({name: own() for _route, _view, name in _VIEWS})
