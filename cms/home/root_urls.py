"""Addresses without a language prefix."""

from django.urls import path

from cms.home.views import site_map

urlpatterns = [
    path("robots.txt", site_map.robots, name="robots"),
    path("sitemap.xml", site_map.sitemap, name="sitemap"),
]
