"""A visitor verifies a certificate on a phone, looks for a course and reads the roster; axe looks along."""

import pytest
from playwright.sync_api import expect

from cms.certificates.models import Certificate
from tests.browser.test_axe import findings
from tests.certificates.factories import make_batch, make_person
from tests.factories import make_school
from tests.training.factories import make_course, make_reporter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

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
