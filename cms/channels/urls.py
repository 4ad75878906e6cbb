"""Public addresses of this app."""

from django.urls import path

from cms.channels.views import channel_pages

urlpatterns = [path("kenh/", channel_pages.list_channels, name="channels_index")]
