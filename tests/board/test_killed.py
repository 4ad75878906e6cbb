"""Every job that writes is killed in the middle, at several places, and run again: the end is as if nothing had
happened.

Killed means what SIGKILL leaves: open transactions are gone, what was committed stays. (That a worker which dies is
followed by the next one, with a real process: ``tests/core/test_jobs.py``.)
"""

import datetime

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from cms.board.models import Reminder, Snapshot
from cms.core.jobs import all_jobs, get_job
from cms.district.broadcasts import responses, sending
from cms.district.links.http_fetch import Fetcher, FetchResult
from cms.district.models import BlockCheck, Broadcast, CheckedLink, Depth, LinkUse, Receipt
from cms.home.models import NewsPage
from cms.legal.models import LegalNewsPage
from cms.tenancy.models import Letter, Notice
from cms.tenancy.notifications import digest as notifications_digest
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast
from tests.factories import make_school, make_user
from tests.factories.pages import make_page
from tests.tenancy.isolation.walker import undone

pytestmark = pytest.mark.django_db

LINK = "https://khong-con.example.vn/"
#: Jobs of these apps that are not killed here, and where they are.
ELSEWHERE = {
    "recompute_statuses", "continue_imports", "search_replay", "search_repair",  # tests/legal, tests/search
    "publish_scheduled", "prune_queue", "prune_log", "prune_notices", "prune_sessions",  # one DELETE, or row by row
    "prune_revisions", "watch_jobs", "prune_sent_forms",  # tests/core
    "place_pictures", "sweep_pictures",  # tests/tenancy/private/test_pictures_withdrawn.py, tests/core/media
    "warn_questions", "close_rounds", "remind_of_courses", "warn_roster",  # tests/advice, opinions, training
    "renew_channel_tokens",  # tests/channels/test_tokens.py
}  # fmt: skip
#: Each row is a step of its own, found again by the next run; nobody has killed them in a test yet.
NOT_KILLED_YET = {
    "erase_questions", "send_answers", "measure_questions", "check_law_of_questions", "deliver_posts", "end_attempts",
    "forget_contestants", "forget_certificates", "complete_courses",
}  # fmt: skip


class Killed(BaseException):
    pass


class KillAt:
    """Dies instead of the statement number ``at`` that writes."""

    def __init__(self, at: int):
        self.at, self.seen = at, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            self.seen += 1
            if self.seen == self.at:
                raise Killed
        return execute(sql, params, many, context)


@pytest.fixture
def world(monkeypatch):
    """Two schools with something for every job."""
    monkeypatch.setattr("cms.district.links.block_check.BATCH_SIZE", 1)  # something is written between the schools
    monkeypatch.setattr(Fetcher, "ask", lambda self, url: FetchResult(False, 404))
    schools = [make_school(code) for code in "AB"]
    people = [make_user(Role.SCHOOL_APPROVER, school, email=f"{school.code}@example.vn") for school in schools]
    for school in schools:
        page = make_page(LegalNewsPage, school, body=[("text", f'<p><a href="{LINK}">xem</a></p>')])
        page.save_revision().publish()
    make_broadcast(title="Mới", audience="all")
    recalled = make_broadcast(title="Thu hồi", model=NewsPage, mode="copy")
    copy = responses.create_copy(schools[0], recalled.pk, people[0]).copy.specific
    copy.save_revision().publish()
    sending.recall_broadcast(recalled, people[0], "Nhầm")
    Depth.objects.all().delete()


def withdraw():
    for pk in Broadcast.objects.filter(recalled_at__isnull=False).values_list("pk", flat=True):
        sending.withdraw_copies.func(pk)


def write_reminders():
    for pk in Broadcast.objects.filter(recalled_at=None).values_list("pk", flat=True):
        sending.send_reminders.func(pk)


def digest():
    """With something to mail; letters that a killed worker has claimed are let go at once."""
    sending.announce_due_broadcasts()
    Letter.objects.filter(state=Letter.State.SENDING).update(next_try_at=timezone.now())
    notifications_digest.send_digest()


def broken_links():
    """Three nights on end."""
    for _night in range(3):
        CheckedLink.objects.update(next_check_at=timezone.now() - datetime.timedelta(minutes=1))
        get_job("check_outgoing").run()


TASKS = {
    "withdraw": withdraw,
    "write_reminders": write_reminders,
    "send_digest": digest,
    "check_outgoing": broken_links,
}


def state() -> dict:
    """What the jobs leave, without times and numbers of rows."""
    return {
        "snapshots": sorted(Snapshot.objects.values_list("school__code", "score"), key=str),
        "reminders": sorted(Reminder.objects.values_list("school__code", flat=True)),
        "blocks": sorted((code, str(problems)) for code,
            problems in BlockCheck.objects.values_list("school__code", "problems")),
        "links": sorted(LinkUse.objects.values_list("school__code", "link__state", "told"), key=str),
        "depth": sorted(Depth.objects.values_list("school__code", "words", "in_depth")),
        "announced": Broadcast.objects.filter(announced_at__isnull=False).count(),
        "copies": Receipt.objects.filter(copy__live=True).count(),
        "told": Receipt.objects.filter(recall_told=True).count(),
        "notices": sorted(Notice.objects.values_list("user__email", "kind", "subject")),
        "letters": sorted(Letter.objects.values_list("user__email", "subject", "state")),
    }  # fmt: skip


NAMES = ["measure_schools", "remind_schools", "check_blocks", "check_outgoing", "measure_depth", "announce_items",
         "send_digest", "withdraw", "write_reminders"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_killed_midway_and_run_again(world, name):
    run = TASKS.get(name) or get_job(name).run
    if name == "remind_schools":
        get_job("measure_schools").run()
    with undone():
        counter = KillAt(0)
        with connection.execute_wrapper(counter):
            run()
        wanted = state()
    assert counter.seen > 0
    for at in sorted({1, 2, counter.seen // 2, counter.seen - 1, counter.seen} & set(range(1, counter.seen + 1))):
        with undone():
            mail.outbox.clear()
            with pytest.raises(Killed), connection.execute_wrapper(KillAt(at)):
                run()
            # Blocks without a savepoint cannot be undone inside the test's own transaction: what they had written
            # stays, which is worse than what a killed process leaves.
            transaction.set_rollback(False)
            run()
            assert state() == wanted, f"killed at statement {at} of {counter.seen}"
            sent = [message.extra_headers.get("Message-ID") for message in mail.outbox]
            assert len(set(sent)) == len(wanted["letters"])


def test_no_job_is_forgotten():
    assert {job.name for job in all_jobs()} <= {*NAMES, *ELSEWHERE, *NOT_KILLED_YET, "send_notices", "check_again"}
