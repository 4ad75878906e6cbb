"""Included before Wagtail's own URLs, which they replace (hooks add theirs after them)."""

from typing import Any

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import SEGMENT, TRANSLATION, declare_rules, own_objects
from cms.tenancy.audit_log.views import AuditLogView
from cms.tenancy.scoped_views import media, overrides, pages, redirects, reports

_VIEWS = (
    ("tag-autocomplete/", media.complete_tag, "own_tags"),
    ("images/", media.OwnImageIndexView.as_view(), "own_images"),
    ("images/results/", media.OwnImageIndexView.as_view(results_only=True), "own_images_results"),
    ("documents/", media.OwnDocumentIndexView.as_view(), "own_documents"),
    ("documents/results/", media.OwnDocumentIndexView.as_view(results_only=True), "own_documents_results"),
    ("reports/site-history/", AuditLogView.as_view(), "own_journal"),
    ("reports/site-history/results/", AuditLogView.as_view(results_only=True), "own_journal_results"),
    *reports.VIEWS,
    *redirects.VIEWS,
    ("choose-page/", pages.OwnBrowseView.as_view(), "own_choose_page"),
)

urlpatterns = [path(route, never_cache(require_admin_access(view)), name=name) for route, view, name in _VIEWS]

_REDIRECT: dict[str, Any] = {"redirect_id": ObjectReference("wagtailredirects.redirect")}
_OVERRIDE = "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/"
urlpatterns.append(path(_OVERRIDE, never_cache(require_admin_access(overrides.edit_override)), name="own_override"))
declare_rules({"own_override": own_objects(translation_id=TRANSLATION, overridable_segment_id=SEGMENT, content=True)})
declare_rules({name: own_objects(**(_REDIRECT if "redirect_id" in route else {})) for route, _view, name in _VIEWS})
