"""``make bench-contest``: contestants over real HTTP, and what browsers were told beside what lies in the database.

Each enters, answers every question at a moment of its own (some twice), and hands in; what gets no answer is sent
again, as the page does. In the middle a worker of gunicorn is killed, and the Redis of this run (where one is
installed) is killed and started again, empty. Ends with 1 where an acknowledged answer is not in the database, or where
a goal is missed. On the configured database: SQLite, or PostgreSQL by DATABASE_URL.
"""

from __future__ import annotations

import argparse
import heapq
import http.client
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.editing.server import ROOT, _wait, free_port, own_database
from tests.own_service import OwnService, find_program, own_redis

GOAL_P95 = 0.5
REDIS_AWAY = 3.0  # seconds


@dataclass
class Contestant:
    number: int
    token: str = ""
    attempt: int = 0
    count: int = 0
    acknowledged: dict[int, tuple[int, list[int]]] = field(default_factory=dict)


@dataclass
class Log:
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"enter": [], "answer": [], "hand in": []})
    outcomes: Counter = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, status: int) -> None:
        with self.lock:
            self.seconds[kind].append(seconds)
            self.outcomes[kind, status] += 1


class Line:
    """A connection that is opened again when it breaks."""

    def __init__(self, port: int, host: str):
        self.port, self.host = port, host
        self.connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status 0: the line broke."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            self.connection.request(method, path, body or None, {"Host": f"{self.host}:{self.port}", **headers})
            answer = self.connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException):
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            return 0, {}, b""


