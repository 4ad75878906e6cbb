"""The office's and the schools' screens, as people use them."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.district.broadcasts import responses
from cms.district.models import Broadcast, Receipt
from cms.home.models import NewsPage
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast, make_office_page
from tests.factories import client_of, make_office, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    make_office()
    return client_of(make_user(Role.OFFICE_ADMIN))


def form(**fields):
    return {"mode": "mandatory", "audience": "all", "needs_confirmation": "on", **fields}


# --- the office -----------------------------------------------------------------------------------------------


def test_the_office_sends_a_page_and_follows_it(office, a, b):
    page = make_office_page(title="Kế hoạch tuyên truyền")
    assert (
        reverse("district_broadcast_add")
        in office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    assert "Kế hoạch" in office.get(reverse("district_broadcast_add"), {"page": page.pk}).content.decode()
    response = office.post(reverse("district_broadcast_add"), form(page=page.pk, send="1"), follow=True)
    row = Broadcast.objects.get()
    assert (row.title, row.place, row.state) == ("Kế hoạch tuyên truyền", "home.NewsPage", "live")
    html = response.content.decode()
    assert a.name in html
    assert b.name in html
    responses.confirm_broadcast(a, row.pk, make_user(Role.SCHOOL_APPROVER, a))
    table = office.get(reverse("district_broadcast", args=[row.pk]), {"state": "missing"}).context["object_list"]
    assert [line.school.code for line in table] == ["B"]
    assert "Kế hoạch" in office.get(reverse("district_broadcasts")).content.decode()
    office.post(reverse("district_broadcast_recall", args=[row.pk]), {"reason": ""})
    row.refresh_from_db()
    assert row.state == "live"
    office.post(reverse("district_broadcast_recall", args=[row.pk]), {"reason": "Nhầm"})
    row.refresh_from_db()
    assert (row.state, row.recall_reason) == ("recalled", "Nhầm")
    assert office.get(reverse("district_broadcast", args=[row.pk])).status_code == 200


def test_a_draft_is_sent_later_and_changed_after_sending(office, a, b):
    page = make_office_page()
    office.post(reverse("district_broadcast_add"), form(page=page.pk))
    row = Broadcast.objects.get()
    assert row.state == "draft"
    office.post(reverse("district_broadcast_send", args=[row.pk]))
    edit = reverse("district_broadcast_edit", args=[row.pk])
    assert office.get(edit).status_code == 200
    codes = {"audience": "list", "school_codes": f"{a.code}\n"}
    assert office.post(edit, form(mode="copy", **codes)).status_code == 302
    row.refresh_from_db()
    assert (row.mode, row.school_ids, row.page_id) == ("mandatory", [a.pk], page.pk)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "page"),
        ({"audience": "level"}, "levels"),
        ({"audience": "commune"}, "communes"),
        ({"audience": "authority"}, "authority"),
        ({"audience": "list"}, "school_codes"),
        ({"audience": "list", "school_codes": "Trường không có"}, "school_codes"),
        ({"place": "legal.LegalMaterialPage"}, "place"),
        ({"expire_at": "2020-01-01 08:00"}, "expire_at"),
        ({"expire_at": "hôm qua"}, "expire_at"),
        ({"confirm_by": "2020-01-01"}, "confirm_by"),
        ({"confirm_by": "2099-01-01", "go_live_at": "2099-01-02 08:00"}, "confirm_by"),
    ],
)
def test_mistakes_are_said_and_nothing_is_lost(office, a, fields, field):
    page = {} if field == "page" else {"page": make_office_page().pk}
    response = office.post(reverse("district_broadcast_add"), form(note="Giữ lại", **page, **fields))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "Giữ lại" in response.content.decode()
    assert not Broadcast.objects.exists()


def test_a_day_to_answer_by_that_has_passed_does_not_block_the_form(office, a):
    row = make_broadcast(confirm_by=timezone.localdate() - datetime.timedelta(days=3))
    fields = form(page=row.page_id, confirm_by=row.confirm_by.isoformat(), note="Thêm một lời")
    assert office.post(reverse("district_broadcast_edit", args=[row.pk]), fields).status_code == 302
    row.refresh_from_db()
    assert row.note == "Thêm một lời"


def test_schools_pages_drafts_and_copies_of_documents_are_refused(office, a):
    url = reverse("district_broadcast_add")
    for page in (make_page(NewsPage, a), make_office().home_page):
        assert "page" in office.post(url, form(page=page.pk)).context["form"].errors
    draft = make_office_page()
    draft.unpublish()
    assert "page" in office.post(url, form(page=draft.pk)).context["form"].errors
    document = make_document()
    assert "mode" in office.post(url, form(document=document.pk, mode="copy")).context["form"].errors
    assert office.post(url, form(document=document.pk, send="1")).status_code == 302
    assert Broadcast.objects.get().place == "legal.LegalDocument"


def test_who_sends(a):
    row = make_broadcast(sent=False)
    steps = [("district_broadcast_send", {}), ("district_broadcast_edit", form()), ("district_broadcast_remind", {})]
    for role, school, status in (
        (Role.SCHOOL_ADMIN, a, 404), (Role.SCHOOL_EDITOR, a, 404), (Role.OFFICE_LIBRARIAN, None, 404),
        (Role.OFFICE_OBSERVER, None, 403),
    ):  # fmt: skip
        client = client_of(make_user(role, school))
        for name, data in steps:
            assert client.post(reverse(name, args=[row.pk]), data).status_code == status, (role, name)
        opened = client.get(reverse("district_broadcast", args=[row.pk])).status_code
        assert opened == (200 if role == Role.OFFICE_OBSERVER else 404)
    row.refresh_from_db()
    assert row.state == "draft"
    approver = client_of(make_user(Role.OFFICE_APPROVER))
    approver.post(reverse("district_broadcast_send", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "live"


# --- the schools ----------------------------------------------------------------------------------------------


def test_a_school_finds_it_on_its_first_screen_opens_it_and_confirms(a, b):
    row = make_broadcast("Văn bản cần đọc")
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    assert "Văn bản cần đọc" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Văn bản cần đọc" in client.get(reverse("district_inbox")).content.decode()
    item = reverse("district_inbox_item", args=[a.pk, row.pk])
    html = client.get(item).content.decode()
    assert re.search(r"th-mau-a\.localhost/chi-dao/\d+-", html)
    assert Receipt.objects.get().state == "seen"
    client.post(reverse("district_inbox_answer", args=[a.pk, row.pk, "confirm"]))
    receipt = Receipt.objects.get()
    assert (receipt.school, receipt.state) == (a, "confirmed")
    assert "Văn bản cần đọc" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_editor_reads_and_does_not_answer(a):
    row = make_broadcast()
    client = client_of(make_user(Role.SCHOOL_EDITOR, a))
    assert client.get(reverse("district_inbox_item", args=[a.pk, row.pk])).status_code == 200
    client.post(reverse("district_inbox_answer", args=[a.pk, row.pk, "confirm"]))
    assert Receipt.objects.get().state == "seen"


def test_a_look_by_the_office_is_not_the_schools(office, a):
    row = make_broadcast()
    assert office.get(reverse("district_inbox_item", args=[a.pk, row.pk])).status_code == 200
    office.post(reverse("district_inbox_answer", args=[a.pk, row.pk, "confirm"]))
    assert not Receipt.objects.exists()


def test_another_schools_items_do_not_exist(a, b):
    """Neither another school's receipt of a common item, nor an item that was sent elsewhere."""
    common, theirs = make_broadcast(), make_broadcast(audience="list", school_ids=[b.pk])
    client = client_of(make_user(Role.SCHOOL_ADMIN, a))
    for school, row in ((b, common), (b, theirs), (a, theirs)):
        for name, args in (
            ("district_inbox_item", []), ("district_inbox_changes", []), ("district_inbox_answer", ["confirm"]),
        ):  # fmt: skip
            url = reverse(name, args=[school.pk, row.pk, *args])
            assert (client.post(url) if args else client.get(url)).status_code == 404
    assert theirs.title not in client.get(reverse("district_inbox")).content.decode()
    assert client.get(reverse("district_inbox"), {"of": b.pk}).context["school"] == a
    assert not Receipt.objects.exists()


