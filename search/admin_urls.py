"""Addresses of search below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path, re_path

from search import admin_views

urlpatterns = [
    path("search/", admin_views.index, name="search_admin"),
    re_path(r"^search/export\.(?P<kind>csv|xlsx)$", admin_views.export, name="search_admin_export"),
    path("search/unanswered/", admin_views.unanswered, name="search_unanswered"),
]
