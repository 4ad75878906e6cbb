"""Questions over real HTTP and what browsers were told beside what lies in the database; the queue with a hundred
thousand questions; what is offered while somebody types. Ends with 1 where a question is lost or doubled, or a goal is
missed.

On the configured database: SQLite, or PostgreSQL by DATABASE_URL. Every tenth form is sent twice, and every
``--proven``-th carries a proof of work; the others are sent when they are old enough to be taken without one.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from html import unescape
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

from tests.contests.bench import _take_template, percentile
from tests.editing.server import ROOT, _wait, free_port, own_database

GOAL_P95, GOAL_QUEUE, GOAL_OFFERS = 0.5, 0.3, 0.1
PATH = "/hoi-dap/dat-cau-hoi/"
OLD_ENOUGH = 21  # seconds (cms.advice.intake.form_tokens.MIN_AGE)
_FIELD = re.compile(rb'name="token" value="([^"]+)"')
_CHALLENGE = re.compile(rb'data-challenge="([^"]+)"')


class Line:
    def __init__(self, port: int, host: str):
        self.port, self.headers = port, {"Host": f"{host}:{port}"}
        self.connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, bytes, float]:
        """Status (0: the line broke), where it leads, body, seconds."""
        body = urlencode(fields) if fields else None
        headers = {**self.headers, **({"Content-Type": "application/x-www-form-urlencoded"} if body else {})}
        begun = time.perf_counter()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            data = answer.read()
            return answer.status, answer.getheader("Location") or "", data, time.perf_counter() - begun
        except (OSError, http.client.HTTPException):
            self.connection = None
            return 0, "", b"", time.perf_counter() - begun


def solved(raw: bytes) -> str:
    import altcha

    sent = json.loads(unescape(raw.decode()))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(sent))
    assert solution
    return base64.b64encode(json.dumps({"challenge": sent, "solution": solution.to_dict()}).encode()).decode()


class Askers:
    """``number`` people who open the form, and send it within ``seconds``."""

    def __init__(self, server: tuple[int, str], number: int, seconds: float, proven: int):
        self.server, self.seconds, self.proven = server, seconds, proven
        self.todo: SimpleQueue[int] = SimpleQueue()
        for one in range(number):
            self.todo.put(one)
        self.number, self.lock = number, threading.Lock()
        self.took: list[float] = []
        self.codes: dict[int, str] = {}
        self.outcomes: Counter[int] = Counter()
        self.begun = time.monotonic()

    def work(self) -> None:
        line = Line(*self.server)
        while True:
            try:
                one = self.todo.get_nowait()
            except Empty:
                return
            due = self.begun + one * self.seconds / self.number
            time.sleep(max(0.0, due - time.monotonic()))
            self.ask(line, one)

    def ask(self, line: Line, one: int) -> None:
        _status, _where, page, _took = line.ask("GET", PATH)
        token, challenge = _FIELD.search(page), _CHALLENGE.search(page)
        if not token or not challenge:
            self.note(0, 0.0)
            return
        proof = solved(challenge[1]) if self.proven and one % self.proven == 0 else ""
        if not proof:
            time.sleep(OLD_ENOUGH)
        fields = {
            "text": f"Câu hỏi số {one} về quyền của học sinh khi bị kỷ luật?", "asker": "citizen", "consent": "1",
            "token": token[1].decode(), "proof": proof,
        }  # fmt: skip
        for _press in range(2 if one % 10 == 0 else 1):
            for _try in range(5):
                status, where, _page, took = line.ask("POST", PATH, fields)
                self.note(status, took)
                if status == 303:
                    with self.lock:
                        self.codes[one] = where.split("/")[3]
                    break

    def note(self, status: int, took: float) -> None:
        with self.lock:
            self.outcomes[status] += 1
            if status:
                self.took.append(took)


def asking(options: argparse.Namespace, server: tuple[int, str]) -> bool:
    from cms.advice.intake import form_tokens
    from cms.advice.models import Question

    askers = Askers(server, options.questions, options.seconds, options.proven)
    threads = [threading.Thread(target=askers.work, daemon=True) for _thread in range(options.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there = Counter(Question.objects.values_list("text", flat=True))
    hashes = set(Question.objects.values_list("code_hash", flat=True))
    lost = sum(form_tokens.hash_code(form_tokens.normalize_code(code)) not in hashes for code in askers.codes.values())
    doubled = sum(count > 1 for count in there.values())
    missing = options.questions - len(askers.codes)
    p50, p95 = percentile(askers.took, 0.5), percentile(askers.took, 0.95)
    print(
        f"{options.questions} questions in {options.seconds:.0f} s: p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms, "
        f"most {1000 * max(askers.took):.0f} ms; not taken {missing}, acknowledged and lost {lost}, doubled {doubled}; "
        f"answers {dict(askers.outcomes)}"
    )
    return not (lost or doubled or missing) and p95 <= GOAL_P95


def fill(school, number: int) -> None:
    """Questions of a school, as many as a province has in years."""
    import datetime

    from django.utils import timezone

    from cms.advice.models import Question

    now, states = timezone.now(), [*Question.State.values]
    for first in range(0, number, 2000):
        Question.objects.bulk_create(
            Question(
                school=school, site=school.site, text=f"Câu hỏi {one} về nội quy", asker="parent",
                code_hash=f"b{one:063d}", token_hash=f"b{one:063d}", asked_at=now - datetime.timedelta(hours=one % 999),
                due_on=(now + datetime.timedelta(days=one % 300 - 250)).date(), state=states[one % len(states)],
            )
            for one in range(first, min(first + 2000, number))
        )  # fmt: skip


def queue(options: argparse.Namespace, school) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from cms.tenancy.roles import Role
    from tests.factories import client_of, make_user

    good, url = True, reverse("advice_queue")
    clients = {
        "clerk": client_of(make_user(Role.SCHOOL_EDITOR, school)), "office": client_of(make_user(Role.OFFICE_ADMIN))
    }  # fmt: skip
    counts: dict[tuple[str, str], int] = {}
    for number in (20, options.rows):
        fill(school, number) if number == 20 else fill_rest(school, number)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE advice_question")
        for who, client in clients.items():
            for query in ("", "?state=late", "?state=all&p=3", "?q=%23999999999"):
                client.get(url + query)
                times, processor = [], []
                for _turn in range(options.turns):
                    begun, worked = time.perf_counter(), time.process_time()
                    with CaptureQueriesContext(connection) as asked:
                        assert client.get(url + query).status_code == 200
                    times.append(time.perf_counter() - begun)
                    processor.append(time.process_time() - worked)
                middle = percentile(times, 0.5)
                same = counts.setdefault((who, query), len(asked)) >= len(asked)
                good = good and same and (number == 20 or middle <= GOAL_QUEUE)
                words = "" if same else f" (were {counts[who, query]})"
                print(
                    f"queue, {number} questions, {who} {query or 'open'}: {1000 * middle:.0f} ms, "
                    f"of them {1000 * percentile(processor, 0.5):.0f} of the processor, "
                    f"{len(asked)} queries{words}"
                )
    return good


def fill_rest(school, number: int) -> None:
    from cms.advice.models import Question

    Question.objects.filter(code_hash__startswith="b").delete()
    fill(school, number)


def offers(options: argparse.Namespace, server: tuple[int, str]) -> bool:
    line, times = Line(*server), []
    texts = [
        "nhà trường có được thu tiền",
        "luật trẻ em quy định gì",
        "con tôi bị bạn đe dọa trên mạng",
        "kỷ luật học sinh",
    ]
    for turn in range(options.turns * 10):
        status, _where, _body, took = line.ask("POST", "/hoi-dap/goi-y/", {"text": texts[turn % len(texts)]})
        assert status == 200
        times.append(took)
    times = times[len(texts) :]  # the first of each warms the caches
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    print(f"offers while typing, {options.answers} answers: p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms")
    return p50 <= GOAL_OFFERS


def prepare(answers: int):
    from django.core.management import call_command

    _take_template()
    call_command("migrate", verbosity=0)
    from cms.legal.models import QuestionPage
    from search.index import indexing, outbox
    from tests.factories import make_school
    from tests.factories.legal import make_document
    from tests.factories.pages import make_page

    school = make_school("A")
    make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
    for one in range(answers):
        make_page(
            QuestionPage, school, f"Nhà trường có được thu tiền khoản số {one} không?", answer="<p>Theo quy định.</p>"
        )
    outbox.replay_outbox()
    indexing.reconcile_database()
    return school


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_what: sys.exit(1))  # what was started is stopped, however this ends
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, own_database(folder) as database:
        os.environ.update(
            DATABASE_URL=database, VAR_DIR=folder, SITE_PORT=str(port), SEARCH_URL="", LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="tests.editing.settings",
        )  # fmt: skip
        import django

        django.setup()
        from django.db import connection

        school = prepare(options.answers)
        host = school.site.hostname
        command = [
            sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers",
            str(options.workers), "--threads", "4", "--timeout", "120", "--log-level", "error", "--keep-alive", "30",
        ]  # fmt: skip
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ, start_new_session=True)  # noqa: S603
        try:
            _wait(port, host)
            print(f"{connection.vendor}, {options.workers} workers")
            good = asking(options, (port, host)) if options.questions else True
            good = offers(options, (port, host)) and good
            good = queue(options, school) and good
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)
            connection.close()
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=2000, help="0: none are asked")
    parser.add_argument("--seconds", type=float, default=600, help="seconds within which all open the form")
    parser.add_argument("--proven", type=int, default=20, help="every how many-th form carries a proof; 0: none")
    parser.add_argument("--rows", type=int, default=100_000, help="questions in the queue")
    parser.add_argument("--answers", type=int, default=300, help="published answers that are offered")
    parser.add_argument("--threads", type=int, default=96)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--workers", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
