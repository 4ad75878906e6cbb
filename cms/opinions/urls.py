"""Public addresses of this app."""

from django.urls import path

from cms.opinions.views import public

urlpatterns = [
    path("gop-y/", public.index, name="opinions_index"),
    path("gop-y/<int:pk>-<slug:slug>/", public.draft, name="opinions_draft"),
    path("gop-y/<int:pk>-<slug:slug>/ket-qua/", public.results, name="opinions_results"),
]
