"""Included before Wagtail's URLs: ``alive`` answers every request, signed in or not."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from cms.tenancy.access.url_rules import OPEN, declare_rules
from cms.tenancy.editing import views

urlpatterns = [
    path("editing/alive/", views.session_status, name="editing_alive"),
    path("editing/back/", require_admin_access(views.return_after_sign_in), name="editing_back"),
]

declare_rules({"editing_alive": OPEN, "editing_back": OPEN})
