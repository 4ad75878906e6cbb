"""A pupil takes part on a phone whose line breaks in the middle; an organiser makes a contest, a pupil takes it, the
jury judges and a visitor verifies a certificate. axe looks along."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.certificates.models import Certificate
from cms.contests.models import Answer, Attempt, Contest, Round
from cms.contests.taking import attempts
from cms.tenancy.roles import Role
from tests.browser.test_axe import findings
from tests.browser.test_story import sign_in
from tests.certificates.factories import make_template
from tests.contests.factories import make_contest, make_entrant
from tests.factories import make_school, make_user

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

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


def settle(page):
    """What comes in slowly (Wagtail's messages) has its colours only then."""
    page.wait_for_timeout(200)
    page.evaluate(
        "() => Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity)"
        ".map(one => one.finished.catch(() => 0)))"
    )


class Stage:
    """The organiser's window and what axe said of the screens in it."""

    def __init__(self, sites, school, new_page):
        self.sites, self.host, self.new_page = sites, school.site.hostname, new_page
        self.desk = new_page(viewport={"width": 1280, "height": 900})
        self.problems = []
        sign_in(self.desk, sites, self.host, make_user(Role.SCHOOL_ADMIN, school))

    def url(self, path):
        return self.sites.url(self.host, path)

    def open(self, path):
        self.desk.goto(self.url(path))
        return self.desk

    def press(self, name):
        """The button, or the link that looks like one."""
        room = self.desk.locator("main .nice-padding")
        room.get_by_role("button", name=name).or_(room.get_by_role("link", name=name)).first.click()

    def look(self, page):
        """axe, and on a phone the width."""
        settle(page)
        self.problems += [f"{page.url}: {one}" for one in findings(page)]
        narrow = page.viewport_size["width"]
        if narrow == 360 and page.evaluate("document.documentElement.scrollWidth") > narrow:
            self.problems.append(f"{page.url}: wider than the phone")

    def phone(self):
        return self.new_page(**PHONE)


def ask(stage, kind, text, lines):
    desk = stage.open("/admin/question-bank/new/")
    desk.get_by_role("link", name=kind).click()
    desk.fill("#id_text", text)
    desk.fill("#id_lines", lines)
    desk.select_option("#id_difficulty", "2")
    desk.select_option("#id_state", "ready")
    stage.press("Lưu")
    expect(desk).to_have_url(re.compile(r"/admin/question-bank/\d+/$"))


def organise(stage) -> Contest:
    """Bank, contest, round, pool, announcement: nothing beside the screens."""
    ask(stage, "Một đáp án đúng", "Trẻ em là người dưới bao nhiêu tuổi?", "*16 tuổi\n15 tuổi\n18 tuổi")
    ask(stage, "Tự luận", "Vì sao trẻ em cần được bảo vệ?", "2 | Nêu đúng\n3 | Có ví dụ")
    desk = stage.open("/admin/contests/add/")
    stage.look(desk)
    desk.fill("#id_title", "Hội thi của trường")
    desk.fill("#id_rules", "Mỗi em làm bài một lần.")
    desk.select_option("#id_who", "anybody")
    desk.fill("#id_parents_notice", "Kính gửi phụ huynh: nhà trường lưu tên và lớp.")
    stage.press("Lưu")
    stage.press("Vòng thi mới")
    desk.fill("#id_title", "Vòng 1")
    now = timezone.localtime()
    for name, moment in (
        ("opens_at", now - datetime.timedelta(hours=1)),
        ("closes_at", now + datetime.timedelta(hours=1)),
    ):
        desk.fill(f"#id_{name}", moment.strftime("%d/%m/%Y %H:%M"))
        desk.keyboard.press("Escape")
    desk.fill("#id_medium", "2")
    stage.press("Lưu")
    desk.get_by_role("link", name="Bộ đề nguồn").click()
    stage.press("Thêm tất cả")
    stage.look(desk)
    stage.press("Chốt bộ đề")
    desk.get_by_role("link", name="Hội thi của trường").last.click()
    stage.press("Công bố")
    expect(desk.locator(".messages")).to_contain_text("thông báo cho cha mẹ")  # children take part: consent is needed
    stage.press("Sửa")
    desk.fill("#id_consent_text", "Em đồng ý và đã hỏi cha mẹ.")
    stage.press("Lưu")
    stage.press("Công bố")
    expect(desk.locator("h1")).to_contain_text("Hội thi của trường")
    contest = Contest.objects.get()
    assert contest.state == "published"
    return contest


def take(stage, contest):
    page = stage.phone()
    page.goto(stage.url("/cuoc-thi/"))
    stage.look(page)
    page.get_by_role("link", name=contest.title, exact=True).click()
    stage.look(page)
    page.fill("#id_name", "Trần Bình An")
    page.fill("#id_class_name", "9B")
    page.check("#id_agreed")
    page.click("form[action*='/vao/'] button")
    expect(page.locator(".attempt-question")).to_have_count(2)
    page.get_by_label("15 tuổi").check()
    page.locator(".attempt-question textarea").fill("Vì các em chưa tự bảo vệ mình được.")
    page.locator("h1").click()
    expect(page.locator("#attempt-saved")).to_have_text("Đã lưu mọi câu trả lời.")
    page.click("#attempt-hand-in")
    expect(page.locator("#attempt-end h2")).to_have_text("Bài của bạn đã được nộp.")
    page.fill("#protest-words", "Câu về tuổi không nói theo luật nào.")
    page.click("#attempt-protest button")
    expect(page.locator("#attempt")).to_contain_text("Khiếu nại đã đến ban giám khảo.")
    return page


def hear(stage, phone, contest, code):
    """With the code, on whatever device: what became of the protest."""
    phone.goto(stage.url(contest.get_absolute_url()))
    phone.locator("details", has=phone.locator("#resume-code")).locator("summary").click()
    phone.fill("#resume-code", code)
    phone.click("form[action$='/tiep/'] button")
    expect(phone.locator("#attempt-protests")).to_contain_text("Đúng, câu hỏi bị hủy.")
    stage.look(phone)


def judge(stage, contest, attempt):
    """Refused while an essay waits; the essay, the protest, the question that is cancelled; then the results."""
    now = timezone.now()
    Round.objects.update(opens_at=now - datetime.timedelta(hours=3), closes_at=now - datetime.timedelta(hours=2))
    desk = stage.open(f"/admin/contests/{contest.pk}/")
    stage.press("Công bố kết quả")
    expect(desk.locator(".messages")).to_contain_text("chưa chấm")
    desk.get_by_role("link", name="Xếp hạng").click()
    stage.look(desk)
    desk.get_by_role("link", name="Trần Bình An").click()
    stage.look(desk)
    expect(desk.locator("main")).to_contain_text("Vì các em chưa tự bảo vệ mình được.")
    expect(desk.locator("main")).to_contain_text("/ 5")  # what the rubric sums to
    desk.fill("input[name=points]", "4,5")
    desk.locator("form[action$='/judge/'] button").click()
    expect(desk.locator("input[name=points]")).to_have_value("4.5")
    desk.locator("form[action$='/protest/'] textarea").fill("Đúng, câu hỏi bị hủy.")
    desk.locator("form[action$='/protest/'] button[name=accepted]").click()
    expect(desk.locator("main")).to_contain_text("Đúng, câu hỏi bị hủy.")
    stage.open(f"/admin/contests/{contest.pk}/rounds/{attempt.round_id}/pool/")
    row = desk.locator("tr", has_text="bao nhiêu tuổi")
    row.locator("summary").click()
    row.locator("input[name=reason]").fill("Không nói theo luật nào.")
    row.locator("button").click()
    expect(desk.locator(".messages")).to_contain_text("1")
    attempt.refresh_from_db()
    assert str(attempt.score) == "5.50"
    stage.open(f"/admin/contests/{contest.pk}/")
    expect(desk.locator("main")).to_contain_text("Không nói theo luật nào.")  # in the log
    stage.press("Công bố kết quả")
    expect(desk.get_by_role("link", name="Giấy chứng nhận", exact=True).last).to_be_visible()
    stage.look(desk)


def certify(stage, contest) -> Certificate:
    desk = stage.open(f"/admin/contests/{contest.pk}/certificates/")
    desk.fill("#best", "1")
    stage.look(desk)
    stage.press("Cấp giấy chứng nhận")
    expect(desk.locator(".messages")).to_contain_text("1")
    stage.look(desk)
    return Certificate.objects.get()


def test_from_an_empty_bank_to_a_paper_that_a_visitor_verifies(live_sites, new_page):
    school = make_school("A")
    make_template(school)
    stage = Stage(live_sites, school, new_page)
    contest = organise(stage)
    phone = take(stage, contest)
    attempt = Attempt.objects.select_related("entrant").get()
    judge(stage, contest, attempt)
    hear(stage, phone, contest, attempt.entrant.code)
    phone.goto(stage.url(contest.get_absolute_url()))
    phone.get_by_role("link", name="Đã công bố kết quả.").click()
    expect(phone.locator("main")).to_contain_text("T.B.A.")  # a child: initials alone
    expect(phone.locator("main")).to_contain_text("5,5")
    assert "Trần Bình An" not in phone.content()
    stage.look(phone)
    row = certify(stage, contest)
    desk = stage.open(f"/admin/certificates/{row.pk}/")
    stage.look(desk)
    visitor = stage.phone()
    visitor.goto(desk.locator("a[href*='/chung-nhan/']").first.get_attribute("href"))  # what the picture holds
    expect(visitor.locator("main [role=status]")).to_contain_text("còn giá trị")
    expect(visitor.locator("main")).to_contain_text("T.B.A.")
    stage.look(visitor)
    desk.fill("form[action$='/revoke/'] input[name=reason]", "In sai tên")
    stage.press("Thu hồi")
    visitor.reload()
    expect(visitor.locator("main [role=alert]")).to_contain_text("thu hồi")
    expect(visitor.locator("main")).not_to_contain_text("T.B.A.")
    assert "In sai tên" not in visitor.content()
    stage.look(visitor)
    assert stage.problems == []


def test_a_prolonged_attempt_goes_on_where_its_page_stands(live_sites, new_page):
    """The page hears of the later end when the old one comes."""
    school = make_school("A")
    contest = make_contest(school, ("true_false",), minutes=1, who=Contest.Who.LIST, asks_class=False)
    attempt, _new = attempts.begin_attempt(make_entrant(contest), contest.rounds.get(), 1)
    now = timezone.now()
    moments = {"ends_at": now + datetime.timedelta(seconds=20), "accepts_until": now + datetime.timedelta(seconds=50)}
    Attempt.objects.filter(pk=attempt.pk).update(**moments)
    page = new_page(**PHONE)
    page.goto(live_sites.url(school.site.hostname, contest.get_absolute_url()))
    page.fill("form[action*='/vao/'] input[name=code]", attempt.entrant.code)
    page.check("#id_agreed")
    page.click("form[action*='/vao/'] button")
    expect(page.locator(".attempt-question")).to_have_count(1)
    stage = Stage(live_sites, school, new_page)
    desk = stage.open(f"/admin/contests/{contest.pk}/attempts/{attempt.pk}/")
    desk.fill("input[name=minutes]", "9")
    desk.fill("form[action$='/longer/'] input[name=reason]", "Mất điện")
    stage.press("Gia hạn bài thi này")
    expect(desk.locator(".messages")).to_be_visible()
    expect(page.locator("#attempt-clock")).to_have_text(re.compile(r"^(9:00|8:\d\d)$"), timeout=40_000)
    page.locator("input[type=radio]").first.check()
    expect(page.locator("#attempt-saved")).to_have_text("Đã lưu mọi câu trả lời.")
    assert answered() == 1
    assert Attempt.objects.get().finished_at is None
