"""Somebody hears of it when no worker lives or a job is not done: once, and only when it lasts."""

import datetime
import time

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cms.core.jobs import alerts, all_jobs, queue
from cms.core.models import JobAlarm, JobState, JobWorker
from cms.tenancy.models import Letter
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_user

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def now():
    found = timezone.now()
    queue.enqueue_due_jobs(found)
    return found


def worker(beat_at):
    JobWorker.objects.update_or_create(id="elsewhere:1:aa", defaults={"beat_at": beat_at})


def names(now) -> list[str]:
    return [problem.name for problem in alerts.find_troubles(now)]


def test_all_is_well_while_a_worker_lives_and_jobs_are_done(now):
    worker(now)
    assert names(now) == []
    assert alerts.check_jobs(now) == ""
    assert mail.outbox == []


def test_a_worker_that_is_silent_is_missed_after_a_while(now):
    worker(now)
    assert names(now + 4 * MINUTE) == []
    (problem,) = alerts.find_troubles(now + 6 * MINUTE)
    assert problem.is_worker
    assert problem.since == now


def test_one_that_never_came_is_missed_after_a_while(now):
    assert names(now) == []
    assert names(now + 4 * MINUTE) == []
    assert names(now + 6 * MINUTE) == [alerts.WORKER]


def test_a_sign_of_life_from_the_future_is_none(now):
    worker(now + datetime.timedelta(days=365))
    assert names(now) == []
    assert names(now + 6 * MINUTE) == [alerts.WORKER]


@pytest.mark.parametrize("name", [job.name for job in all_jobs()])
def test_every_job_is_missed_when_it_is_not_done(now, name):
    job = next(job for job in all_jobs() if job.name == name)
    late = job.schedule.period + job.limit + alerts.WORKER_SILENT_AFTER
    JobState.objects.update(done_at=now + late)  # all others are done
    JobState.objects.filter(name=name).update(done_at=now)
    worker(now + late + 2 * MINUTE)
    assert alerts.is_overdue(job, now, now + late + MINUTE)
    assert not alerts.is_overdue(job, now, now + late - MINUTE)
    assert names(now + late + MINUTE) == []  # a pause is being made up for
    after = now + late + MINUTE + datetime.timedelta(hours=1)
    JobState.objects.exclude(name=name).update(done_at=after)
    worker(after)
    assert names(after) == [name]


def in_trouble(now, after=6 * MINUTE):
    """No worker, for longer than is tolerated."""
    worker(now)
    return alerts.check_jobs(now + after)


def test_the_offices_administrators_hear_of_it_once(now, school):
    make_office()
    boss = make_user(Role.OFFICE_ADMIN, email="truong-phong@example.vn")
    for role in (Role.OFFICE_OBSERVER, Role.OFFICE_LIBRARIAN):
        make_user(role)
    make_user(Role.SCHOOL_ADMIN, school)
    make_user(Role.OFFICE_ADMIN, is_active=False)
    assert in_trouble(now) == alerts.WORKER
    (letter,) = mail.outbox
    assert letter.to == [boss.email]
    assert reverse("district_jobs") in letter.body
    assert "run_jobs" in letter.body
    assert Letter.objects.filter(user=boss, kinds=["jobs"]).count() == 1
    for minutes in range(7, 60, 5):
        alerts.check_jobs(now + minutes * MINUTE)
    assert len(mail.outbox) == 1


def test_a_worker_that_comes_and_goes_is_one_disturbance_and_a_later_one_is_another(now):
    make_office()
    make_user(Role.OFFICE_ADMIN)
    in_trouble(now)
    for minutes in range(10, 100, 10):
        worker(now + minutes * MINUTE)
        JobState.objects.update(done_at=now + minutes * MINUTE)
        assert alerts.check_jobs(now + minutes * MINUTE) == ""
        assert alerts.check_jobs(now + (minutes + 6) * MINUTE) == alerts.WORKER
    assert len(mail.outbox) == 1
    quiet = now + 300 * MINUTE
    for moment in (quiet, quiet + 30 * MINUTE, quiet + 90 * MINUTE):
        worker(moment)
        JobState.objects.update(done_at=moment)
        assert alerts.check_jobs(moment) == ""
    assert not JobAlarm.objects.exists()
    assert alerts.check_jobs(quiet + 100 * MINUTE) == alerts.WORKER
    assert len(mail.outbox) == 2


