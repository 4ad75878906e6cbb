"""A visitor verifies a certificate on a phone, looks for a course and reads the roster; a teacher goes a course from
enrolling to the certificate. axe looks along."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.certificates.models import Certificate
from cms.tenancy.roles import Role
from cms.training.enrolment import transitions
from cms.training.learning import completion
from cms.training.models import Attendance, CourseSession, Enrolment, Feedback
from cms.training.models.courses import generate_secret
from tests.browser.test_axe import findings
from tests.browser.test_contest import settle
from tests.browser.test_story import sign_in
from tests.certificates.factories import make_batch, make_person, make_template
from tests.contests.factories import make_contest
from tests.factories import make_school, make_user
from tests.training.factories import make_course, make_reporter, make_session

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def test_a_visitor_verifies_and_looks_around(live_sites, new_page):
    school = make_school("A")
    make_batch(school, [make_person(1, school, name="Nguyễn Kín Đáo")])
    course = make_course(school, title="Luật Trẻ em cho giáo viên", sessions=2)
    make_reporter(school, name="Lê Thị Tuyên Truyền")
    row, host = Certificate.objects.get(), school.site.hostname
    page = new_page(**PHONE)
    page.goto(live_sites.url(host, "/chung-nhan/"))
    problems = findings(page)
    page.fill("#code", row.code.lower())
    page.click("form[action='/chung-nhan/'] button")
    expect(page.locator("h1")).to_contain_text(row.number)
    expect(page.locator("main")).to_contain_text("N.K.Đ.")
    for path, words in (
        (row.get_absolute_url(), row.number),
        ("/chung-nhan/ABCDEFGH34567899/", "Không tìm thấy mã này"),
        ("/tap-huan/", "Luật Trẻ em cho giáo viên"),
        (course.get_absolute_url(), "Buổi 2"),
        ("/bao-cao-vien/", "Lê Thị Tuyên Truyền"),
    ):
        page.goto(live_sites.url(host, path))
        expect(page.locator("main")).to_contain_text(words)
        problems += findings(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert problems == []


def test_a_teacher_goes_a_course_to_its_certificate(live_sites, new_page):
    """Enrols, types the code of the screen, takes the test, says what it was like; the trainer gives the paper."""
    school = make_school("A")
    test = make_contest(
        school, ("true_false",), title="Bài kiểm tra", who="account", in_list=False, for_children=False,
        consent_text="", asks_class=False, shows_score=True,
    )  # fmt: skip
    course = make_course(
        school, publish=False, sessions=0, title="Luật Trẻ em cho giáo viên", hours=6, test=test, test_percent=0,
        template=make_template(school),
    )  # fmt: skip
    session = make_session(course, starts_at=timezone.now() - datetime.timedelta(minutes=5))
    transitions.publish_course(course)
    host = school.site.hostname
    problems = []

    def look(page):
        settle(page)
        problems.extend(f"{page.url}: {one}" for one in findings(page))
        if page.viewport_size["width"] == 360 and page.evaluate("document.documentElement.scrollWidth") > 360:
            problems.append(f"{page.url}: wider than the phone")

    trainer = new_page(viewport={"width": 1280, "height": 900})
    sign_in(trainer, live_sites, host, make_user(Role.SCHOOL_ADMIN, school))
    trainer.clock.install()
    trainer.goto(live_sites.url(host, f"/admin/training/courses/{course.pk}/sessions/{session.pk}/code/"))
    code = trainer.locator(".desk-code").inner_text()
    look(trainer)

    teacher = new_page(**PHONE)
    sign_in(
        teacher, live_sites, host, make_user(Role.SCHOOL_EDITOR, school, last_name="Đỗ Thị", first_name="Giáo Viên")
    )
    teacher.goto(live_sites.url(host, "/admin/training/mine/"))
    look(teacher)
    teacher.get_by_role("link", name=course.title).click()
    teacher.get_by_role("button", name="Đăng ký").click()
    expect(teacher.locator("main")).to_contain_text("Tham gia")
    look(teacher)
    teacher.get_by_role("link", name="mã điểm danh").click()
    teacher.fill("#code", "000000" if code != "000000" else "111111")
    teacher.get_by_role("button", name="Tôi có mặt").click()
    expect(teacher.locator(".messages")).to_be_visible()
    assert not Attendance.objects.exists()
    teacher.fill("#code", code)
    look(teacher)
    teacher.get_by_role("button", name="Tôi có mặt").click()
    expect(teacher.locator("main")).to_contain_text("Bạn đã có mặt")
    assert Enrolment.objects.get().completed_at is None  # the test is left

    CourseSession.objects.filter(pk=session.pk).update(secret=generate_secret())  # as if five minutes had gone
    trainer.clock.fast_forward(310_000)
    expect(trainer.locator(".desk-code")).not_to_have_text(code)  # the screen follows by itself

    with teacher.expect_popup() as opened:
        teacher.get_by_role("link", name=test.title).click()
    paper = opened.value
    look(paper)
    paper.click("form[action*='/vao/'] button")
    expect(paper.locator(".attempt-question")).to_have_count(1)
    paper.locator("input[type=radio]").first.check()
    expect(paper.locator("#attempt-saved")).to_have_text("Đã lưu mọi câu trả lời.")
    paper.click("#attempt-hand-in")
    expect(paper.locator("#attempt-score")).to_contain_text("Điểm của bạn")
    paper.close()
    completion.record_all_completions()  # the worker's round

    teacher.reload()
    expect(teacher.locator(".desk-note")).to_contain_text("Hoàn thành")
    teacher.check("form[action$='/feedback/'] input[name=score][value='5']")
    teacher.get_by_role("button", name="Gửi").click()
    expect(teacher.locator(".messages")).to_be_visible()

    trainer.goto(live_sites.url(host, f"/admin/training/courses/{course.pk}/people/"))
    expect(trainer.locator("main")).to_contain_text("Đỗ Thị Giáo Viên")
    look(trainer)
    trainer.goto(live_sites.url(host, f"/admin/training/courses/{course.pk}/certificates/"))
    trainer.get_by_role("button", name="Cấp giấy chứng nhận").click()
    expect(trainer.locator(".messages")).to_contain_text("1")
    look(trainer)

    teacher.goto(live_sites.url(host, "/admin/training/mine/"))
    expect(teacher.locator("main")).to_contain_text(f"Số giờ năm {timezone.localdate().year}: 6")
    expect(teacher.locator("main")).to_contain_text(Certificate.objects.get().number)
    look(teacher)
    assert Feedback.objects.count() == 1
    assert problems == []
