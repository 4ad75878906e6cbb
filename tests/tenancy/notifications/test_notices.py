"""Notices and their mails, through a real mail server: to whom they belong, once, and to nobody of another school."""

import datetime
import re

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse
from django.utils import timezone, translation

from cms.board.measuring import reminders
from cms.board.models import Snapshot
from cms.district import notifications
from cms.district.broadcasts import sending as broadcasts_sending
from cms.district.submissions import transitions
from cms.home.models import NewsPage
from cms.tenancy.models import Letter, Membership, Notice, NoticeOptOut
from cms.tenancy.notifications import digest, notification_types
from cms.tenancy.notifications import sending as notifications_sending
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast
from tests.factories import client_of, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

LINKS, REMINDER = notifications.LINKS, notifications.REMINDER


def tell_a(world, kind=LINKS, subject="Việc của A", text="Xem lại."):
    notifications_sending.notify_school(kind, world.schools["A"], subject, text, "/admin/")


def test_nobody_of_another_school_gets_one(world, smtp):
    """Every way in which the product writes to a school, for A alone."""
    a, boss = world.schools["A"], world.office
    tell_a(world)
    row = make_broadcast(title="Chỉ thị", audience="list", school_ids=[a.pk], user=boss)
    broadcasts_sending.announce_broadcast.func(row.pk)
    broadcasts_sending.request_reminders(row, boss)
    broadcasts_sending.send_reminders.func(row.pk)
    page = make_page(NewsPage, a, owner=world.people["editor-a"])
    page.save_revision().publish()
    transitions.request_changes(transitions.nominate_page(page, world.people["approver-a"]), boss, "Thêm ảnh")
    Snapshot.objects.create(school=a, day=timezone.localdate(), values={"unanswered": 5}, measured_at=timezone.now())
    assert reminders.send_due_reminders() == 1
    from cms.district.broadcasts import responses

    responses.mark_seen(a, row.pk, world.people["approver-a"])
    broadcasts_sending.recall_broadcast(row, boss, "Nhầm")
    broadcasts_sending.withdraw_copies.func(row.pk)
    told = set(Notice.objects.values_list("kind", flat=True))
    assert told == {
        "links",
        "reminder",
        "decision",
        "todo",
        "recall",
        "offered",
    }  # the unsent "item" went with the recall
    digest.send_digest()
    assert set(smtp.receivers) == {
        "approver-a@example.vn", "admin-a@example.vn", "editor-a@example.vn", "office@example.vn"
    }  # fmt: skip
    assert not [to for to in smtp.receivers if to.endswith("-b@example.vn")]
    assert not [
        text for address in set(smtp.receivers) for text in smtp.texts(address) if world.schools["B"].name in text
    ]


def test_one_mail_for_each_school_of_a_person(world, smtp):
    both = make_user(Role.SCHOOL_APPROVER, world.schools["A"], email="both@example.vn")
    Membership.objects.create(user=both, school=world.schools["B"], role=Role.SCHOOL_ADMIN)
    for school in world.schools.values():
        notifications_sending.notify_school(LINKS, school, f"Việc của {school.code}", "Xem lại.", "/admin/")
        notifications_sending.notify_school(LINKS, school, f"Việc khác của {school.code}", "Xem lại.", "/admin/")
    digest.send_digest()
    texts = smtp.texts("both@example.vn")
    assert len(texts) == 2
    for code, other, role in (("A", "B", Role.SCHOOL_APPROVER), ("B", "A", Role.SCHOOL_ADMIN)):
        (text,) = [text for text in texts if f"Việc của {code}" in text]
        assert f"Việc khác của {code}" in text
        assert world.schools[code].name in text
        assert str(role.label) in text
        assert f"của {other}" not in text
        assert world.schools[other].name not in text
    assert digest.bundle_notices() == 0
    digest.send_digest()
    assert len(smtp.texts("both@example.vn")) == 2


