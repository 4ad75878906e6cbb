"""What sending costs the office, and what the sent items cost a school's home page."""

from __future__ import annotations

import statistics
import time

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from benchmarks import schools
from benchmarks.scratch import scratch_database
from cms.core import versions
from cms.district.broadcasts import cached_index, receipt_report, sending
from cms.district.links.block_check import fetch_internal_page
from cms.district.models import Broadcast, Receipt
from cms.home.models import NewsIndexPage, NewsPage
from cms.home.provisioning.create import create_schools
from cms.home.provisioning.office import create_office
from cms.tenancy import sites
from cms.tenancy.models import OfficePortal

ITEMS, ROUNDS = 1000, 5


class Command(BaseCommand):
    help = "Sending to all schools, and a school's home with 0 and 1,000 sent items, in a scratch database."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--sizes", default="10,1000,3000", help="comma separated numbers of schools")

    def handle(self, *args, sizes, **options):
        with scratch_database("bench_broadcasts"):
            create_office("Văn phòng đo")
            page = _page()
            self.stdout.write(
                f"{connection.vendor}\n schools  send ms  send rows  report ms | home: queries and ms with 0, {ITEMS} "
                f"items"
            )
            made = 0
            for size in schools.sizes_of(sizes):
                create_schools(schools.specs(made, size))
                made = size
                self.stdout.write(_measure(size, page))


def _page() -> NewsPage:
    parent = NewsIndexPage.objects.descendant_of(OfficePortal.objects.get().home_page).get()
    page = parent.add_child(instance=NewsPage(title="Tin đo", slug="tin-do", summary="Một câu."))
    page.save_revision().publish()
    return page


def _measure(size: int, page: NewsPage) -> str:
    Broadcast.objects.all().delete()
    cached_index.invalidate_broadcasts()
    info = next(row for row in sites.sites_by_id().values() if row.school_id)
    none = _home(info)
    row = Broadcast.objects.create(title=page.title, page=page, place="home.NewsPage")
    start = time.perf_counter()
    queries = _Statements()
    with connection.execute_wrapper(queries):
        sending.send_broadcast(row, None)
    send_ms = (time.perf_counter() - start) * 1000
    writes = sum(sql.startswith(("INSERT", "UPDATE")) for sql in queries.seen)
    row.refresh_from_db()
    start = time.perf_counter()
    receipt_report.build_receipt_lines(row)
    report_ms = (time.perf_counter() - start) * 1000
    Broadcast.objects.bulk_create(
        Broadcast(title=f"Tin {number}", page=page, place="home.NewsPage", sent_at=timezone.now())
        for number in range(ITEMS - 1)
    )
    cached_index.invalidate_broadcasts()
    many = _home(info)
    assert not Receipt.objects.exists()
    return (
        f"{size:8d} {send_ms:8.1f} {writes:10d} {report_ms:10.1f} |"
        f" {none[0]} queries {none[1]:.1f} ms, {many[0]} queries {many[1]:.1f} ms"
    )


class _Statements:
    """Notes the statements that are sent to the database."""

    def __init__(self):
        self.seen: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        self.seen.append(sql)
        return execute(sql, params, many, context)


def _home(info) -> tuple[int, float]:
    """(queries, median milliseconds) of the school's home page, everything read once before."""
    fetch_internal_page(info, "/")
    versions.forget_known()
    fetch_internal_page(info, "/")
    times = []
    queries = _Statements()
    with connection.execute_wrapper(queries):
        fetch_internal_page(info, "/")
    for _round in range(ROUNDS):
        start = time.perf_counter()
        fetch_internal_page(info, "/")
        times.append((time.perf_counter() - start) * 1000)
    return len(queries.seen), statistics.median(times)
