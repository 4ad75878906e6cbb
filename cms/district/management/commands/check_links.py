"""Links both ways and outward: the office's block on every school's pages, and the addresses that content names."""

from __future__ import annotations

import json

from django.core.management.base import BaseCommand, CommandError

from cms.district.links import block_check, broken_links, link_check, link_extraction
from cms.tenancy.models import School


class Command(BaseCommand):
    help = "Check the office's block on every school's site and the outgoing links in content; results are kept."

    def add_arguments(self, parser):
        parser.add_argument("--school", metavar="CODE", help="the blocks of one school, nothing else")
        parser.add_argument("--blocks", action="store_true", help="only the blocks")
        parser.add_argument("--outgoing", action="store_true", help="only the outgoing links")
        parser.add_argument("--again", action="store_true", help="only known addresses whose time has come")
        parser.add_argument("--limit", type=int, default=2000, help="outgoing addresses at most (default 2000)")

        parser.add_argument("--processes", type=int, default=1, help="that ask the schools side by side (default 1)")

    def handle(self, *args, **options):
        schools = None
        if code := options["school"]:
            schools = list(School.objects.filter(code=code).select_related("home_page"))
            if not schools:
                raise CommandError(f"No school has the code {code}.")
        result: dict = {}
        if not options["outgoing"] and not options["again"]:
            result["blocks"] = block_check.run_block_checks(schools, options["processes"])
        if not options["blocks"] and schools is None:
            if not options["again"]:
                result["uses"] = link_extraction.refresh_link_uses()
            result["outgoing"] = link_check.run_link_checks(options["limit"])
            result["broken"] = broken_links.list_broken_link_uses().count()
            result["told"] = broken_links.notify_schools_of_broken_links()
        self.stdout.write(json.dumps(result, ensure_ascii=False))