@pytest.mark.parametrize("way", ["left", "suspended", "inactive", "closed"])
def test_who_has_left_gets_nothing(world, smtp, way):
    tell_a(world)
    member, school = Membership.objects.get(user=world.people["admin-a"]), world.schools["A"]
    if way == "left":
        member.delete()
    elif way == "suspended":
        Membership.objects.filter(pk=member.pk).update(suspended_at=timezone.now())
    elif way == "inactive":
        type(member.user).objects.filter(pk=member.user_id).update(is_active=False)
    else:
        school.closed_on = timezone.localdate()
        school.save()
    digest.send_digest()
    assert smtp.receivers == ([] if way == "closed" else ["approver-a@example.vn"])
    if way in ("left", "suspended"):
        assert "Việc của A" not in client_of(world.people["admin-a"]).get("/admin/").content.decode()


def test_what_is_urgent_goes_at_once_and_takes_the_rest_along(world, smtp):
    tell_a(world)
    digest.send_urgent.func()
    assert smtp.receivers == []
    tell_a(world, REMINDER, "Cần trả lời ngay")
    digest.send_urgent.func()
    assert smtp.receivers == ["admin-a@example.vn", "approver-a@example.vn"]
    (text,) = smtp.texts("admin-a@example.vn")
    assert text.lstrip().startswith("Cần trả lời ngay – ")
    assert "Việc của A" in text
    digest.send_digest()
    assert len(smtp.got) == 2


def test_opting_out_of_what_is_no_duty(world, smtp):
    person, school = world.people["approver-a"], world.schools["A"]
    client = client_of(person)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    field = f"mail_choices-at_{school.pk}"
    assert f'name="{field}" value="links"' in page
    assert f'name="{field}" value="reminder"' not in page
    from cms.tenancy.notifications.preferences import MailPreferencesForm

    form = MailPreferencesForm({field: ["citations"]}, instance=person, prefix="mail_choices")
    assert form.is_valid(), form.errors
    form.save()
    form.save()
    offered = set(re.findall(rf'name="{field}" value="(\w+)"', page))
    refused = {(person.pk, school.pk, kind) for kind in offered - {"citations"}}
    assert set(NoticeOptOut.objects.values_list("user", "school", "kind")) == refused
    assert (person.pk, school.pk, "links") in refused
    tell_a(world)
    digest.send_digest()
    assert smtp.receivers == ["admin-a@example.vn"]
    tell_a(world, REMINDER)
    digest.send_digest()
    assert smtp.receivers.count(person.email) == 1
    assert "Việc của A" in client.get(reverse("notices")).content.decode()  # in the admin all the same
    wrong = MailPreferencesForm({field: ["reminder"]}, instance=person, prefix="mail_choices")
    assert not wrong.is_valid()


def test_words_are_those_of_the_system_whoever_acts(world):
    row = make_broadcast(title="Chỉ thị")
    with translation.override("en"):
        notifications_sending.notify_school(
            REMINDER, world.schools["A"], notifications.REMINDER.label, "%(note)s", "/", {"note": "100 % trường"}
        )
    notice = Notice.objects.filter(kind="reminder").first()
    with translation.override("vi"):
        assert notice.subject == str(notifications.REMINDER.label)
    assert notice.text == "100 % trường"
    assert row.announced_at is None


def test_a_mailbox_that_does_not_exist_is_said_and_not_asked_again(world, smtp):
    smtp.refused = {"admin-a@example.vn"}
    tell_a(world)
    digest.send_digest()
    assert smtp.receivers == ["approver-a@example.vn"]
    failed = Letter.objects.get(state=Letter.State.FAILED)
    assert (failed.user.email, failed.error, failed.next_try_at) == (
        "admin-a@example.vn",
        "SMTPRecipientsRefused",
        None,
    )
    smtp.refused = set()
    digest.send_due_letters()
    assert len(smtp.got) == 1


def test_a_server_that_is_down_is_tried_again(world, smtp):
    tell_a(world)
    smtp.server.stop()
    smtp.server = None
    with pytest.raises(OSError, match="refused"):
        digest.send_digest()
    assert set(Letter.objects.values_list("state", "attempts")) == {("waiting", 0)}
    smtp.server = Controller(smtp, hostname="127.0.0.1", port=smtp.port)
    smtp.server.start()
    digest.send_due_letters()
    assert smtp.receivers == ["admin-a@example.vn", "approver-a@example.vn"]


