"""Public addresses of this app."""

from django.urls import path

from cms.district.views import public

urlpatterns = [
    path("chi-dao/<int:pk>-<slug:slug>/", public.item, name="district_item"),
]
