"""Public addresses of this app."""

from django.urls import path

from cms.training.views import feeds, public

urlpatterns = [
    path("tap-huan/", public.index, name="courses"),
    path("tap-huan/<int:pk>-<slug:slug>/", public.course, name="course"),
    path("tap-huan/<int:pk>.ics", public.calendar_file, name="course_calendar"),
    path("tap-huan/tin.atom", feeds.atom, name="activities_feed"),
    path("bao-cao-vien/", public.roster, name="roster"),
]
