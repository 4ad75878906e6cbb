from django.urls import path

from search import views

urlpatterns = [
    path("tim/", views.search_page, name="search"),
]
