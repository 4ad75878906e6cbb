"""Public addresses of this app."""

from django.urls import path

from cms.district.views import accepted_submissions, aggregated_items, broadcast_pages

urlpatterns = [
    path("chi-dao/<int:pk>-<slug:slug>/", broadcast_pages.show_broadcast, name="district_item"),
    path("tin-cac-truong/", aggregated_items.list_aggregated_items, name="school_news"),
    path("tin-cac-truong/tin.atom", aggregated_items.aggregated_feed, name="school_news_feed"),
    path("bai-chon-loc/", accepted_submissions.list_accepted_pages, name="district_accepted"),
    path("bai-chon-loc/<int:pk>-<slug:slug>/", accepted_submissions.show_accepted_page, name="district_accepted_item"),
]
