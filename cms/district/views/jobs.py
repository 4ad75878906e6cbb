"""The office's page about the jobs: when each ran last, how it went, when it runs next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.core import jobs
from cms.core.jobs import alarm, queue
from cms.core.models import JobState


@require_safe
def index(request):
    states = {state.name: state for state in JobState.objects.all()}
    waiting = {state.result_id: name for name, state in states.items() if state.result_id}
    statuses = dict(DBTaskResult.objects.filter(pk__in=waiting).values_list("pk", "status"))
    running = {name for pk, name in waiting.items() if statuses.get(pk) == TaskResultStatus.RUNNING}
    problems = alarm.problems()
    overdue = {problem.name for problem in problems}
    rows = [
        {
            "job": job,
            "overdue": job.name in overdue,
            "state": states.get(job.name),
            "running": job.name in running,
            "waiting": job.name in waiting.values(),
        }
        for job in jobs.all_jobs()
    ]
    return render(request, "district/admin/jobs.html", {"rows": rows, "problems": problems})


@require_POST
def run(request, name):
    """Put one job into the queue; the worker takes it as soon as its lane is free."""
    try:
        job = jobs.get(name)
    except KeyError:
        raise Http404 from None
    if queue.enqueue(job):
        messages.success(
            request, _("“%(job)s” is in the queue and starts as soon as the worker can.") % {"job": job.title}
        )
    else:
        messages.info(request, _("“%(job)s” waits or runs already.") % {"job": job.title})
    return redirect("district_jobs")
