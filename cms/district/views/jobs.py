"""The office's page about the jobs: when each ran last, how it went, when it runs next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn

from cms.core import jobs
from cms.core.jobs import alerts, queue
from cms.core.jobs.registry import Job
from cms.core.models import JobState
from cms.core.web.listing import DayColumn, ListingView, TemplateColumn


@dataclass(frozen=True)
class JobRow:
    """``state``: of its last run, if it has run."""

    job: Job
    state: JobState | None
    overdue: bool
    running: bool
    waiting: bool

    @property
    def finished_at(self) -> Any:
        return self.state and self.state.finished_at

    @property
    def next_run_at(self) -> Any:
        return self.state and self.state.next_run_at

    @property
    def seconds(self) -> str:
        duration = self.state.duration if self.state else None
        return "–" if duration is None else f"{duration.total_seconds():.1f} s"


class JobsView(ListingView):
    template_name = "district/admin/jobs.html"
    page_title = gettext_lazy("Jobs of the system")
    header_icon = "cogs"
    index_url_name = "district_jobs"
    paginate_by = None
    introduction = gettext_lazy(
        "Work that the system does by itself. A job that failed is tried again; one that was missed is made up for."
    )
    columns: ClassVar[list[BaseColumn]] = [
        TemplateColumn("job", "district/admin/parts/job_name.html", label=gettext_lazy("Job")),
        DateColumn("finished_at", label=gettext_lazy("Last run")),
        Column("seconds", label=gettext_lazy("Duration")),
        TemplateColumn("result", "district/admin/parts/job_result.html", label=gettext_lazy("Result")),
        DayColumn("next_run_at", label=gettext_lazy("Next run")),
        TemplateColumn("run", "district/admin/parts/job_run.html", label=gettext_lazy("What can be done")),
    ]

    @cached_property
    def problems(self) -> list[alerts.JobTrouble]:
        return alerts.find_troubles()

    def get_queryset(self) -> list[JobRow]:
        states = {state.name: state for state in JobState.objects.all()}
        waiting = {state.result_id: name for name, state in states.items() if state.result_id}
        statuses = dict(DBTaskResult.objects.filter(pk__in=waiting).values_list("pk", "status"))
        running = {name for pk, name in waiting.items() if statuses.get(pk) == TaskResultStatus.RUNNING}
        overdue = {problem.name for problem in self.problems}
        return [
            JobRow(job, states.get(job.name), job.name in overdue, job.name in running, job.name in waiting.values())
            for job in jobs.all_jobs()
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, problems=self.problems, **kwargs)


@require_POST
def run_job_now(request: HttpRequest, name: str) -> HttpResponse:
    """Put one job into the queue; the worker takes it as soon as its lane is free."""
    try:
        job = jobs.get_job(name)
    except KeyError:
        raise Http404 from None
    if queue.enqueue(job):
        messages.success(
            request, _("“%(job)s” is in the queue and starts as soon as the worker can.") % {"job": job.title}
        )
    else:
        messages.info(request, _("“%(job)s” waits or runs already.") % {"job": job.title})
    return redirect("district_jobs")
