"""Jobs: due ones once, failures again and not for ever, nothing twice, a killed worker's run is taken up."""

import datetime
import os
import signal
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import Daily, Every, Job, all_jobs, queue, registry
from cms.core.models import JobState

pytestmark = pytest.mark.django_db
EACH_MINUTE = Every(1)


@pytest.fixture
def add(monkeypatch):
    """``add(run, schedule)`` makes "test" the only job; the list of runs comes back."""

    def make(run=lambda: "fine", schedule=EACH_MINUTE, **fields):
        runs = []

        def counted():
            runs.append(timezone.now())
            return run()

        job = Job("test", "Test", counted, schedule, **fields)
        monkeypatch.setattr(registry, "_JOBS", {"test": job})
        return runs

    return make


def state() -> JobState:
    return JobState.objects.get(name="test")


def due(minutes: int = 1) -> None:
    JobState.objects.update(next_run_at=timezone.now() - datetime.timedelta(minutes=minutes))


def once() -> None:
    call_command("run_jobs", "--once", stdout=StringIO())


def fail():
    raise OSError("no disk")


def test_what_is_due_runs_once(add):
    runs = add()
    once()
    assert runs == []  # known from now on, due in a minute
    due()
    once()
    once()
    assert len(runs) == 1
    assert (state().outcome, state().message) == ("done", "fine")
    assert state().duration is not None
    assert state().next_run_at > timezone.now()


def test_a_pause_is_caught_up_once(add):
    runs = add()
    once()
    due(minutes=600)
    once()
    once()
    assert len(runs) == 1


def test_what_waits_or_runs_is_not_queued_again(add):
    add()
    job = registry.get("test")
    assert queue.enqueue(job) is True
    assert queue.enqueue(job) is False
    due()
    assert queue.tick() == []
    assert DBTaskResult.objects.count() == 1


def test_failures_are_tried_again_and_not_for_ever(add):
    runs = add(fail, Daily("02:30"), retries=2)
    once()
    for number in range(1, 4):
        due()
        once()
        assert len(runs) == number
        assert state().message == "OSError: no disk"
        soon = state().next_run_at - timezone.now() < datetime.timedelta(minutes=6)
        assert soon is (number < 3)
    assert state().attempts == 0
    assert state().outcome == "failed"


def test_a_failure_takes_no_other_job_along(add, monkeypatch):
    add(fail)
    good = Job("good", "Good", lambda: "fine", Every(1))
    monkeypatch.setitem(registry._JOBS, "good", good)
    once()
    due()
    once()
    assert JobState.objects.get(name="good").outcome == "done"


def claimed_by(worker: str, started: datetime.datetime) -> DBTaskResult:
    queue.enqueue(registry.get("test"))
    row = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=TaskResultStatus.RUNNING, worker_ids=[worker], started_at=started
    )
    return row


def test_another_machines_run_is_lost_after_the_limit(add):
    runs = add(limit=datetime.timedelta(minutes=10))
    claimed_by("elsewhere:1:aa", timezone.now() - datetime.timedelta(minutes=9))
    once()
    assert runs == []
    DBTaskResult.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=11))
    once()
    assert len(runs) == 1
    assert state().outcome == "done"
    assert DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count() == 1


def test_a_dead_process_of_this_machine_is_lost_at_once(add):
    runs = add()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = queue.WORKER_ID.split(":")[0]
    claimed_by(f"{host}:{gone.pid}:aa", timezone.now())
    once()
    assert len(runs) == 1


def test_a_living_process_of_this_machine_goes_on(add):
    runs = add()
    host = queue.WORKER_ID.split(":")[0]
    claimed_by(f"{host}:{os.getppid()}:aa", timezone.now())
    once()
    assert runs == []


def test_run_job_by_name(add):
    runs = add(schedule=Daily("02:30"))
    out = StringIO()
    call_command("run_job", "test", stdout=out)
    assert len(runs) == 1
    assert "fine" in out.getvalue()
    with pytest.raises(CommandError, match="No job"):
        call_command("run_job", "nothing")
    add(fail)
    with pytest.raises(CommandError, match="no disk"):
        call_command("run_job", "test", stdout=StringIO())


def test_a_job_that_the_product_no_longer_has_is_forgotten(add, monkeypatch):
    add()
    queue.enqueue(registry.get("test"))
    monkeypatch.setattr(registry, "_JOBS", {})
    once()
    assert not JobState.objects.filter(name="test").exists()


def test_the_products_own_jobs_are_there_and_run():
    names = {job.name for job in all_jobs()}
    assert {"publish_scheduled", "search_replay", "search_repair", "prune_queue"} <= names
    for name in ("publish_scheduled", "search_replay", "prune_queue"):
        out = StringIO()
        call_command("run_job", name, stdout=out)
        assert JobState.objects.get(name=name).outcome == "done"


def test_a_killed_worker_is_followed_by_the_next(tmp_path):
    """A real worker process is killed with the job half done; the next one does it, though nothing is due."""
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.core.killed.settings", "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "", "REDIS_URL": "", "SEARCH_URL": "", "S3_BUCKET": "",
    }  # fmt: skip

    def manage(*arguments, wait=True):
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
        return process.communicate(timeout=240)[0] if wait else process

    manage("migrate", "django_tasks_database", "--verbosity=0")
    manage("migrate", "core", "--verbosity=0")
    worker = manage("run_job", "slow", wait=False)
    deadline = time.monotonic() + 120
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < deadline
        assert worker.poll() is None
        time.sleep(0.1)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert "slow" in manage("run_jobs", "--once")
    out = manage(
        "shell",
        "--no-imports",
        "-c",
        "from cms.core.models import JobState as J; print(J.objects.get(name='slow').message)",
    )
    assert "whole" in out
