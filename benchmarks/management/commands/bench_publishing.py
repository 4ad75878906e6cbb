"""Seconds for a publication alone and with others at once, in threads of one process as ``make serve`` has them."""

from __future__ import annotations

import statistics
import threading
import time
from unittest import mock

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.test.utils import override_settings

from benchmarks.scratch import scratch_database
from cms.core.models import User
from cms.home.models import NewsIndexPage, NewsPage
from cms.home.provisioning.create import create_school
from cms.home.provisioning.office import create_office
from cms.home.provisioning.spec import SchoolSpec
from cms.tenancy.models import GoverningAuthority, School
from search.admin import backend

ALONE = 5


class Command(BaseCommand):
    help = "Measure publications one after the other and at once, in a scratch database."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--publishers", type=int, default=8)
        parser.add_argument("--times", type=int, default=3, help="publications of each")
        parser.add_argument("--entries", type=int, default=0, help="rows in Wagtail's own search index beside them")

    def handle(self, *args, publishers: int, times: int, entries: int, **options):
        with override_settings(DEBUG=False), scratch_database("bench_publishing"):
            pages, user = _pages(publishers), User.objects.create_superuser("bench@example.vn", None)
            if entries:
                _fill_index(entries)
                with mock.patch.object(backend, "MIN_SAMPLE", float("inf")):
                    _publish(pages[0], user)
                    self._print("titles weighed as Wagtail does", [_publish(pages[0], user) for _ in range(ALONE)], 0)
            _publish(pages[0], user)  # warm
            self._print("one after the other", [_publish(pages[0], user) for _ in range(ALONE)], 0)
            found: list[float] = []
            began = time.perf_counter()
            threads = [threading.Thread(target=_work, args=(page, user, times, found)) for page in pages]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self._print(f"{publishers} at once", found, time.perf_counter() - began)

    def _print(self, what: str, seconds: list[float], whole: float) -> None:
        rate = f", {len(seconds) / whole:.1f} a second" if whole else ""
        self.stdout.write(
            f"{connection.vendor}: {what}: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} "
            f"s{rate}"
        )


def _pages(count: int) -> list[NewsPage]:
    create_office("Phòng Giáo dục mẫu")
    authority = GoverningAuthority.objects.create(name="UBND xã Mẫu", level=GoverningAuthority.Level.COMMUNE)
    create_school(SchoolSpec(code="B", name="Trường Tiểu học Mẫu", level="TH", authority=authority.pk))
    index = NewsIndexPage.objects.descendant_of(School.objects.get(code="B").home_page).get()
    return [index.add_child(instance=NewsPage(title=f"Bài {n}", slug=f"bai-{n}")) for n in range(count)]


def _fill_index(count: int) -> None:
    """Titles of eight words, texts of a hundred; of pages that are not there."""
    title, body = "mot hai ba bon nam sau bay tam", "mot hai ba bon nam sau bay tam chin muoi " * 10
    columns, values = "title, autocomplete, body", f"'{title}', '', '{body}'"
    if connection.vendor == "postgresql":
        columns, values = (
            "title, autocomplete, body, title_text, body_text",
            f"to_tsvector('simple', '{title}'), to_tsvector(''), to_tsvector('simple', '{body}'), '{title}', '{body}'",
        )
    rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{rows} INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title_norm, {columns}) "  # noqa: S608
            f"SELECT %s, CAST(-i AS TEXT), 0.9, {values} FROM n",
            [count, ContentType.objects.get_for_model(NewsPage).pk],
        )


def _publish(page: NewsPage, user: User) -> float:
    began = time.perf_counter()
    found = NewsPage.objects.get(pk=page.pk)
    found.summary = f"Lúc {began}"
    found.save_revision(user=user).publish(user=user)
    return time.perf_counter() - began


def _work(page: NewsPage, user: User, times: int, found: list[float]) -> None:
    found += [_publish(page, user) for _ in range(times)]
    connections.close_all()
