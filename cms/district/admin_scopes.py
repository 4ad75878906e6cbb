"""Whose the admin's addresses of this app are (see ``cms.tenancy.guard.table``)."""

from cms.tenancy.guard.table import OFFICE, declare

declare({"district_jobs": OFFICE, "district_job_run": OFFICE})
