"""``manage.py bench_certificates [--number 1000]``: how long it takes to issue many, and to make their file."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from benchmarks.scratch import scratch_database
from cms.certificates.issuing import files, issue, sheets
from cms.certificates.issuing.issue import IssueOrder, Recipient
from cms.certificates.models import CertificateTemplate
from cms.home.provisioning.office import create_office


class Command(BaseCommand):
    help = "Measure issuing certificates and drawing their file, in a scratch database."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--number", type=int, default=1000)

    def handle(self, *args: Any, number: int, **options: Any) -> None:
        with scratch_database("bench_certificates"):
            create_office("Phòng đo")
            template = CertificateTemplate.objects.create(
                name="Đo", organiser="PHÒNG ĐO", place="Hà Nội", signer_title="TRƯỞNG PHÒNG", signer_name="Lê Đo"
            )
            words = "Đã tham gia cuộc thi tìm hiểu pháp luật, xếp hạng [hạng]."
            order = IssueOrder(template, "contest:1", "Đo", words, timezone.localdate(), True)
            people = [
                Recipient(f"entrant:{one}", None, f"Nguyễn Thị Đo {one}", "9A", None, {"hạng": str(one)})
                for one in range(number)
            ]
            begun, begun_own = time.perf_counter(), time.process_time()
            batch = issue.issue_certificates(order, people, None)
            issued = time.perf_counter()
            data = sheets.render_batch(batch, files.printable_certificates(batch, None).iterator(500))
            done = time.perf_counter()
            self.stdout.write(
                f"{connection.vendor}: {number} certificates issued in {issued - begun:.1f} s, "
                f"drawn in {done - issued:.1f} s, both {time.process_time() - begun_own:.1f} s of processor time, "
                f"{len(data) / 1024:.0f} kB"
            )