def test_a_worker_killed_while_sending_leaves_nothing_out_and_repeats_under_the_same_name(world, smtp, monkeypatch):
    class Killed(BaseException):
        """As SIGKILL leaves it: nothing after this line runs."""

    tell_a(world)
    save = Letter.save

    def die(letter, *args, **kwargs):
        if letter.state == Letter.State.SENT:
            raise Killed
        return save(letter, *args, **kwargs)

    monkeypatch.setattr(Letter, "save", die)
    with pytest.raises(Killed):
        digest.send_digest()
    monkeypatch.undo()
    assert len(smtp.got) == 1
    digest.send_due_letters()  # the other letter; the first is claimed still
    assert len(smtp.got) == 2
    digest.send_due_letters()
    assert len(smtp.got) == 2
    Letter.objects.filter(state=Letter.State.SENDING).update(next_try_at=timezone.now())
    digest.send_due_letters()
    names = [message["Message-ID"] for _to, message in smtp.got]
    assert len(names) == 3
    assert len(set(names)) == 2
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_the_own_notices_and_nobody_elses(world):
    tell_a(world, subject="Liên kết hỏng ở A")
    own, other = world.people["approver-a"], world.people["approver-b"]
    notice = Notice.objects.get(user=own)
    assert "Liên kết hỏng ở A" in client_of(own).get("/admin/").content.decode()
    for person in (other, world.people["admin-a"], world.office):
        assert client_of(person).get(reverse("notice", args=[notice.pk])).status_code in (302, 404)
        notice.refresh_from_db()
        assert notice.read_at is None
    assert "Liên kết hỏng" not in client_of(other).get(reverse("notices")).content.decode()
    client_of(other).post(reverse("notices_read"))
    notice.refresh_from_db()
    assert notice.read_at is None
    response = client_of(own).get(reverse("notice", args=[notice.pk]))
    assert response["Location"] == "/admin/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "Liên kết hỏng ở A" not in client_of(own).get("/admin/").content.decode()


def test_the_office_sees_what_was_mailed_and_a_school_does_not(world, smtp):
    tell_a(world)
    digest.send_digest()
    url = reverse("notices_outbox")
    text = client_of(world.office).get(url).content.decode()
    assert "Việc của A" in text
    assert world.schools["A"].name in text
    assert "admin-a@example.vn" not in text
    assert "Việc của A" not in client_of(world.office).get(url + "?state=failed").content.decode()
    assert "Việc của A" not in client_of(world.office).get(url + "?q=mau+b").content.decode()
    assert "Việc của A" in client_of(world.office).get(url + "?q=mau+a&state=x&p=9999").content.decode()
    for name in ("admin-a", "approver-b"):
        answer = client_of(world.people[name]).get(url)
        assert answer.status_code != 200 or "Việc của A" not in answer.content.decode()


def test_old_ones_are_forgotten(world, smtp):
    tell_a(world)
    digest.send_digest()
    long_ago = timezone.now() - datetime.timedelta(days=digest.RETENTION_DAYS + 1)
    Letter.objects.filter(user=world.people["admin-a"]).update(created_at=long_ago)
    Notice.objects.filter(user=world.people["admin-a"]).update(created_at=long_ago)
    digest.prune_notices()
    assert list(Letter.objects.values_list("user__email", flat=True)) == ["approver-a@example.vn"]
    assert list(Notice.objects.values_list("user__email", flat=True)) == ["approver-a@example.vn"]


def test_a_kind_is_named_once():
    with pytest.raises(ValueError, match="links"):
        notification_types.register_type(notification_types.NotificationType("links", "Khác"))


def test_three_thousand_places_cost_few_queries(world, django_assert_max_num_queries):
    tell_a(world)
    with django_assert_max_num_queries(12) as few:
        assert digest.bundle_notices() == 2
    for _number in range(4):
        notifications_sending.notify_schools(
            LINKS, [school.pk for school in world.schools.values()], "Việc", "Xem.", lambda pk: "/admin/"
        )
    with django_assert_max_num_queries(len(few)):
        assert digest.bundle_notices() == 4
