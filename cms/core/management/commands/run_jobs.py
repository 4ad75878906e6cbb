"""``manage.py run_jobs``: the worker, which enqueues due jobs and runs queued tasks until it is stopped."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.core.jobs.supervisor import Supervisor


class Command(BaseCommand):
    help = "Run the jobs that are due and the tasks that wait, again and again. Several may run side by side."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="all that is due now, then end (for cron and tests)")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        self.worker = Supervisor(once)
        if not once:
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
        try:
            self._work(once)
        finally:
            self.worker.kill()  # usually nothing is running; it is after an error or a second signal

    def _work(self, once: bool) -> None:
        while True:
            for name in self.worker.step():
                self.stdout.write(name)
            if not self.worker.runs and (once or self.worker.stopping):
                return
            self.worker.wait()

    def _stop(self, signum: int, frame: Any) -> None:
        """Stops after the current runs; a second signal kills them at once."""
        if self.worker.stopping:
            raise SystemExit(1)
        self.worker.stopping = True
