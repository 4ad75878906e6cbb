"""Public addresses of this app."""

from django.urls import path

from cms.district.views import accepted, gathered, public

urlpatterns = [
    path("chi-dao/<int:pk>-<slug:slug>/", public.item, name="district_item"),
    path("tin-cac-truong/", gathered.index, name="school_news"),
    path("tin-cac-truong/tin.atom", gathered.atom, name="school_news_feed"),
    path("bai-chon-loc/", accepted.index, name="district_accepted"),
    path("bai-chon-loc/<int:pk>-<slug:slug>/", accepted.item, name="district_accepted_item"),
]
