"""An opinion on a draft from a telephone, and a channel's feed that comes after a click alone."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.home.models import SchoolSettings
from cms.opinions.asking import rounds
from cms.opinions.asking.articles import parts_of
from cms.opinions.models import Consultation, Opinion
from tests.browser.test_axe import HOST, findings
from tests.browser.test_policy import watched
from tests.factories import make_school

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_citizen_says_something_of_an_article(live_sites, new_page):
    row = Consultation.objects.create(
        school=make_school("A"), title="Dự thảo nội quy", audience="public",
        closes_at=timezone.now() + datetime.timedelta(days=3),
    )  # fmt: skip
    rounds.set_articles(row, parts_of("Điều 1. Phạm vi\nMột.\nĐiều 2. Đối tượng\nHai."))
    rounds.open_(row)
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
