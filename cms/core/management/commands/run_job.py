"""One job now, whatever its schedule says."""

from __future__ import annotations

import time

from django.core.management.base import BaseCommand, CommandError

from cms.core import jobs
from cms.core.jobs import queue
from cms.core.models import JobState

WAIT = 1.0  # seconds, while another worker has it


class Command(BaseCommand):
    help = "Run one job now and say how it went. Without a name: the list of jobs."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?")

    def handle(self, *args, name=None, **options):
        if name is None:
            for job in jobs.all_jobs():
                self.stdout.write(f"{job.name:<24} {job.title}")
            return
        try:
            job = jobs.get(name)
        except KeyError:
            raise CommandError(f"No job is called {name}. See run_job without a name.") from None
        queue.enqueue(job)
        while True:
            queue.work().run()
            state = JobState.objects.get(name=name)
            if state.result_id is None:
                break
            time.sleep(WAIT)
        self.stdout.write(f"{name}: {state.get_outcome_display()} {state.message}".rstrip())
        if state.outcome == JobState.Outcome.FAILED:
            raise CommandError(state.message)
