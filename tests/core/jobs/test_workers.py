"""Real worker processes that are killed, frozen, and run side by side; on SQLite, or PostgreSQL where the suite runs
there."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db
PATIENCE = 120  # seconds: a slow machine is no failure


#: Each job, and after how many minutes it is due when nothing is said.
MINUTES = {
    "slow": 600,
    "hang": 600,
    "hang_1": 600,
    "hang_2": 600,
    "hang_prompt": 5,
    "minute": 1.5,
    "alone": 30,
    "steps": 600,
}


def moment(seconds: float = 0) -> str:
    """From now, for a column of the database."""
    return time.strftime("%Y-%m-%d %H:%M:%S+00", time.gmtime(time.time() + seconds))


#: What the workers need; to migrate the whole product would take a minute.
TABLES = """
from django.db import connection
from django_tasks_db.models import DBTaskResult
from cms.core.models import JobAlarm, JobState, JobWorker
with connection.schema_editor() as editor:
    for model in (DBTaskResult, JobAlarm, JobState, JobWorker):
        editor.create_model(model)
"""


class Product:
    """The product in other processes, on a database of its own with these jobs: ``tests/core/killed``."""

    def __init__(self, folder: Path):
        self.folder, self.processes = folder, []
        self.url, self._file = "", folder / "db.sqlite3"
        if connection.vendor == "postgresql":
            own = connection.settings_dict
            self.url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**own) + f"{own['NAME']}_workers"
            self._admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}")
        self.environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tests.core.killed.settings", "VAR_DIR": str(folder),
            "DATABASE_URL": self.url, "REDIS_URL": "", "SEARCH_URL": "", "S3_BUCKET": "",
        }  # fmt: skip
        assert self.start("shell", "--no-imports", "-c", TABLES).wait(300) == 0

    def _admin(self, *statements):
        import psycopg2

        server, _slash, name = self.url.rpartition("/")
        found = psycopg2.connect(server + "/postgres")
        found.autocommit = True
        with found.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(name))
        found.close()

    def sql(self, statement: str) -> list:
        if not self.url:
            found = sqlite3.connect(self._file, timeout=60)
        else:
            import psycopg2

            found = psycopg2.connect(self.url)
        try:
            with found:
                cursor = found.cursor()
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            found.close()

    def start(self, *arguments) -> subprocess.Popen:
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        self.processes.append(process)
        return process

    def only_due(self, *names: str) -> None:
        """These jobs are due now, the others as late as their periods allow."""
        for job, minutes in MINUTES.items():
            due = moment(-3600) if job in names else moment(60 * minutes)
            self.sql(
                "INSERT INTO core_jobstate (name, next_run_at, attempts, outcome, message, done_at) "
                f"VALUES ('{job}', '{due}', 0, '', '', '{moment()}')"
            )

    def make_due(self, name: str) -> None:
        self.sql(f"UPDATE core_jobstate SET next_run_at = '{moment(-3600)}' WHERE name = '{name}'")

    def state(self, name: str) -> tuple:
        rows = self.sql(f"SELECT outcome, message, result_id FROM core_jobstate WHERE name = '{name}'")
        return rows[0] if rows else ("", "", None)

    def notes(self, name: str) -> list[tuple[str, int, float]]:
        path = self.folder / name
        lines = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
        return [(word, int(pid), float(moment)) for word, pid, moment in lines]

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()
            process.stdout.close()
        self.processes = []
        for path in self.folder.glob("hang*"):  # what a killed worker's runs had started
            for helper, _pid, _moment in self.notes(path.name):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(helper), signal.SIGKILL)

    def clean(self):
        self.end()
        for table in ("core_jobstate", "core_jobworker", "core_jobalarm", "django_tasks_database_dbtaskresult"):
            self.sql(f"DELETE FROM {table}")
        for path in self.folder.glob("*"):
            if path.is_file() and not path.name.startswith("db.sqlite3"):
                path.unlink()


@pytest.fixture(scope="module")
def whole(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        found = Product(tmp_path_factory.mktemp("workers"))
    yield found
    found.end()
    if found.url:
        found._admin("DROP DATABASE IF EXISTS {} WITH (FORCE)")


@pytest.fixture
def product(whole):
    whole.clean()
    yield whole
    whole.clean()


def until(happened, what="it"):
    deadline = time.monotonic() + PATIENCE
    while not (found := happened()):
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)
    return found


def works(pid: int) -> bool:
    """Is there, and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_hangs_is_killed_with_all_it_started_and_the_worker_goes_on(product):
    product.only_due("hang")
    worker = product.start("run_jobs")
    ((helper, pid, _moment),) = until(lambda: product.notes("hang"))
    assert works(pid)
    assert works(int(helper))
    until(lambda: product.state("hang")[0] == "failed", "the end of what hangs")
    assert product.state("hang")[2] is None
    until(lambda: not works(pid) and not works(int(helper)), "the death of the run")
    assert worker.poll() is None
    product.make_due("minute")
    until(lambda: product.notes("minute"), "the next job")