def test_accepting_declining_and_copying(a):
    client = client_of(make_user(Role.SCHOOL_ADMIN, a))
    row = make_broadcast(mode="recommended")

    def answer(broadcast, step, **data):
        return client.post(reverse("district_inbox_answer", args=[a.pk, broadcast.pk, step]), data, follow=True)

    answer(row, "accept", place="legal.LegalNewsPage", show_on="khi nào đó")
    assert Receipt.objects.get().state == "seen"
    answer(row, "accept", place="legal.LegalNewsPage", show_on="25/11/2030")
    assert str(Receipt.objects.get().show_on) == "2030-11-25"
    answer(row, "decline", reason="")
    assert Receipt.objects.get().state == "posted"
    answer(row, "decline", reason="Đã có")
    assert Receipt.objects.get().reason == "Đã có"
    assert answer(row, "nothing").status_code == 404
    template = make_broadcast("Mẫu", mode="copy")
    response = answer(template, "copy")
    copy = Receipt.objects.get(broadcast=template).copy
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[copy.pk])


def test_what_the_office_changed_since_the_copy(a):
    page = make_office_page(title="Mẫu cũ")
    row = make_broadcast(page=page, mode="copy")
    user = make_user(Role.SCHOOL_ADMIN, a)
    client = client_of(user)
    responses.create_copy(a, row.pk, user)
    changes = reverse("district_inbox_changes", args=[a.pk, row.pk])
    assert client.get(changes).status_code == 404
    page.title = "Mẫu mới"
    page.save_revision().publish()
    assert changes in client.get(reverse("district_inbox_item", args=[a.pk, row.pk])).content.decode()
    html = client.get(changes).content.decode()
    assert "cũ" in html
    assert "mới" in html
    client.post(reverse("district_inbox_answer", args=[a.pk, row.pk, "taken"]))
    assert client.get(changes).status_code == 404


def test_a_person_of_two_schools_answers_for_each(a, b):
    from cms.tenancy.models import Membership

    row = make_broadcast()
    user = make_user(Role.SCHOOL_APPROVER, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    client = client_of(user)
    assert client.get(reverse("district_inbox"), {"of": b.pk}).context["school"] == b
    for school in (a, b):
        client.post(reverse("district_inbox_answer", args=[school.pk, row.pk, "confirm"]))
    assert list(Receipt.objects.values_list("school", "state")) == [(a.pk, "confirmed")]


def test_the_words_are_there_in_english(a):
    row = make_broadcast()
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    with override("en"):
        assert row.state_words == "Sent"
    assert client.get(reverse("district_inbox_item", args=[a.pk, row.pk])).status_code == 200
