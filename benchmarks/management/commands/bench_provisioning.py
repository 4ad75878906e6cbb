import json

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from benchmarks import schools
from benchmarks.scratch import scratch_database


class Command(BaseCommand):
    help = "Measure milliseconds per school at several sizes, in a scratch database beside the configured one."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser):
        parser.add_argument("--sizes", default="10,300,3000", help="comma separated numbers of schools")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--limit-ms", type=float, help="fail when a school takes longer, in bulk or alone")

    def handle(self, *args, **options):
        sizes = schools.sizes_of(options["sizes"])
        with scratch_database("bench_provisioning"):
            if not options["json"]:
                self.stdout.write(f"{connection.vendor}: ms per school\n schools     bulk   single")
            report = (lambda _m: None) if options["json"] else self._line
            found = schools.measure(sizes, report)
        if options["json"]:
            rows = [{"schools": m.schools, "bulk_ms": m.bulk_ms, "single_ms": m.single_ms} for m in found]
            self.stdout.write(json.dumps({"database": connection.vendor, "sizes": rows}))
        limit = options["limit_ms"]
        if limit and any(max(m.bulk_ms, m.single_ms) > limit for m in found):
            raise CommandError(f"slower than {limit:g} ms per school")

    def _line(self, measured: schools.Measurement):
        self.stdout.write(f"{measured.schools:8d} {measured.bulk_ms:8.1f} {measured.single_ms:8.1f}")
