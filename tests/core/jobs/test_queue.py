"""Jobs: due ones once, failures again and not for ever, nothing twice, a lost worker's run is taken up, no clock is
trusted. In this process; with real ones: ``test_workers``."""

import datetime
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import (
    Daily,
    Every,
    Job,
    all_jobs,
    leases,
    orphaned_runs,
    queue,
    queues,
    registry,
    results,
    worker_identity,
)
from cms.core.models import JobState, JobWorker

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
    job = registry.get_job("test")
    assert queue.enqueue(job) is True
    assert queue.enqueue(job) is False
    due()
    assert queue.enqueue_due_jobs() == []
    assert DBTaskResult.objects.count() == 1


def test_failures_are_tried_again_and_not_for_ever(add):
    far = timezone.localtime() + datetime.timedelta(hours=12)
    runs = add(fail, Daily(f"{far:%H:%M}"), retries=2)
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
    queue.enqueue(registry.get_job("test"))
    row = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=TaskResultStatus.RUNNING, worker_ids=[worker], started_at=started
    )
    row.refresh_from_db()
    return row


def test_without_watching_another_machines_run_is_lost_after_its_limit(add):
    runs = add(limit=datetime.timedelta(minutes=10))
    claimed_by("elsewhere:1:aa", timezone.now() - datetime.timedelta(minutes=9))
    once()
    assert runs == []
    DBTaskResult.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=11))
    once()
    assert len(runs) == 1
    assert state().outcome == "done"
    assert DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count() == 1


def test_a_worker_elsewhere_is_lost_when_it_is_silent_for_a_whole_lease_whatever_the_clocks_say(add, monkeypatch):
    add(limit=datetime.timedelta(minutes=10))
    running_time = [1000.0]
    monkeypatch.setattr(leases.time, "monotonic", lambda: running_time[0])
    worker = JobWorker.objects.create(id="elsewhere:1:aa", beat_at=timezone.now() - datetime.timedelta(days=365))
    claimed_by(worker.id, timezone.now() - datetime.timedelta(days=365))
    others = leases.OtherWorkers()
    for _turn in range(5):  # it says something now and then
        assert orphaned_runs.recover_orphaned_runs("own:1:bb", set(), others) == 0
        worker.beats += 1
        worker.save()
        running_time[0] += leases.LEASE_DURATION - 1
    assert orphaned_runs.recover_orphaned_runs("own:1:bb", set(), others) == 0
    running_time[0] += leases.LEASE_DURATION - 1
    assert orphaned_runs.recover_orphaned_runs("own:1:bb", set(), others) == 0
    running_time[0] += 2
    assert orphaned_runs.recover_orphaned_runs("own:1:bb", set(), others) == 1
    assert state().result_id is None
    assert not JobWorker.objects.filter(pk=worker.id).exists()


def test_a_worker_that_was_held_for_lost_claims_nothing_and_begins_anew(add):
    add()
    own = leases.Lease()
    queue.enqueue(registry.get_job("test"))
    JobWorker.objects.all().delete()
    assert queue.claim_task(own.id, registry.get_job("test").lane) is None
    own._said.value -= leases.HEARTBEAT_INTERVAL
    assert own.beat() is False
    own.take()
    assert queue.claim_task(own.id, registry.get_job("test").lane) is not None


def test_runs_end_before_others_may_take_them_over():
    assert leases.HEARTBEAT_INTERVAL * 3 < leases.RENEWAL_TIMEOUT < leases.LEASE_DURATION


def test_a_late_finisher_changes_nothing(add):
    add()
    late = claimed_by("elsewhere:1:aa", timezone.now())
    assert results.record_failure(late, results.ProcessEnded("lost"), at_once=True)
    new = claimed_by("elsewhere:2:bb", timezone.now())
    before = JobState.objects.values().get()
    assert results.record_success(late, "late") is False
    assert results.record_failure(late, OSError("late")) is False
    assert JobState.objects.values().get() == before
    assert results.record_success(new, "in time") is True
    assert results.record_success(late, "late") is False
    assert (state().outcome, state().message, state().result_id) == ("done", "in time", None)
    assert DBTaskResult.objects.get(pk=late.pk).status == TaskResultStatus.FAILED


