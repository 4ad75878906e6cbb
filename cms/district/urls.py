"""Public addresses of this app."""

from django.urls import path

from cms.district.views import accepted, public

urlpatterns = [
    path("chi-dao/<int:pk>-<slug:slug>/", public.item, name="district_item"),
    path("bai-chon-loc/", accepted.index, name="district_accepted"),
    path("bai-chon-loc/<int:pk>-<slug:slug>/", accepted.item, name="district_accepted_item"),
]
