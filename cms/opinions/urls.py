"""Public addresses of this app."""

from django.urls import path

from cms.opinions.views import public_consultations

urlpatterns = [
    path("gop-y/", public_consultations.list_consultations, name="opinions_index"),
    path("gop-y/<int:pk>-<slug:slug>/", public_consultations.show_draft, name="opinions_draft"),
    path("gop-y/<int:pk>-<slug:slug>/ket-qua/", public_consultations.show_results, name="opinions_results"),
]
