import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from benchmarks.board import measurements
from benchmarks.schools import sizes_of
from benchmarks.scratch import scratch_database


class Command(BaseCommand):
    help = "Measure the board, its files and the nightly run at several sizes, in a scratch database."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("--sizes", default="10,1000,3000", help="comma separated numbers of schools")
        parser.add_argument("--items", type=int, default=40, help="items of the section in each school")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        sizes = sizes_of(options["sizes"])
        if options["items"] < 0:
            raise CommandError("--items: a whole number, 0 or more")
        found = []
        with scratch_database("bench_board"):
            if not options["json"]:
                self.stdout.write(
                    f"{connection.vendor}\n schools  what                      p95 ms  own p95 ms  cold own ms  "
                    f"queries       kB"
                )
            for one in measurements(sizes, options["items"]):
                found.append(asdict(one))
                if not options["json"]:
                    times = f"{one.milliseconds:9.1f} {one.own:11.1f} {one.cold:12.1f}"
                    row = f"{one.schools:8d}  {one.what:22s} {times} {one.queries:8d} {one.kilobytes:8.0f}"
                    self.stdout.write(row)
        if options["json"]:
            self.stdout.write(json.dumps({"database": connection.vendor, "measurements": found}))
