import json
import logging
import tempfile
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test.utils import override_settings

from benchmarks import admin_screens
from benchmarks.schools import sizes_of
from benchmarks.scratch import scratch_database


class Command(BaseCommand):
    help = "Measure statements, time and size of the admin's screens at several sizes, in a scratch database."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("--sizes", default="10,100,1000", help="comma separated numbers of schools")
        parser.add_argument("--only", default="", help="screens with this in their name")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--check", action="store_true", help="fail where the goals are missed")
        parser.add_argument("--factor", type=float, default=1.2, help="allowed growth of a school's screens")
        parser.add_argument("--limit-ms", type=float, default=1000, help="allowed time of the other two")
        parser.add_argument("--wall-percent", type=float, default=5, help="allowed cost of the wall at the row")

    def handle(self, *args, **options):
        sizes = sizes_of(options["sizes"])
        logging.getLogger("django.request").setLevel(logging.ERROR)  # closed screens are part of the measurement
        with (
            tempfile.TemporaryDirectory() as media,
            override_settings(
                MEDIA_ROOT=media, DEBUG=False, SECOND_FACTOR="optional", SECURE_SSL_REDIRECT=False,
                STORAGES=_local_files(),
            ),
            scratch_database("bench_admin"),
        ):  # fmt: skip
            if not options["json"]:
                self.stdout.write(
                    f"{connection.vendor}\nschools person      screen              queries       ms   cpu ms       KB"
                )
            report = (lambda _s: None) if options["json"] else self._line
            found = admin_screens.measure(sizes, report, options["only"])
            walls = admin_screens.wall_costs(options["only"])
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "database": connection.vendor,
                        "screens": [asdict(s) for s in found],
                        "wall": [asdict(w) for w in walls],
                    }
                )
            )
        missed = admin_screens.problems(found, options["factor"], options["limit_ms"])
        for wall in walls:
            words = f"{wall.schools:7d} {wall.person:11} the wall at the row: {wall.percent:+.1f} %"
            if not options["json"]:
                self.stdout.write(f"{words} ({wall.with_ms:.0f} and {wall.without_ms:.0f} cpu ms)")
            if wall.percent > options["wall_percent"]:
                missed.append(words)
        for line in missed if not options["json"] else ():
            self.stdout.write(f"missed: {line}")
        if missed and options["check"]:
            raise CommandError(f"{len(missed)} goals missed")

    def _line(self, s: admin_screens.Screen):
        cells = (
            f"{s.queries:7d} {s.ms:8.0f} {s.cpu_ms:8.0f} {s.kb:8.0f}"
            if s.status == 200
            else f"      closed ({s.status})"
        )
        self.stdout.write(f"{s.schools:7d} {s.person:11} {s.screen:19} {cells}")
        self.stdout.flush()  # a large install takes minutes between two lines


def _local_files() -> dict:
    from django.conf import settings

    return {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
