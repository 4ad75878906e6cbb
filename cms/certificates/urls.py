"""Public addresses of this app."""

from django.urls import path

from cms.certificates.views import public

urlpatterns = [
    path("chung-nhan/", public.ask, name="certificate_ask"),
    path("chung-nhan/<str:code>/", public.certificate, name="certificate"),
]
