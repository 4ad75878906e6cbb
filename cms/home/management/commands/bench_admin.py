import json
import logging
import tempfile
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test.utils import override_settings

from cms.core.scratch import scratch_database
from cms.home.provisioning import bench_admin
from cms.home.provisioning.bench import sizes_of


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
            found = bench_admin.measure(sizes, report, options["only"])
        if options["json"]:
            self.stdout.write(json.dumps({"database": connection.vendor, "screens": [asdict(s) for s in found]}))
        missed = bench_admin.problems(found, options["factor"], options["limit_ms"])
        for line in missed if not options["json"] else ():
            self.stdout.write(f"missed: {line}")
        if missed and options["check"]:
            raise CommandError(f"{len(missed)} goals missed")

    def _line(self, s: bench_admin.Screen):
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
