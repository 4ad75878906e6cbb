"""Public addresses of this app."""

from django.urls import path

from cms.channels.views import public

urlpatterns = [path("kenh/", public.index, name="channels_index")]
