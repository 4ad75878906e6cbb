"""Opinions on a draft, from the one that a telephone sends to the results; and a feed that waits for a click."""

import datetime

import docx
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.home.models import SchoolSettings
from cms.opinions.consultation import transitions
from cms.opinions.consultation.draft_articles import split_into_articles
from cms.opinions.models import Consultation, Opinion
from cms.tenancy.roles import Role
from tests.browser.test_axe import HOST, findings
from tests.browser.test_policy import watched
from tests.browser.test_story import sign_in
from tests.factories import make_school, make_user

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
DRAFT = "Điều 1. Phạm vi\nQuy chế này áp dụng cho mọi lớp.\nĐiều 2. Trao đổi\nMỗi tháng một lần."
SAID = "Nên ghi rõ trao đổi bằng hình thức nào."


def test_a_citizen_says_something_of_an_article(live_sites, new_page):
    row = Consultation.objects.create(
        school=make_school("A"), title="Dự thảo nội quy", audience="public",
        closes_at=timezone.now() + datetime.timedelta(days=3),
    )  # fmt: skip
    transitions.set_articles(row, split_into_articles("Điều 1. Phạm vi\nMột.\nĐiều 2. Đối tượng\nHai."))
    transitions.open_consultation(row)
    page = new_page(viewport={"width": 360, "height": 740})
    said = watched(page)
    page.goto(live_sites.url(HOST, f"/gop-y/{row.pk}-{row.slug}/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    page.locator("#id_article").select_option(label="Điều 2. Đối tượng")
    page.locator("#id_text").fill("Nên ghi rõ lớp.")
    page.get_by_label("Người dân").check()
    page.locator("#id_consent").check()
    expect(page.locator("[data-proof]")).to_have_text("Đã sẵn sàng gửi.", timeout=60_000)
    page.get_by_role("button", name="Gửi ý kiến").click()
    page.wait_for_url("**?cam-on=1")
    assert said == []
    opinion = Opinion.objects.get()
    assert (opinion.article.label, opinion.marks) == ("Điều 2", [])  # proven, so without a mark


def test_a_feed_is_loaded_after_a_click_alone(live_sites, new_page):
    school = make_school("A")
    url = "https://www.facebook.com/truong.mau"
    SchoolSettings.objects.update_or_create(site=school.site, defaults={"facebook_url": url})
    page = new_page()
    asked: list[str] = []
    page.route("https://www.facebook.com/**", lambda route: (asked.append(route.request.url), route.abort()))
    page.goto(live_sites.url(HOST, "/kenh/"))
    assert findings(page) == []
    assert asked == []
    page.locator("[data-embed]").click()
    expect(page.locator("iframe")).to_have_attribute("title", "Bài đăng tại Facebook")
    page.wait_for_timeout(500)
    assert asked
    assert all(one.startswith("https://www.facebook.com/plugins/page.php?") for one in asked)


def opened(page, sites) -> Consultation:
    """A round of the own school, prepared and opened by who decides there."""
    page.goto(sites.url(HOST, "/admin/opinions/"))
    page.get_by_role("link", name="Lấy ý kiến", exact=True).click()
    page.fill("#id_title", "Dự thảo quy chế phối hợp")
    page.select_option("#id_audience", "public")
    page.fill("#id_last_day", (timezone.localdate() + datetime.timedelta(days=7)).isoformat())
    page.fill("#id_draft", DRAFT)
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("button", name="Mở đợt lấy ý kiến").click()
    expect(page.locator(".messages .success")).to_be_visible()
    return Consultation.objects.get()


def say(page, url):
    page.goto(url)
    page.locator("#id_article").select_option(label="Điều 2. Trao đổi")
    page.locator("#id_text").fill(SAID)
    page.get_by_label("Phụ huynh").check()
    page.locator("#id_consent").check()
    expect(page.locator("[data-proof]")).to_have_text("Đã sẵn sàng gửi.", timeout=60_000)
    page.get_by_role("button", name="Gửi ý kiến").click()
    page.wait_for_url("**?cam-on=1")


def test_a_round_from_the_draft_to_its_results(live_sites, new_page):
    """Asked at a school, said twice by readers, answered once, carried off as a Word file, published; another school
    sees nothing of it before."""
    school, other = make_school("A"), make_school("B")
    head, reader, stranger = new_page(), new_page(viewport={"width": 360, "height": 740}), new_page()
    sign_in(head, live_sites, HOST, make_user(Role.SCHOOL_APPROVER, school))
    sign_in(stranger, live_sites, "th-mau-b.localhost", make_user(Role.SCHOOL_ADMIN, other))
    row = opened(head, live_sites)
    here, desk = f"/gop-y/{row.pk}-{row.slug}/", f"/admin/opinions/{row.pk}/"
    for _reader in range(2):
        say(reader, live_sites.url(HOST, here))
    for path in (desk, f"{desk}edit/", f"{desk}table.docx", f"/admin/opinions/asked/{row.pk}/", here):
        assert stranger.goto(live_sites.url("th-mau-b.localhost", path)).status == 404, path

    head.goto(live_sites.url(HOST, desk))
    expect(head.locator("section.district-note")).to_have_count(1)  # said twice, answered once
    expect(head.get_by_text("2 lượt góp ý")).to_be_visible()
    head.get_by_label("Tiếp thu", exact=True).check()
    head.get_by_role("textbox", name="Giải trình").fill("Đã bổ sung hình thức trao đổi.")
    head.get_by_role("button", name="Lưu giải trình").click()
    with head.expect_download() as download:
        head.get_by_role("link", name="Bảng tổng hợp dạng Word").click()
    words = "\n".join(cell.text for table in docx.Document(download.value.path()).tables for cell in table._cells)
    assert SAID in words
    assert "Đã bổ sung hình thức trao đổi." in words

    Consultation.objects.update(closes_at=timezone.now() - datetime.timedelta(minutes=1))  # the last day is over
    head.goto(live_sites.url(HOST, desk))
    head.fill("#summary", "Một ý kiến được tiếp thu.")
    head.get_by_role("button", name="Công bố kết quả").click()
    expect(head.locator(".messages .success")).to_be_visible()
    reader.goto(live_sites.url(HOST, here))
    assert reader.url.endswith("/ket-qua/")
    for said in (SAID, "Đã bổ sung hình thức trao đổi.", "Một ý kiến được tiếp thu."):
        expect(reader.get_by_text(said)).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(reader) == []
