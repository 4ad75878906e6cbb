"""URLs of search below the admin's prefix; ``permissions`` defines their scopes."""

from django.urls import include, path, re_path

from search.admin import views
from search.admin.synonym_views import SynonymListView

_words = [
    path("", SynonymListView.as_view(), name="index"),
    path("results/", SynonymListView.as_view(results_only=True), name="results"),
]

urlpatterns = [
    path("search/", views.index, name="search_admin"),
    re_path(r"^search/export\.(?P<kind>csv|xlsx)$", views.export, name="search_admin_export"),
    path("search/page/unanswered/", views.unanswered, name="search_unanswered"),
    path("search/words/", include((_words, "search_words"))),
]