def test_a_task_whose_worker_is_lost_is_done_by_the_next_and_not_for_ever(add):
    """What a person asked for (a recall, mails) is no job: it has no next time of its own."""
    add()
    queue.run_job.using(queue_name=queues.DEFAULT).enqueue("test")  # any task will do
    row = DBTaskResult.objects.get()
    for number in range(4):
        worker = f"elsewhere:1:{number}"
        JobWorker.objects.create(id=worker, beat_at=timezone.now())
        row = queue.claim_task(worker, queues.DEFAULT)
        assert row is not None, number
        results.record_failure(row, results.ProcessEnded("lost"), at_once=True)
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_a_dead_process_of_this_machine_is_lost_at_once(add):
    runs = add()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    claimed_by(f"{worker_identity.MACHINE}:{gone.pid}:aa", timezone.now())
    once()
    assert len(runs) == 1


def test_a_living_process_of_this_machine_goes_on(add):
    runs = add()
    claimed_by(f"{worker_identity.MACHINE}:{os.getppid()}:aa", timezone.now())
    once()
    assert runs == []


def test_a_state_that_waits_for_a_task_that_is_gone_is_freed(add):
    runs = add()
    queue.enqueue(registry.get_job("test"))
    DBTaskResult.objects.all().delete()
    due()
    once()
    assert len(runs) == 1


# --- clocks -----------------------------------------------------------------------------------------------------


def test_after_a_clock_jump_of_a_year_and_back_every_job_is_due_within_its_period():
    year, now = datetime.timedelta(days=365), timezone.localtime()
    queue.enqueue_due_jobs(now)
    assert len(queue.enqueue_due_jobs(now + year)) == len(all_jobs())  # the clock is ahead: everything is due, and runs
    for row in DBTaskResult.objects.all():
        DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.RUNNING, worker_ids=["x"])
        row.refresh_from_db()
        assert results.record_success(row, "")
    JobState.objects.update(done_at=now + year)
    queue.enqueue_due_jobs(now)  # and back
    for job in all_jobs():
        row = JobState.objects.get(name=job.name)
        assert row.next_run_at <= now + job.schedule.period, job.name
        assert row.done_at <= now + datetime.timedelta(minutes=1), job.name
    soon = set(queue.enqueue_due_jobs(now + datetime.timedelta(minutes=1)))
    assert {job.name for job in all_jobs() if job.schedule == EACH_MINUTE} <= soon


def test_a_second_machine_whose_clock_is_a_little_behind_starts_no_job_again(add):
    add(schedule=Daily("02:30"))
    night = timezone.make_aware(datetime.datetime(2026, 3, 1, 2, 30))
    queue.enqueue_due_jobs(night - datetime.timedelta(hours=1))
    assert queue.enqueue_due_jobs(night) == ["test"]
    JobState.objects.update(result_id=None)
    assert queue.enqueue_due_jobs(night - datetime.timedelta(seconds=30)) == []
    assert state().next_run_at == night + datetime.timedelta(days=1)


def test_a_task_that_was_put_off_while_the_clock_was_ahead_is_done(add):
    add()
    now = timezone.now()
    queue.run_job.using(run_after=now + datetime.timedelta(days=365)).enqueue("test")
    queue.enqueue_due_jobs(now)
    assert queue.queued_tasks().filter(run_after__lte=now).exists()


# --- lanes ------------------------------------------------------------------------------------------------------


def test_what_returns_within_the_hour_never_stands_behind_the_night():
    for job in all_jobs():
        assert (job.lane == queues.PROMPT) is (job.schedule.period < datetime.timedelta(hours=1)), job.name
    prompt = next(lane for lane in queues.QUEUES if lane.name == queues.PROMPT)
    assert prompt.slots > len(all_jobs())


def test_a_task_of_an_unknown_queue_is_not_forgotten(add):
    add()
    queue.run_job.enqueue("test")
    DBTaskResult.objects.update(queue_name="of an older version")
    JobWorker.objects.create(id="w", beat_at=timezone.now())
    assert queue.claim_task("w", queues.DEFAULT) is not None


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
    queue.enqueue(registry.get_job("test"))
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