class Hall:
    """Moments at which somebody does something, and the threads that do it."""

    def __init__(self, server: tuple[int, str], contest: int, places: int, seconds: float, chance: random.Random):
        self.server, self.contest, self.places, self.chance = server, contest, places, chance
        self.seconds, self.log, self.begun = seconds, Log(), time.monotonic()
        self.due: list[tuple[float, int, str, Contestant, int, list[int]]] = []
        self.change = threading.Condition()
        self.order = self.left = 0

    def plan(self, moment: float, what: str, who: Contestant, place: int = 0, given: list[int] | None = None) -> None:
        with self.change:
            self.order += 1
            self.left += 1
            heapq.heappush(self.due, (moment, self.order, what, who, place, given or []))
            self.change.notify()

    def work(self) -> None:
        line = Line(*self.server)
        while True:
            with self.change:
                while True:
                    if not self.left:
                        return
                    wait = self.due[0][0] - self.now() if self.due else 0.2
                    if self.due and wait <= 0:
                        moment, _order, what, who, place, given = heapq.heappop(self.due)
                        break
                    self.change.wait(min(wait, 0.2))
            try:
                getattr(self, what)(line, moment, who, place, given)
            finally:
                with self.change:
                    self.left -= 1
                    self.change.notify_all()

    def now(self) -> float:
        return time.monotonic() - self.begun

    def enter(self, line: Line, moment: float, who: Contestant, _place: int, _given: list[int]) -> None:
        status, headers, body = line.ask("GET", f"/cuoc-thi/{self.contest}-do/")
        cookie = re.search(r"csrftoken=(\w+)", headers.get("Set-Cookie", ""))
        field = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', body)
        if status != 200 or not cookie or not field:
            self.log.note("enter", self.now() - moment, status)
            self.plan(self.now() + 1, "enter", who)
            return
        form = {
            "csrfmiddlewaretoken": field[1].decode(), "name": f"Người {who.number}",
            "class_name": f"{who.number % 40}", "agreed": "on",
        }  # fmt: skip
        status, headers, _body = line.ask(
            "POST", f"/bai-thi/vao/{self.contest}/", urlencode(form), Cookie=f"csrftoken={cookie[1]}",
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        self.log.note("enter", self.now() - moment, status)
        if status != 302:
            self.plan(self.now() + 1, "enter", who)
            return
        who.token = headers["Location"].partition("#")[2]
        who.attempt = int(who.token.partition(".")[0])
        now = self.now()
        for place in range(1, self.places + 1):
            for _time in range(1 + (self.chance.random() < 0.1)):
                given = [self.chance.randrange(4)]
                self.plan(now + self.chance.uniform(0, self.seconds), "answer", who, place, given)
        self.plan(now + self.seconds + 1, "hand_in", who)

    def answer(self, line: Line, moment: float, who: Contestant, place: int, given: list[int]) -> None:
        with self.log.lock:
            who.count += 1
            count = who.count
        self.send(line, moment, who, place, given, count)

    def send(self, line: Line, moment: float, who: Contestant, place: int, given: list[int], count: int) -> None:
        body = json.dumps({"token": who.token, "place": place, "count": count, "given": given})
        status, _headers, _body = line.ask("POST", "/bai-thi/tra-loi/", body, **{"Content-Type": "application/json"})
        self.log.note("answer", self.now() - moment, status)
        if status == 200:
            with self.log.lock:
                if who.acknowledged.get(place, (0, []))[0] < count:
                    who.acknowledged[place] = (count, given)
        elif status in (0, 429) or status >= 500:
            time.sleep(0.5)
            self.send(line, self.now(), who, place, given, count)

    def hand_in(self, line: Line, moment: float, who: Contestant, _place: int, _given: list[int]) -> None:
        body = json.dumps({"token": who.token, "prediction": who.number})
        status, _headers, _body = line.ask("POST", "/bai-thi/nop/", body, **{"Content-Type": "application/json"})
        self.log.note("hand in", self.now() - moment, status)
        if status != 200:
            self.plan(self.now() + 1, "hand_in", who)


def prepare(pool: int, places: int, seconds: float) -> tuple[str, int]:
    """Host and contest."""
    from django.core.management import call_command

    _take_template()
    call_command("migrate", verbosity=0)
    from tests.contests.factories import make_contest
    from tests.factories import make_school

    school = make_school("A")
    contest = make_contest(school, ("one",) * pool, wanted=places, title="Do", minutes=max(5, round(seconds / 60) + 3))
    return school.site.hostname, contest.pk


def _take_template() -> None:
    """On SQLite the migrated file that the tests have left: what is migrated already takes no time."""
    from django.db import connection

    from tests import databases

    file = ROOT / "var" / "test-templates" / f"{databases.schema()}.sqlite3"
    if connection.vendor == "sqlite" and file.exists():
        shutil.copy(file, connection.settings_dict["NAME"])


def lost(people: list[Contestant]) -> list[str]:
    """Acknowledged answers that do not lie in the database as they were acknowledged."""
    from cms.contests.models import Answer

    found = []
    for who in people:
        rows = Answer.objects.filter(attempt=who.attempt).values_list("place", "seq", "given")
        there = {place: (seq % Answer.DEVICE, given) for place, seq, given in rows}
        found += [
            f"{who.attempt}/{place}: told {told}, there is {there.get(place)}"
            for place, told in who.acknowledged.items()
            if there.get(place) != told
        ]
    return found


def hello(port: int, host: str, times: int = 200) -> float:
    line, seconds = Line(port, host), []
    for _time in range(times):
        begun = time.monotonic()
        line.ask("GET", "/livez")
        seconds.append(time.monotonic() - begun)
    return statistics.median(seconds)


def percentile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))] if seconds else 0.0


def kill_a_worker(master: int) -> None:
    children = subprocess.run(["pgrep", "-P", str(master)], capture_output=True, text=True, check=False)
    if pids := children.stdout.split():
        os.kill(int(pids[0]), signal.SIGKILL)


class Shared:
    """A Redis of this run's own, and how much it was asked before and after it was away."""

    def __init__(self) -> None:
        self.server: OwnService = own_redis()
        self.server.start()
        self.before = 0

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.server.port}/0"

    def asked(self) -> int:
        from redis import Redis

        return int(Redis(port=self.server.port).info("stats")["total_commands_processed"])

    def restart(self) -> None:
        self.before = self.asked()
        self.server.kill()
        time.sleep(REDIS_AWAY)
        self.server.start()

    def says(self) -> bool:
        """Whether it was in use on both sides of its absence; 2 commands are our own."""
        after = self.asked()
        print(f"  Redis: away for {REDIS_AWAY:.0f} s, then empty; asked {self.before} times before, {after} after")
        return min(self.before, after) > 2


