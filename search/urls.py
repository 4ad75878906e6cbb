from django.urls import path

from search.results_page import views

urlpatterns = [
    path("tim/", views.search_page, name="search"),
    path("tim/goi-y/", views.suggestion_list, name="search_suggestions"),
]
