"""Addresses of this app below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path

from cms.district.views import jobs

urlpatterns = [
    path("jobs/", jobs.index, name="district_jobs"),
    path("jobs/<slug:name>/run/", jobs.run, name="district_job_run"),
]
