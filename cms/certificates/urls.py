"""Public addresses of this app."""

from django.urls import path

from cms.certificates.views import public

urlpatterns = [
    path("chung-nhan/", public.ask_for_code, name="certificate_ask"),
    path("chung-nhan/<str:code>/", public.verify_certificate, name="certificate"),
]
