"""Public addresses of this app."""

from django.urls import path

from cms.training.views import feeds, public

urlpatterns = [
    path("tap-huan/", public.list_courses, name="courses"),
    path("tap-huan/<int:pk>-<slug:slug>/", public.show_course, name="course"),
    path("tap-huan/<int:pk>.ics", public.download_calendar, name="course_calendar"),
    path("tap-huan/tin.atom", feeds.activities_feed, name="activities_feed"),
    path("bao-cao-vien/", public.show_roster, name="roster"),
]
