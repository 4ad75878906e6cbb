"""Letters to schools that do not pass: own things only, one a week, none when the work is done."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cms.board.measuring import board_rows, reminders
from cms.board.models import Reminder, Snapshot
from cms.core import versions
from cms.tenancy.roles import Role
from tests.factories import client_of, make_school, make_user

pytestmark = pytest.mark.django_db
DONE = {
    "section_problems": 0, "items_quarter": 99, "items_year": 99, "days_since_item": 1, "missing_contacts": 0,
    "disclosure": 1, "no_second_factor": 0, "undescribed_images": 0, "link_problems": 0, "unanswered": 0,
    "broken_links": 0, "citing_expired": 0, "questions_late": 0,
}  # fmt: skip


@pytest.fixture
def schools(today):
    """A lacks items, B has done everything; each has somebody who decides."""
    found = {}
    for code, values in (("A", {**DONE, "items_quarter": 0, "items_year": 0, "undescribed_images": 4}), ("B", DONE)):
        school = make_school(code)
        make_user(Role.SCHOOL_APPROVER, school, email=f"duyet-{code.lower()}@example.vn")
        Snapshot.objects.create(school=school, day=today, values=values, measured_at=timezone.now())
        found[code] = school
    return found


def letters():
    call_command("run_jobs", "--once", verbosity=0)
    return {message.to[0]: message.body for message in mail.outbox}


def test_only_the_school_that_does_not_pass_gets_one(schools):
    assert reminders.send_due_reminders() == 1
    found = letters()
    assert list(found) == ["duyet-a@example.vn"]
    assert schools["A"].name in found["duyet-a@example.vn"]
    assert schools["B"].name not in found["duyet-a@example.vn"]
    assert found["duyet-a@example.vn"].count("\n- ") == 3


def test_one_letter_a_week_until_the_work_is_done(schools):
    reminders.send_due_reminders()
    assert reminders.send_due_reminders() == 0
    Reminder.objects.update(sent_at=timezone.now() - datetime.timedelta(days=8))
    assert reminders.send_due_reminders() == 1
    Reminder.objects.update(sent_at=timezone.now() - datetime.timedelta(days=8))
    Snapshot.objects.filter(school=schools["A"]).update(values=DONE)
    versions.bump_versions(board_rows.BOARD_VERSION)  # as measuring does
    assert reminders.send_due_reminders() == 0


def test_a_school_without_numbers_is_not_blamed(schools):
    Snapshot.objects.all().delete()
    assert reminders.send_due_reminders() == 0


def test_the_office_writes_to_chosen_schools(schools):
    user = make_user(Role.OFFICE_ADMIN)
    data = {"school": [schools["A"].pk, schools["B"].pk, "x", "9" * 30]}
    response = client_of(user).post(reverse("board:remind") + "?level=TH", data)
    assert response["Location"] == reverse("board:index") + "?level=TH"
    assert [(row.school, row.sent_by) for row in Reminder.objects.all()] == [(schools["A"], user)]


@pytest.mark.parametrize("role", [Role.OFFICE_OBSERVER, Role.OFFICE_LIBRARIAN, Role.SCHOOL_ADMIN])
def test_nobody_else_writes(schools, role):
    client_of(make_user(role, schools["A"])).post(reverse("board:remind"), {"school": [schools["A"].pk]})
    assert not Reminder.objects.exists()
