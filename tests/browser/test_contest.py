"""A pupil takes part on a phone whose line breaks in the middle; axe looks at what stands before and after."""

import re

import pytest
from playwright.sync_api import expect

from cms.contests.models import Answer, Attempt
from tests.browser.test_axe import findings
from tests.contests.factories import make_contest
from tests.factories import make_school

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def answered() -> int:
    return Answer.objects.exclude(received_at=None).count()


def test_a_phone_with_a_lost_line(live_sites, new_page):
    kinds = ("one", "several", "true_false", "order", "match", "short")
    school = make_school("A")
    contest = make_contest(school, kinds, shows_score=True, prediction_question="Bao nhiêu bạn dự thi?")
    page = new_page(**PHONE)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(live_sites.url(school.site.hostname, contest.get_absolute_url()))
    problems = findings(page)
    page.fill("#id_name", "Trần Bình")
    page.fill("#id_class_name", "9B")
    page.check("#id_agreed")
    page.click("form[action*='/vao/'] button")
    expect(page.locator(".attempt-question")).to_have_count(6)
    assert "#" not in page.url  # the token does not stay in the address
    expect(page.locator("#attempt-clock")).to_have_text(re.compile(r"^(20:00|19:\d\d)$"))
    problems += findings(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.locator("input[type=radio]").first.check()
    expect(page.locator("#attempt-saved")).to_have_text("Đã lưu mọi câu trả lời.")
    assert answered() == 1

    page.context.set_offline(True)
    page.locator("input[type=checkbox]").first.check()
    page.locator(".attempt-order button").first.click()
    page.locator(".attempt-pair select").first.select_option(index=1)
    page.locator(".attempt-question input[maxlength='500']").fill("18 tuổi")
    page.locator("h1").click()
    expect(page.locator("#attempt-alert")).to_be_visible()
    assert answered() == 1
    page.context.set_offline(False)
    expect(page.locator("#attempt-saved")).to_have_text("Đã lưu mọi câu trả lời.", timeout=30_000)
    assert answered() == 5

    page.reload()  # nothing of it is lost
    expect(page.locator("input[type=radio]:checked")).to_have_count(1)
    expect(page.locator(".attempt-question input[maxlength='500']")).to_have_value("18 tuổi")
    assert Attempt.objects.get().device == 1

    page.fill("#prediction", "12")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#attempt-hand-in")
    expect(page.locator("#attempt-end h2")).to_have_text("Bài của bạn đã được nộp.")
    assert "Điểm của bạn" in page.locator("#attempt-score").inner_text()
    problems += findings(page)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('attempt:'))") == []
    attempt = Attempt.objects.get()
    assert attempt.finished_at
    assert attempt.prediction == 12
    assert problems == []
    assert errors == []
