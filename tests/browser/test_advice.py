"""Asking in a real browser: the proof of work, the telephone's width, pupils, no scripts, the keyboard."""

import pytest
from playwright.sync_api import expect

from cms.advice.models import Question
from tests.browser.test_axe import HOST, findings
from tests.browser.test_policy import watched
from tests.factories import make_school

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
FORM = "/hoi-dap/dat-cau-hoi/"
TEXT = "Con tôi bị bạn cùng lớp đe dọa trên mạng, nhà trường phải xử lý thế nào?"


def test_a_parent_asks_from_a_telephone(live_sites, new_page):
    make_school("A")
    page = new_page(viewport={"width": 360, "height": 740})
    said = watched(page)
    page.goto(live_sites.url(HOST, FORM))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    page.get_by_label("Phụ huynh").focus()
    page.keyboard.press("Space")
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_consent").check()
    expect(page.locator("[data-proof]")).to_have_text("Đã sẵn sàng gửi.", timeout=60_000)
    page.get_by_role("button", name="Gửi câu hỏi").press("Enter")
    expect(page.locator(".follow__code")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
    assert said == []
    question = Question.objects.get()
    assert (question.text, question.marks) == (TEXT, [])  # proven, so without a mark


def test_a_pupil_is_asked_for_nothing_personal(live_sites, new_page):
    make_school("A")
    page = new_page()
    page.goto(live_sites.url(HOST, FORM))
    page.locator("#id_name").fill("Nguyễn Văn Bé")
    page.get_by_label("Học sinh").check()
    expect(page.locator("#id_name")).to_be_hidden()
    expect(page.locator("#id_mail")).to_be_hidden()
    page.get_by_label("Phụ huynh").check()
    expect(page.locator("#id_name")).to_have_value("")


def test_without_scripts_it_is_said_and_nothing_is_lost(live_sites, new_page):
    make_school("A")
    page = new_page(java_script_enabled=False)
    page.goto(live_sites.url(HOST, FORM))
    page.get_by_label("Phụ huynh").check()
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_consent").check()
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator("[role=alert]").first).to_contain_text("giây")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    assert not Question.objects.exists()
