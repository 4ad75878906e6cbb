"""What schools do with an item: their own answers alone, kept with who and when."""

import pytest
from django.core import mail
from django.core.management import call_command

from cms.district.broadcasts import receipt_report, responses, sending
from cms.district.broadcasts.sending import TransitionNotAllowed
from cms.district.models import Receipt
from cms.home.models import NewsPage
from cms.tenancy import scope
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast, make_office_page
from tests.factories import make_office, make_school, make_user
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver(a):
    return make_user(Role.SCHOOL_APPROVER, a)


def states(row) -> dict[str, str]:
    return {line.school.code: line.state for line in receipt_report.build_receipt_lines(row)}


def worker():
    call_command("run_jobs", "--once", verbosity=0)


def test_no_receipt_before_something_happens(a, b):
    row = make_broadcast()
    assert states(row) == {"A": "sent", "B": "sent"}
    assert not Receipt.objects.exists()
    assert [school.code for school in receipt_report.schools_without_response(row)] == ["A", "B"]


def test_seen_then_confirmed_with_who_and_when(a, b, approver):
    row = make_broadcast()
    editor = make_user(Role.SCHOOL_EDITOR, a)
    responses.mark_seen(a, row.pk, editor)
    responses.mark_seen(a, row.pk, approver)
    assert states(row) == {"A": "seen", "B": "sent"}
    responses.confirm_broadcast(a, row.pk, approver)
    responses.confirm_broadcast(a, row.pk, approver)
    responses.mark_seen(a, row.pk, editor)
    assert states(row) == {"A": "confirmed", "B": "sent"}
    assert [school.code for school in receipt_report.schools_without_response(row)] == ["B"]
    events = Receipt.objects.get(school=a).events.values_list("state", "by")
    assert list(events) == [("seen", editor.pk), ("confirmed", approver.pk)]
    assert scope.owner_id(Receipt.objects.get()) == a.pk
    assert receipt_report.count_responses([row]) == {row.pk: (1, 2)}


def test_a_school_that_is_not_meant_cannot_answer(a, b):
    row = make_broadcast(audience="list", school_ids=[a.pk])
    with pytest.raises(TransitionNotAllowed):
        responses.confirm_broadcast(b, row.pk, make_user(Role.SCHOOL_APPROVER, b))
    assert responses.get_broadcast(b, row.pk) is None


def test_answers_fit_the_kind_and_the_time(a, approver):
    mandatory, recommended = make_broadcast(), make_broadcast(mode="recommended")
    with pytest.raises(TransitionNotAllowed):
        responses.decline_broadcast(a, mandatory.pk, approver, "Không")
    with pytest.raises(TransitionNotAllowed):
        responses.confirm_broadcast(a, recommended.pk, approver)
    with pytest.raises(TransitionNotAllowed):
        responses.decline_broadcast(a, recommended.pk, approver, "  ")
    with pytest.raises(TransitionNotAllowed):
        responses.accept_broadcast(a, recommended.pk, approver, place="legal.LegalMaterialPage")
    sending.recall_broadcast(recommended, make_user(Role.OFFICE_ADMIN), "Nhầm")
    with pytest.raises(TransitionNotAllowed):
        responses.accept_broadcast(a, recommended.pk, approver)
    with pytest.raises(TransitionNotAllowed):
        sending.recall_broadcast(recommended, make_user(Role.OFFICE_ADMIN), "Lần nữa")


def test_a_reason_for_declining_is_kept(a, approver):
    row = make_broadcast(mode="recommended")
    responses.decline_broadcast(a, row.pk, approver, "Trường đã có bài này")
    assert Receipt.objects.get().reason == "Trường đã có bài này"
    assert states(row)["A"] == "declined"


def test_a_copy_is_the_schools_own_and_remembers_its_source(a, b, approver):
    image = make_image(collection=make_office().collection)
    page = make_office_page(title="Mẫu kế hoạch", image=image)
    row = make_broadcast(page=page, mode="copy")
    receipt = responses.create_copy(a, row.pk, approver)
    copy = receipt.copy.specific
    assert scope.owner_id(copy) == a.pk
    assert isinstance(copy, NewsPage)
    assert (copy.live, copy.title, copy.slug) == (False, "Mẫu kế hoạch", page.slug)
    assert receipt.copied_revision_id == page.live_revision_id
    assert responses.create_copy(a, row.pk, approver).copy_id == copy.pk  # once
    assert states(row) == {"A": "confirmed", "B": "sent"}
    copy.title = "Kế hoạch của trường"
    copy.save_revision(user=approver).publish(user=approver)
    assert states(row)["A"] == "posted"
    page.refresh_from_db()
    assert page.title == "Mẫu kế hoạch"


def test_a_copy_hears_of_later_changes(a, approver):
    page = make_office_page(title="Mẫu")
    row = make_broadcast(page=page, mode="copy")
    responses.create_copy(a, row.pk, approver)
    page.title = "Mẫu mới"
    page.save_revision().publish()
    row.refresh_from_db()
    receipt = Receipt.objects.get()
    assert receipt.copied_revision_id != row.source_revision_id
    responses.mark_copy_up_to_date(a, row.pk, approver)
    receipt.refresh_from_db()
    assert receipt.copied_revision_id == row.source_revision_id


def test_a_recall_takes_copies_off_the_sites_and_says_so_to_that_school_alone(a, b, approver):
    other = make_user(Role.SCHOOL_APPROVER, b)
    row = make_broadcast(mode="copy")
    copy = responses.create_copy(a, row.pk, approver).copy.specific
    copy.save_revision().publish()
    sending.recall_broadcast(row, make_user(Role.OFFICE_ADMIN), "Văn bản đã thay đổi")
    worker()
    copy.refresh_from_db()
    assert not copy.live
    assert [message.to for message in mail.outbox] == [[approver.email]]
    assert "Văn bản đã thay đổi" in mail.outbox[0].body
    assert other.email not in str([message.to for message in mail.outbox])


def test_reminders_go_to_those_who_have_not_answered_and_to_nobody_else(a, b, approver):
    row = make_broadcast(audience="list", school_ids=[a.pk, b.pk])
    other, editor = make_user(Role.SCHOOL_APPROVER, b), make_user(Role.SCHOOL_EDITOR, b)
    suspended = make_user(Role.SCHOOL_ADMIN, b, is_active=False)
    make_user(Role.SCHOOL_ADMIN, make_school("C"))
    responses.confirm_broadcast(a, row.pk, approver)
    assert sending.request_reminders(row, make_user(Role.OFFICE_ADMIN)) == 1
    assert mail.outbox == []  # the worker writes
    worker()
    assert [message.to for message in mail.outbox] == [[other.email]]
    assert row.title in mail.outbox[0].subject
    assert f"/admin/from-office/{b.pk}/{row.pk}/" in mail.outbox[0].body
    assert not {editor.email, suspended.email} & {address for message in mail.outbox for address in message.to}


def test_an_answer_that_comes_before_the_worker_is_not_reminded(a, approver):
    row = make_broadcast()
    sending.request_reminders(row, make_user(Role.OFFICE_ADMIN))
    responses.confirm_broadcast(a, row.pk, approver)
    worker()
    assert mail.outbox == []