def test_overdue_jobs_are_named_in_the_mail(now):
    make_office()
    make_user(Role.OFFICE_ADMIN)
    late = now + 60 * MINUTE
    for moment in (late, late + 6 * MINUTE):
        worker(moment)
        JobState.objects.exclude(name="search_replay").update(done_at=moment)
        found = alerts.check_jobs(moment)
    assert found == "search_replay"
    (letter,) = mail.outbox
    title = str(next(job.title for job in all_jobs() if job.name == "search_replay"))
    assert title in letter.body


def test_a_mail_that_cannot_be_sent_is_tried_again(now, settings):
    make_office()
    make_user(Role.OFFICE_ADMIN)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody there
    with pytest.raises(OSError, match="refused"):
        in_trouble(now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    alerts.check_jobs(now + 7 * MINUTE)
    assert mail.outbox == []  # not at every look
    alerts.check_jobs(now + 22 * MINUTE)
    assert len(mail.outbox) == 1


# --- where it is seen -------------------------------------------------------------------------------------------


@pytest.fixture
def no_worker():
    make_office()
    queue.enqueue_due_jobs()
    worker(timezone.now() - 10 * MINUTE)
    alerts.find_troubles()
    JobAlarm.objects.update(tell_at=None)  # told already


def test_readiness_names_it_and_stays_ready(client, no_worker):
    answer = client.get("/readyz", headers={"host": "cong.localhost"})
    assert answer.status_code == 200
    assert answer.json()["degraded"]["jobs"] == "no worker is running"
    worker(timezone.now())
    assert "jobs" not in client.get("/readyz", headers={"host": "cong.localhost"}).json()["degraded"]


def test_the_office_sees_it_on_its_first_screen_and_in_the_list(no_worker, a):
    for role in (Role.OFFICE_ADMIN, Role.OFFICE_OBSERVER):
        client = client_of(make_user(role))
        for address in (reverse("wagtailadmin_home"), reverse("district_jobs")):
            assert "Không thấy tiến trình nền" in client.get(address).content.decode()
    school = client_of(make_user(Role.SCHOOL_ADMIN, a))
    assert "Không thấy tiến trình nền" not in school.get(reverse("wagtailadmin_home")).content.decode()
    worker(timezone.now())
    client = client_of(make_user(Role.OFFICE_ADMIN))
    assert "Không thấy tiến trình nền" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_overdue_job_is_marked_in_the_list(no_worker):
    worker(timezone.now())
    JobState.objects.filter(name="search_replay").update(done_at=timezone.now() - datetime.timedelta(days=1))
    alerts.find_troubles()
    JobAlarm.objects.update(ripe_at=timezone.now())
    html = client_of(make_user(Role.OFFICE_ADMIN)).get(reverse("district_jobs")).content.decode()
    assert html.count("Quá hạn") == 1


def test_a_worker_that_looks_once_gives_a_sign_of_life(no_worker):
    call_command("run_jobs", "--once", verbosity=0)
    assert alerts.find_troubles() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_asking_for_readiness_has_the_office_told(client):
    """Nobody else can when no worker is there; the mail is sent beside the answer."""
    make_office()
    boss = make_user(Role.OFFICE_ADMIN)
    queue.enqueue_due_jobs()
    worker(timezone.now() - 10 * MINUTE)
    deadline = time.monotonic() + 60
    client.get("/readyz", headers={"host": "cong.localhost"})
    while JobAlarm.objects.filter(tell_at__isnull=False).exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert [letter.to for letter in mail.outbox] == [[boss.email]]
    client.get("/readyz", headers={"host": "cong.localhost"})
    assert len(mail.outbox) == 1
