"""``manage.py bench_ranking [--attempts 100000]``: how long the order of a contest takes, and its public page."""

from __future__ import annotations

import datetime
import random
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from benchmarks.schools import specs
from benchmarks.scratch import scratch_database
from cms.contests.models import Attempt, Contest, Entrant, Round
from cms.contests.results import ranking
from cms.home.provisioning.create import create_schools
from cms.home.provisioning.office import create_office
from cms.tenancy.models import OfficePortal, School

AT_ONCE = 5_000
ROUNDS = 5


class Command(BaseCommand):
    help = "Measure the order of all attempts and the public page of the results, in a scratch database."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--attempts", type=int, default=100_000, help="of two rounds together")
        parser.add_argument("--schools", type=int, default=50)

    def handle(self, *args: Any, attempts: int, schools: int, **options: Any) -> None:
        with scratch_database("bench_ranking"), override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
            create_office("Phòng đo")
            create_schools(specs(1, schools))
            contest = self.contest(attempts // 2)
            first = contest.rounds.earliest("pk")
            self.stdout.write(f"{connection.vendor}, {attempts} attempts, {schools} schools")
            self.say("order of a round, all rows", lambda: list(ranking.ranked_attempts(first).values_list("pk")))
            self.say("order of both rounds, all rows", lambda: list(ranking.rank_totals(contest)))
            self.say("first page of a round", lambda: ranking.Ranking(first, "initials")[0:50])
            middle = attempts // 4
            self.say("a page in the middle", lambda: ranking.Ranking(first, "initials")[middle : middle + 50])
            for kind in ("school", "commune", "class"):
                self.say(f"sums by {kind}", partial(ranking.average_by_group, first, kind))
            client = Client(headers={"host": OfficePortal.objects.get().site.hostname})
            page = f"{contest.get_absolute_url()}ket-qua/"
            for address in (page, f"{page}?p={middle // 50}", f"{page}?round=tong"):
                self.say(f"page {address}", partial(self.ask, client, address))

    @staticmethod
    def ask(client: Client, address: str) -> None:
        status = client.get(address).status_code
        if status != 200:
            raise RuntimeError(f"{address} answers {status}")

    def say(self, what: str, function: Callable[[], object]) -> None:
        """``own``: of this process; on SQLite all of it, and what a machine with nothing else to do needs."""
        clock, own = [], []
        for _round in range(ROUNDS):
            begun, begun_own = time.perf_counter(), time.process_time()
            function()
            clock.append(1000 * (time.perf_counter() - begun))
            own.append(1000 * (time.process_time() - begun_own))
        self.stdout.write(
            f"  {what:<34} first {clock[0]:8.1f} ms, median {median(clock):8.1f} ms, own {median(own):8.1f} ms"
        )

    @staticmethod
    def contest(number: int) -> Contest:
        """Results are published; everybody took part in both rounds."""
        now, chance = timezone.now(), random.Random(1)  # noqa: S311
        contest = Contest.objects.create(
            title="Đo", rules="Thể lệ", who=Contest.Who.ANYBODY, state=Contest.State.PUBLISHED, results_at=now
        )
        hour = datetime.timedelta(hours=1)
        rounds = [
            Round.objects.create(contest=contest, title=title, opens_at=now - 3 * hour, closes_at=now - 2 * hour)
            for title in ("Vòng 1", "Vòng 2")
        ]
        schools = list(School.objects.values_list("pk", flat=True))
        for first in range(0, number, AT_ONCE):
            entrants = Entrant.objects.bulk_create(
                Entrant(
                    contest=contest, name=f"Nguyễn Văn {one}", class_name=f"{one % 9}A",
                    represents_id=chance.choice(schools),
                )
                for one in range(first, min(number, first + AT_ONCE))
            )  # fmt: skip
            Attempt.objects.bulk_create(
                Attempt(
                    round=round_, entrant=entrant, represents_id=entrant.represents_id, seed="0" * 32, started_at=now,
                    ends_at=now, accepts_until=now, finished_at=now, score=chance.randrange(31), counts=True,
                    milliseconds=chance.randrange(1_200_000), off_by=chance.randrange(5_000),
                )
                for entrant in entrants for round_ in rounds
            )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return contest
