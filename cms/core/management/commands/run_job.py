"""``manage.py run_job NAME``: runs one job now, regardless of its schedule."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core import jobs
from cms.core.jobs import queue
from cms.core.jobs.supervisor import Supervisor
from cms.core.models import JobState


class Command(BaseCommand):
    help = "Run one job now and say how it went. Without a name: the list of jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?")

    def handle(self, *args: Any, name: str | None = None, **options: Any) -> None:
        if name is None:
            for job in jobs.all_jobs():
                self.stdout.write(f"{job.name:<24} {job.title}")
            return
        try:
            job = jobs.get_job(name)
        except KeyError:
            raise CommandError(f"No job is called {name}. See run_job without a name.") from None
        queue.enqueue(job)
        result_id = JobState.objects.values_list("result_id", flat=True).get(name=name)
        state = self._run(name, result_id)
        self.stdout.write(f"{name}: {state.get_outcome_display()} {state.message}".rstrip())
        if state.outcome == JobState.Outcome.FAILED:
            raise CommandError(state.message)

    def _run(self, name: str, result_id: Any) -> JobState:
        worker = Supervisor(only=result_id)
        try:
            while True:
                worker.step()
                state = JobState.objects.get(name=name)
                if state.result_id != result_id and not worker.runs:
                    return state
                worker.wait(1.0)  # another worker may have claimed it
        finally:
            worker.kill()
