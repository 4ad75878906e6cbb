"""A sent item on the schools' sites: shown by reference, only where it is meant, only while it is live."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.core import versions
from cms.district.broadcasts import cached_index, responses, sending
from cms.district.models import Broadcast, Receipt
from cms.home.models import NewsPage, NoticePage
from cms.legal.models import LegalMaterialPage, LegalNewsPage
from cms.tenancy.authorities import reform
from cms.tenancy.models import School
from cms.tenancy.roles import Role
from search.models import IndexEntry
from tests.district.factories import make_broadcast, make_office_page
from tests.factories import make_authority, make_office, make_school, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
TITLE = "Chỉ thị về an toàn giao thông"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def b():
    return make_school("B", level="THCS", name="Trường THCS Mẫu B", commune="Xã Khác")


def get(school, path="/"):
    return Client(headers={"host": school.site.hostname}).get(path)


def text(school, path="/") -> str:
    return get(school, path).content.decode()


SECTION = "/pho-bien-giao-duc-phap-luat/"


@pytest.mark.parametrize(
    ("model", "paths"),
    [
        (NewsPage, ["/", "/tin-tuc/"]),
        (NoticePage, ["/", "/thong-bao/"]),
        (LegalNewsPage, ["/", SECTION, f"{SECTION}tin-tuc-hoat-dong/"]),
        (LegalMaterialPage, [SECTION, f"{SECTION}tai-lieu/"]),
    ],
)
def test_it_stands_in_the_lists_of_every_school(a, b, model, paths):
    make_broadcast(TITLE, model=model)
    office = make_office()
    for school in (a, b):
        for path in paths:
            html = text(school, path)
            assert TITLE in html, path
            assert office.short_name in html


def test_a_document_with_a_note(a):
    document = make_document("30/2020/NĐ-CP", title="Về công tác văn thư")
    row = make_broadcast(document=document, note="Phổ biến trong buổi chào cờ")
    for path in ("/", SECTION, f"{SECTION}van-ban-phap-luat-moi/"):
        assert "30/2020/NĐ-CP" in text(a, path), path
    html = text(a, f"/chi-dao/{row.pk}-{document.slug}/")
    assert "Phổ biến trong buổi chào cờ" in html
    assert f'rel="canonical" href="http://cong.localhost/van-ban/{document.slug}/"' in html


def test_its_own_address_in_the_schools_frame(a, b):
    page = make_office_page(title=TITLE)
    row = make_broadcast(page=page, audience="level", levels=["TH"], note="Đọc trước lớp")
    path = f"/chi-dao/{row.pk}-{page.slug}/"
    html = text(a, path)
    assert TITLE in html
    assert a.name in html
    assert make_office().name in html
    assert "Đọc trước lớp" in html
    assert f'rel="canonical" href="http://cong.localhost/tin-tuc/{page.slug}/"' in html
    assert get(a, f"/chi-dao/{row.pk}-anders/").status_code == 301
    assert get(b, path).status_code == 404  # not meant
    assert Client(headers={"host": "cong.localhost"}).get(path).status_code == 404  # it stands there itself
    assert get(a, f"/en{path}").status_code == 404


@pytest.mark.parametrize(
    "rule",
    [
        {"audience": "level", "levels": ["TH"]},
        {"audience": "commune", "communes": ["Xã Mẫu"]},
        {"audience": "list"},
    ],
)
def test_only_where_it_is_meant(a, b, rule):
    if rule["audience"] == "list":
        rule["school_ids"] = [a.pk]
    make_broadcast(TITLE, **rule)
    assert TITLE in text(a)
    assert TITLE not in text(b)


def test_an_authority_today_and_as_of_a_day(a, b):
    """The target follows a reform, or stays with the schools of a day."""
    old, new = make_authority(), make_authority("UBND xã Mới")
    make_broadcast("Theo từng ngày", audience="authority", authority=old)
    make_broadcast("Theo ngày gửi", audience="authority", authority=old, as_of=timezone.localdate() - 2 * HOUR * 24)
    assert "Theo từng ngày" in text(a)
    reform.transfer_schools([a], new, timezone.localdate())
    assert "Theo từng ngày" not in text(a)
    assert "Theo từng ngày" in text(b)
    for school in (a, b):
        assert "Theo ngày gửi" in text(school)


def test_a_school_that_moves_to_another_commune_follows(a):
    make_broadcast(TITLE, audience="commune", communes=["Xã Mới"])
    assert TITLE not in text(a)
    a.commune = "Xã Mới"
    a.save()
    assert TITLE in text(a)


def test_not_before_it_is_sent_and_on_time_after(a, monkeypatch):
    now = timezone.now()
    row = make_broadcast(TITLE, sent=False, go_live_at=now + HOUR, expire_at=now + 3 * HOUR)
    assert TITLE not in text(a)
    sending.send_broadcast(row, make_user(Role.OFFICE_ADMIN))
    assert TITLE not in text(a)
    for hours, there in ((2, True), (4, False)):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + hours * HOUR)
        assert (TITLE in text(a)) is there


def test_an_edit_is_seen_everywhere_and_a_draft_nowhere(a, b):
    page = make_office_page(title=TITLE)
    make_broadcast(page=page)
    page.title = "Tên nháp"
    page.save_revision()
    assert TITLE in text(a)
    page.save_revision().publish()
    for school in (a, b):
        assert "Tên nháp" in text(school)
        assert TITLE not in text(school)


@pytest.mark.parametrize("way", ["unpublish", "private", "delete", "recall"])
def test_what_is_taken_away_is_gone_everywhere(a, b, way):
    page = make_office_page(title=TITLE)
    row = make_broadcast(page=page)
    path = f"/chi-dao/{row.pk}-{page.slug}/"
    assert get(a, path).status_code == 200
    if way == "unpublish":
        page.unpublish()
    elif way == "private":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    elif way == "delete":
        page.delete()
    else:
        sending.recall_broadcast(row, make_user(Role.OFFICE_ADMIN), "Nhầm văn bản")
    for school in (a, b):
        assert TITLE not in text(school)
        assert get(school, path).status_code == 404
    assert Broadcast.objects.filter(pk=row.pk).exists()


def test_another_process_follows_the_counter(a, monkeypatch):
    """What this process remembers is dropped when the counter in the database has moved."""
    row = make_broadcast(TITLE)
    versions.forget_known()  # as after the commit
    assert TITLE in text(a)
    Broadcast.objects.filter(pk=row.pk).update(recalled_at=timezone.now())  # elsewhere
    assert TITLE in text(a)
    cached_index.invalidate_broadcasts()
    versions.forget_known()
    assert TITLE not in text(a)


def test_recommended_items_wait_for_the_school(a, b):
    row = make_broadcast(TITLE, mode="recommended")
    approver = make_user(Role.SCHOOL_APPROVER, a)
    assert TITLE not in text(a)
    responses.accept_broadcast(a, row.pk, approver, place="legal.LegalNewsPage")
    assert TITLE in text(a, f"{SECTION}tin-tuc-hoat-dong/")
    assert TITLE not in text(a, "/tin-tuc/")
    assert TITLE not in text(b)
    responses.accept_broadcast(a, row.pk, approver, show_on=timezone.localdate() + datetime.timedelta(days=2))
    assert TITLE not in text(a)
    responses.decline_broadcast(a, row.pk, approver, "Đã có bài tương tự")
    assert TITLE not in text(a)


def test_a_closed_school_receives_nothing_and_its_receipts_stay(a, b):
    row = make_broadcast(TITLE)
    responses.confirm_broadcast(a, row.pk, make_user(Role.SCHOOL_APPROVER, a))
    School.objects.get(pk=a.pk)
    a.closed_on = timezone.localdate()
    a.save()
    assert cached_index.list_broadcasts_sent_to(a.pk) == []
    assert Receipt.objects.filter(school=a).count() == 1
    assert TITLE in text(b)


def test_pages_of_a_list_hold_own_and_sent_items_once(a):
    for number in range(14):
        make_page(NewsPage, a, f"Tin riêng {number:02}", date=datetime.date(2026, 3, 1 + number))
    for number in range(3):
        page = make_office_page(title=f"Tin chung {number}", date=datetime.date(2026, 3, 5 + 4 * number))
        make_broadcast(page=page)
    pages = [get(a, f"/tin-tuc/?page={number}").context["page_of"] for number in (1, 2)]
    assert pages[0].total == 17
    titles = [card.title for page in pages for card in page.items]
    dates = [card.date for page in pages for card in page.items]
    assert len(set(titles)) == 17
    assert dates == sorted(dates, reverse=True)
    assert get(a, "/tin-tuc/?year=2026").context["page_of"].total == 17


def test_the_schools_feed_and_site_map_hold_its_own_pages(a):
    make_broadcast(TITLE)
    assert TITLE not in text(a, "/tin.atom")
    assert "chi-dao" not in text(a, "/sitemap.xml")


def test_one_entry_in_the_search(a, b, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = make_office_page(title=TITLE)
        make_broadcast(page=page)
    assert list(IndexEntry.objects.filter(title=TITLE).values_list("source", flat=True)) == [f"page:{page.pk}"]


def test_sending_writes_the_same_few_rows_for_one_school_and_for_many(a, b):
    """One broadcast, one counter, one log entry: nothing per school."""
    user = make_user(Role.OFFICE_ADMIN)
    make_broadcast(user=user)  # what is read once per process
    row, other = make_broadcast(TITLE, sent=False), make_broadcast("Tin khác", sent=False)
    with CaptureQueriesContext(connection) as queries:
        sending.send_broadcast(row, user)
    for code in "CD":
        make_school(code)
    with CaptureQueriesContext(connection) as more:
        sending.send_broadcast(other, user)
    assert len(more) == len(queries) < 20
    assert not Receipt.objects.exists()


def test_a_school_home_costs_the_same_with_none_and_with_many(a):
    make_page(NewsPage, a)
    versions.forget_known()  # as after the commit: what is read once per version stays
    text(a)
    with CaptureQueriesContext(connection) as before:
        text(a)
    page = make_office_page(title=TITLE)
    Broadcast.objects.bulk_create(
        Broadcast(title=f"Tin {number}", page=page, place="home.NewsPage", sent_at=timezone.now())
        for number in range(60)
    )
    cached_index.invalidate_broadcasts()
    versions.forget_known()
    assert TITLE in text(a)
    text(a)
    with CaptureQueriesContext(connection) as after:
        text(a)
    assert len(after) == len(before), [q["sql"][:120] for q in after]
    assert Page.objects.filter(title=TITLE).count() == 1
