"""Addresses of search below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path, re_path

from search.admin import views

urlpatterns = [
    path("search/", views.index, name="search_admin"),
    re_path(r"^search/export\.(?P<kind>csv|xlsx)$", views.export, name="search_admin_export"),
    path("search/page/unanswered/", views.unanswered, name="search_unanswered"),
]