@dataclass(frozen=True)
class Stage:
    """What a run is played on."""

    port: int
    host: str
    contest: int
    master: int
    redis: Shared | None


def play(options: argparse.Namespace, number: int, stage: Stage) -> bool:
    server = port, host = stage.port, stage.host
    base = hello(port, host)
    hall = Hall(server, stage.contest, options.questions, options.seconds, random.Random(options.seed))  # noqa: S311
    people = [Contestant(one) for one in range(number)]
    for who in people:
        hall.plan(hall.chance.uniform(0, options.start), "enter", who)
    threads = [threading.Thread(target=hall.work, daemon=True) for _thread in range(options.threads)]
    for thread in threads:
        thread.start()
    timers = []
    if options.kill:
        timers.append(threading.Timer(options.start + 0.4 * options.seconds, kill_a_worker, [stage.master]))
    if stage.redis:
        timers.append(threading.Timer(options.start + 0.6 * options.seconds, stage.redis.restart))
    for timer in timers:
        timer.start()
    for thread in (*threads, *timers):
        thread.join()
    missing, log = lost(people), hall.log
    errors = {key: times for key, times in log.outcomes.items() if key[1] >= 500}
    broken = sum(times for key, times in log.outcomes.items() if key[1] == 0)
    print(f"{number} contestants, {len(log.seconds['answer'])} answers sent, hello {1000 * base:.1f} ms")
    for kind, seconds in log.seconds.items():
        p50, p95 = percentile(seconds, 0.5), percentile(seconds, 0.95)
        print(
            f"  {kind:<8} p50 {1000 * p50:7.1f} ms  p95 {1000 * p95:7.1f} ms  most {1000 * max(seconds):7.1f} ms  "
            f"p95 / hello {p95 / base:6.1f}"
        )
    print(f"  5xx: {errors or 0}, broken lines: {broken}, acknowledged and lost: {len(missing)}")
    for one in missing[:10]:
        print(f"    {one}")
    used = stage.redis.says() if stage.redis else True
    return used and not missing and not errors and percentile(log.seconds["answer"], 0.95) <= GOAL_P95


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_what: sys.exit(1))  # what was started is stopped, however this ends
    port = free_port()
    redis = Shared() if options.redis and find_program("redis-server") else None
    try:
        return _run(options, port, redis)
    finally:
        if redis:
            redis.server.remove()


def _run(options: argparse.Namespace, port: int, redis: Shared | None) -> int:
    with tempfile.TemporaryDirectory() as folder, own_database(folder) as database:
        os.environ.update(
            DATABASE_URL=database, VAR_DIR=folder, SITE_PORT=str(port), SEARCH_URL="", LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="tests.editing.settings", REDIS_URL=redis.address if redis else "",
        )  # fmt: skip
        import django

        django.setup()
        from django.db import connection

        good = True
        host, contest = prepare(options.pool, options.questions, options.start + options.seconds)
        command = [
            sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers",
            str(options.workers), "--threads", "4", "--timeout", "120", "--log-level", "error", "--keep-alive", "30",
        ]  # fmt: skip
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ, start_new_session=True)
        try:
            _wait(port, host)
            shared = "Redis" if redis else "no Redis"
            print(f"{connection.vendor}, {shared}, {options.workers} workers, {options.questions} questions")
            for number in options.sizes:
                good = play(options, number, Stage(port, host, contest, server.pid, redis)) and good
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)
            connection.close()
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1000, 2000], help="numbers of contestants")
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--pool", type=int, default=60)
    parser.add_argument("--start", type=float, default=60, help="seconds within which all enter")
    parser.add_argument("--seconds", type=float, default=1140, help="seconds within which all answer")
    parser.add_argument("--threads", type=int, default=48)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-redis", dest="redis", action="store_false", help="caches of each process alone")
    parser.add_argument("--no-kill", dest="kill", action="store_false", help="kill no worker in the middle")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
