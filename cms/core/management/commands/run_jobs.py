"""The worker: puts due jobs into the queue and works the queue off, until it is stopped."""

from __future__ import annotations

import signal
import threading

from django.core.management.base import BaseCommand

from cms.core.jobs import queue

PAUSE = 5.0  # seconds between two looks at the schedule


class Command(BaseCommand):
    help = "Run the jobs that are due and the tasks that wait, again and again. Several may run side by side."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one look, then end (for cron and tests)")

    def handle(self, *args, once=False, **options):
        self.stopping, self.worker = threading.Event(), None
        if not once:
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
        while not self.stopping.is_set():
            for name in queue.tick():
                self.stdout.write(name)
            self.worker = queue.work()
            self.worker.run()
            if once:
                return
            self.stopping.wait(PAUSE)

    def _stop(self, signum, frame):
        """After the present task; a second signal ends at once."""
        if self.stopping.is_set():
            raise SystemExit(1)
        self.stopping.set()
        if self.worker:
            self.worker.running = False
