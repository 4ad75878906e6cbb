"""How long the board, its files and the nightly measuring take at several numbers of schools. In a database of its
own."""

from __future__ import annotations

import datetime
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, reset_queries, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from benchmarks.schools import specs
from cms.board.admin_views.todo import build_todo_list
from cms.board.measuring import measure, periods
from cms.board.models import Snapshot
from cms.core import versions
from cms.home.provisioning.create import CHUNK_SIZE, create_schools
from cms.home.provisioning.office import create_office
from cms.home.provisioning.plan import PlannedPage
from cms.home.provisioning.tree import PlannedTree, build_trees, insert_pages, lock_root
from cms.legal.models import LegalNewsIndexPage
from cms.tenancy.models import OfficePortal, School

ROUNDS = 20
MONTHS = 6


@dataclass(frozen=True)
class BoardMeasurement:
    """``milliseconds`` is the p95 of the rounds by the clock; one round for what takes seconds. ``own``: the same of
    the processor's time of this process, which a busy machine does not stretch. ``cold``: by the processor, the first
    time after something changed."""

    schools: int
    what: str
    milliseconds: float
    own: float
    cold: float
    queries: int
    kilobytes: float


def measurements(sizes: list[int], items: int) -> Iterator[BoardMeasurement]:
    """Grow the install to each size in turn; every school has ``items`` items over a year and months of snapshots."""
    create_office("Văn phòng đo")
    user = get_user_model().objects.create_superuser("do@example.vn", "mat-khau-cho-phep-do")
    host = OfficePortal.objects.get().site.hostname
    made = 0
    for size in sorted(sizes):
        for start in range(made, size, CHUNK_SIZE):
            create_schools(specs(start, min(size, start + CHUNK_SIZE)))
        _write_items(School.objects.order_by("pk")[made:size], items)
        _write_past(School.objects.order_by("pk")[made:size])
        made = size
        with override_settings(ALLOWED_HOSTS=["*"], DEBUG=False):
            client = Client(headers={"host": host})
            client.force_login(user)
            yield from _measure(size, client)


def _measure(size: int, client: Client) -> Iterator[BoardMeasurement]:
    yield _timed(size, "measure all schools", measure.take_snapshots, 1)
    school = School.objects.order_by("pk")[0]
    yield _timed(size, "list of one school", lambda: build_todo_list(school.pk), ROUNDS)
    quarter = periods.quarter_of(timezone.localdate()).code
    for what, url, rounds in (
        ("board", reverse("board:index"), ROUNDS),
        ("board, filtered", reverse("board:index") + "?level=TH&grade=red", ROUNDS),
        ("CSV", reverse("board:export", args=["csv"]), 3),
        ("XLSX", reverse("board:export", args=["xlsx"]), 1),
        ("report DOCX", reverse("board:report", args=[quarter, "docx"]), 1),
    ):
        yield _timed(size, what, partial(client.get, url), rounds)


def _timed(size: int, what: str, run: Callable[[], Any], rounds: int) -> BoardMeasurement:
    reset_queries()  # the log keeps the last 9,000 only
    versions.clear_versions()
    start, started = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        answer = run()
    times, own = [(time.perf_counter() - start) * 1000], [(time.process_time() - started) * 1000]
    count, cold = len(queries), own[0]  # later requests clear the log
    if getattr(answer, "status_code", 200) != 200:
        raise RuntimeError(f"{what}: status {answer.status_code}")
    if rounds > 1:
        times, own = [], []
        for _round in range(rounds):
            start, started = time.perf_counter(), time.process_time()
            run()
            times.append((time.perf_counter() - start) * 1000)
            own.append((time.process_time() - started) * 1000)
    size_of = len(getattr(answer, "content", b"")) / 1024
    return BoardMeasurement(size, what, _p95(times), _p95(own), cold, count, size_of)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _write_items(schools, items: int) -> None:
    """News of the section, spread over the year."""
    now, locale = timezone.now(), Locale.get_default()
    indexes = LegalNewsIndexPage.objects.filter(locale=locale)
    by_path = {index.path[:8]: index for index in indexes}
    homes = list(schools.values_list("home_page__path", flat=True))
    for start in range(0, len(homes), 100):
        trees = [
            PlannedTree(
                by_path[home],
                PlannedPage(
                    "item", "legal.LegalNewsPage", f"tin-{number}", f"Tin đo {number}",
                    values={"first_published_at": now - datetime.timedelta(days=365 * number // max(1, items))},
                ),
            )
            for home in homes[start : start + 100]
            for number in range(items)
        ]  # fmt: skip
        with transaction.atomic():
            lock_root()
            insert_pages(trees, build_trees(trees, locale))


def _write_past(schools) -> None:
    """The days of two months and the Mondays of half a year."""
    today, now = timezone.localdate(), timezone.now()
    days = [today - datetime.timedelta(days=number) for number in range(1, 31 * MONTHS)]
    kept = [day for day in days if (today - day).days <= measure.DAILY_RETENTION_DAYS or day.weekday() == 0]
    for number, school_id in enumerate(list(schools.values_list("pk", flat=True))):
        rows = [
            Snapshot(school_id=school_id, day=day, values={"items_quarter": 3}, score=40 + (number + day.day) % 50,
                measured_at=now)
            for day in kept
        ]  # fmt: skip
        Snapshot.objects.bulk_create(rows, 500)