def test_what_is_due_each_minute_runs_while_everything_else_hangs(product):
    """Both places of the slow lane are taken, and a prompt job hangs as well."""
    product.only_due("hang_1", "hang_2", "hang_prompt")
    product.start("run_jobs")
    hanging = [until(lambda name=name: product.notes(name))[0] for name in ("hang_1", "hang_2", "hang_prompt")]
    product.make_due("minute")
    until(lambda: product.notes("minute"), "the minute's job")
    assert all(works(pid) for _helper, pid, _moment in hanging)


def test_a_killed_worker_takes_its_runs_along_and_is_followed_by_the_next(product):
    product.only_due()
    worker = product.start("run_job", "slow")
    begun = product.folder / "begun"
    pid = int(until(lambda: begun.exists() and begun.read_text()))
    worker.kill()
    worker.wait()
    until(lambda: not works(pid), "the death of the run")
    assert "slow" in product.start("run_jobs", "--once").communicate(timeout=PATIENCE)[0]
    assert product.state("slow")[:2] == ("done", "whole")


def test_a_frozen_worker_loses_its_runs_before_another_takes_them_over(product):
    """Only the worker stands still, its run would go on: the run ends by itself, then the other worker begins. When the
    first comes back it changes nothing."""
    product.only_due("steps")
    frozen = product.start("run_jobs")
    first = until(lambda: product.notes("steps"))[0][1]
    frozen.send_signal(signal.SIGSTOP)
    product.start("run_jobs")
    until(lambda: product.state("steps")[0] == "done", "the second run")
    notes = product.notes("steps")
    last_of_first = max(moment for _word, pid, moment in notes if pid == first)
    first_of_second = min(moment for _word, pid, moment in notes if pid != first)
    assert last_of_first < first_of_second
    assert len({pid for _word, pid, _moment in notes}) == 2
    before = product.sql("SELECT outcome, message, result_id, started_at FROM core_jobstate WHERE name = 'steps'")
    frozen.send_signal(signal.SIGCONT)
    workers = "SELECT id FROM core_jobworker WHERE id LIKE '%:" + str(frozen.pid) + ":%'"
    until(lambda: product.sql(workers), "the return of the frozen worker under a new name")
    assert (
        product.sql("SELECT outcome, message, result_id, started_at FROM core_jobstate WHERE name = 'steps'") == before
    )
    assert before[0][:2] == ("done", "second")


def test_a_run_ends_with_its_limit_even_when_its_worker_is_frozen(product):
    product.only_due("hang")
    worker = product.start("run_jobs")
    ((_helper, pid, _moment),) = until(lambda: product.notes("hang"))
    worker.send_signal(signal.SIGSTOP)
    until(lambda: not works(pid), "the death of the run")
    worker.send_signal(signal.SIGCONT)
    until(lambda: product.state("hang")[0] == "failed", "the word about it")


def test_two_workers_never_run_one_job_together(product):
    product.only_due()
    workers = [product.start("run_jobs") for _number in range(2)]
    rounds = 25
    for number in range(1, rounds + 1):
        product.make_due("alone")
        until(lambda number=number: sum(word == "to" for word, *_rest in product.notes("alone")) >= number)
        until(lambda: product.state("alone")[2] is None)
    assert all(worker.poll() is None for worker in workers)
    notes = sorted(product.notes("alone"), key=lambda note: note[2])
    assert len(notes) == 2 * rounds
    for begin, end in zip(notes[::2], notes[1::2], strict=True):
        assert (begin[0], end[0]) == ("from", "to")
        assert begin[1] == end[1], "two runs at a time"


def test_a_worker_that_is_told_to_stop_finishes_its_runs_first(product):
    product.only_due("alone")
    worker = product.start("run_jobs")
    until(lambda: product.notes("alone"))
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
    assert [word for word, *_rest in product.notes("alone")] == ["from", "to"]
    assert product.state("alone")[0] == "done"


def test_a_worker_that_is_told_twice_ends_at_once_and_leaves_no_run(product):
    product.only_due("hang_1")
    worker = product.start("run_jobs")
    ((_helper, pid, _moment),) = until(lambda: product.notes("hang_1"))
    worker.terminate()
    time.sleep(1)  # two signals of one kind at a time are one
    worker.terminate()
    assert worker.wait(PATIENCE) != 0
    assert not works(pid)
    assert product.state("hang_1")[2] is None  # the next worker may begin at once
