"""What waits for the person, on the first screen of the admin."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.core.jobs import alerts
from cms.district import staff_schools
from cms.district.broadcasts.inbox import Inbox
from cms.district.models import Submission
from cms.tenancy import rights

MAX_ROWS = 5  # lines; the rest stands in the list


class BroadcastsPanel(Component):
    """Items of the office that wait for the person's schools."""

    name = "from_office"
    template_name = "district/admin/school_panel.html"
    order = 40

    def __init__(self, rows):
        self.rows = rows

    def get_context_data(self, parent_context):
        several = len({school.pk for school, _line in self.rows}) > 1
        return {"rows": self.rows[:MAX_ROWS], "count": len(self.rows), "several": several}


def build_broadcasts_panel(user) -> BroadcastsPanel | None:
    """Nothing for people of no school or of very many, and nothing when nothing waits."""
    schools = staff_schools.schools_of_user(user)
    if not 0 < len(schools) <= MAX_ROWS:
        return None
    rows = [(school, line) for school in schools for line in Inbox(school).waiting()]
    return BroadcastsPanel(rows) if rows else None


class SubmissionsPanel(Component):
    """Nominated pages that wait: for the office's decision, or for the school's changes."""

    name = "offered"
    template_name = "district/admin/offered_panel.html"
    order = 41

    def __init__(self, rows, for_office: bool):
        self.count, self.rows, self.for_office = rows.count(), list(rows[:MAX_ROWS]), for_office

    def get_context_data(self, parent_context):
        name, argument = ("district_queue_item", "pk") if self.for_office else ("district_nominate", "page_id")
        lines = [(row, reverse(name, args=[getattr(row, argument)])) for row in self.rows]
        return {"lines": lines, "count": self.count, "for_office": self.for_office}


def build_requested_changes_panel(user) -> SubmissionsPanel | None:
    ids = [school.pk for school in staff_schools.schools_of_user(user)]
    rows = Submission.objects.filter(school__in=ids, state=Submission.State.CHANGES, page__isnull=False)
    panel = SubmissionsPanel(rows.select_related("school"), for_office=False) if ids else None
    return panel if panel and panel.count else None


def build_submissions_panel(user) -> SubmissionsPanel | None:
    """For those at the office who decide."""
    if user.is_superuser or not rights.has_right(user, "district.change_submission", None):
        return None
    rows = Submission.objects.filter(state=Submission.State.WAITING).select_related("school")
    panel = SubmissionsPanel(rows, for_office=True)
    return panel if panel.count else None


class JobsPanel(Component):
    """The system's own work stands still, or part of it."""

    name = "jobs"
    template_name = "district/admin/jobs_panel.html"
    order = 1

    def __init__(self, problems):
        self.problems = problems

    def get_context_data(self, parent_context):
        return {"problems": self.problems}


def build_jobs_panel(user) -> JobsPanel | None:
    """For the office's people, who see the list of jobs."""
    if not (user.is_superuser or any(place.school_id is None for place in rights.places_of(user))):
        return None
    problems = alerts.find_troubles()
    return JobsPanel(problems) if problems else None
