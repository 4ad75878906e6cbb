"""What the jobs cost that grow with the number of schools and of links, and what a process for each run costs."""

from __future__ import annotations

import os
import resource
import socket
import time
from contextlib import contextmanager

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from benchmarks import schools
from benchmarks.scratch import scratch_database
from cms.core.jobs.run_process import FORK
from cms.district.links import block_check, link_check
from cms.district.links.http_fetch import Fetcher
from cms.district.models import BlockCheck, CheckedLink
from cms.home.models import PortalLink
from cms.home.provisioning.create import create_schools
from cms.home.provisioning.office import create_office

LINKS = 500


class Command(BaseCommand):
    help = (
        "Links to a dead host, the look for the office's block on every site, and a run's process, "
        "in a scratch database."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--sizes", default="10,300,3000", help="comma separated numbers of schools")
        parser.add_argument("--processes", type=int, default=min(4, os.cpu_count() or 1))

    def handle(self, *args, sizes, processes, **options):
        with scratch_database("bench_jobs"):
            create_office("Văn phòng đo")
            self.stdout.write(f"{connection.vendor}\nprocess of a run: {_process():.0f} ms of processor")
            for name, server in (("refuses", _refusing), ("is silent", _silent)):
                with server() as port:
                    self.stdout.write(f"{LINKS} links to a host that {name}: {_dead_host(port)}")
            self.stdout.write(
                " schools  seconds (1 process)  processor s a school  seconds " + f"({processes} processes)"
            )
            made = 0
            for size in schools.sizes_of(sizes):
                create_schools(schools.specs(made, size))
                made = size
                self.stdout.write(_blocks(size, processes))


def _process() -> float:
    """Milliseconds of processor from a fork to the end of what it did (nothing)."""
    connection.close()
    start = _processor()
    for _number in range(20):
        process = FORK.Process(target=int)
        process.start()
        process.join()
    return (_processor() - start) / 20 * 1000


def _processor() -> float:
    """Seconds of this process and those that it has started and that have ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


@contextmanager
def _refusing():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    yield port


@contextmanager
def _silent():
    """Takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield server.getsockname()[1]


def _dead_host(port: int) -> str:
    """With all pauses and limits as in life, but for the address of this machine."""
    PortalLink.objects.all().delete()
    CheckedLink.objects.all().delete()
    now = timezone.now()
    for number in range(LINKS):
        url = f"http://127.0.0.1:{port}/{number}"
        link = CheckedLink.objects.create(digest=str(number), url=url, next_check_at=now)
        PortalLink.objects.create(label=str(number), url=link.url)
    start = time.perf_counter()
    counts = link_check.run_link_checks(fetcher=Fetcher(allowed=lambda address: True, ports=None))
    PortalLink.objects.all().delete()
    return f"{time.perf_counter() - start:.1f} s {counts}"


def _blocks(size: int, processes: int) -> str:
    block_check.run_block_checks()  # what is made once, at the first look
    start, used = time.perf_counter(), time.process_time()
    block_check.run_block_checks()
    alone, used = time.perf_counter() - start, (time.process_time() - used) / size
    start = time.perf_counter()
    block_check.run_block_checks(processes=processes)
    together = time.perf_counter() - start
    assert BlockCheck.objects.count() == size
    return f"{size:>8} {alone:>20.1f} {used:>21.3f} {together:>8.1f}"
