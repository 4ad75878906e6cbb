"""Addresses without a language prefix."""

from django.urls import path

from cms.home.views import site_map, theme

urlpatterns = [
    path("robots.txt", site_map.robots_txt, name="robots"),
    path("giao-dien/<str:colour>.css", theme.serve_stylesheet, name="look"),
    path("sitemap.xml", site_map.sitemap, name="sitemap"),
]
