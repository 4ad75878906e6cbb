"""Office and two schools: an item goes down, a page goes up, and the board shows each step."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cms.legal.models import LegalNewsPage
from cms.tenancy.roles import Role
from tests.browser.test_story import sign_in
from tests.district.factories import make_office_page
from tests.factories import make_office, make_school, make_user
from tests.factories.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

ORDER = "Hướng dẫn Ngày Pháp luật trong trường học"
STORY = "Phiên tòa giả định của lớp 9A"
COMMENT = "Bổ sung tên người viết."
A, B, PORTAL = "th-mau-a.localhost", "th-mau-b.localhost", "cong.localhost"


class Desk:
    """One person's browser, signed in."""

    def __init__(self, page, sites, host, user):
        self.page, self.sites, self.host = page, sites, host
        sign_in(page, sites, host, user)

    def open(self, path):
        self.page.goto(self.sites.url(self.host, path))
        return self.page

    def press(self, selector):
        with self.page.expect_navigation():
            self.page.click(selector)
        assert self.page.locator(".messages .error").count() == 0
        return self.page

    def press_step(self, step):
        return self.press(f"form[action$='/{step}/'] button, button[formaction$='/{step}/']")


@pytest.fixture
def world(live_sites, new_page):
    make_office()
    schools = {code: make_school(code) for code in "AB"}
    people = {code: make_user(Role.SCHOOL_APPROVER, school) for code, school in schools.items()}
    office = Desk(new_page(), live_sites, PORTAL, make_user(Role.OFFICE_ADMIN))
    ours = Desk(new_page(), live_sites, A, people["A"])
    return live_sites, new_page(), schools, people, office, ours


def letters() -> list[tuple[str, str]]:
    """(to whom, subject) of what was sent since the last call."""
    call_command("run_jobs", "--once", verbosity=0)
    found = [(message.to[0], message.subject) for message in mail.outbox]
    mail.outbox.clear()
    return found


def on_board(office, schools, code) -> list[str]:
    """The number of each school after measuring anew."""
    page = office.open("/admin/board/")
    office.press("form[action$='/measure/'] button")
    return [page.locator(f"a[href$='/{school.pk}/{code}/']").first.inner_text().strip() for school in schools.values()]


def test_down_up_and_on_the_board(world):
    sites, visitor, schools, people, office, ours = world
    sent_down(sites, visitor, schools, people, office, ours)
    handed_up(sites, visitor, schools, people, office, ours)


def sent_down(sites, visitor, schools, people, office, ours):
    item = make_office_page(title=ORDER, summary="Các trường tổ chức trong tuần thứ hai của tháng 11.")
    office.open(f"/admin/to-schools/add/?page={item.pk}")
    report = office.press("button[name=send]").url
    assert on_board(office, schools, "unanswered") == ["1", "1"]

    for host in (A, B):
        visitor.goto(sites.url(host, "/tin-tuc/"))
        visitor.click(f"main a:has-text('{ORDER}')")
        assert re.search(rf"//{host}:\d+/chi-dao/\d+-", visitor.url)
        assert visitor.locator("h1").inner_text() == ORDER
        assert PORTAL in visitor.locator("link[rel=canonical]").get_attribute("href")

    ours.open("/admin/")
    ours.press(f".district-panel a:has-text('{ORDER}')")
    ours.press_step("confirm")

    office.page.goto(report)
    assert office.page.locator(f"tr:has-text('{schools['A'].name}') .w-status--primary").count() == 1
    office.press_step("remind")
    assert [to for to, _subject in letters()] == [people["B"].email]
    office.page.goto(report + "?state=missing")
    rows = office.page.locator("table.listing tbody tr").all_inner_texts()
    assert len(rows) == 1
    assert schools["B"].name in rows[0]
    assert on_board(office, schools, "unanswered") == ["0", "1"]


def handed_up(sites, visitor, schools, people, office, ours):
    story = make_page(LegalNewsPage, schools["A"], STORY, first_published_at=timezone.now(), owner=people["A"])
    assert on_board(office, schools, "items_quarter") == ["1", "0"]
    ours.open(f"/admin/to-office/{story.pk}/").fill("#note", "Đề nghị đăng trên cổng.")
    ours.press("form:has([name=step][value=nominate]) button")

    queue = office.open("/admin/from-schools/")
    office.press(f"a:has-text('{STORY}')")
    decision = queue.url
    queue.fill("[name=comment]", COMMENT)
    office.press_step("changes")
    assert (people["A"].email, True) in [(to, STORY in subject) for to, subject in letters()]

    ours.open("/admin/")
    page = ours.press(f".district-panel a:has-text('{STORY}')")
    assert COMMENT in page.locator("main").inner_text()
    edit_and_publish(ours, story)
    visitor.goto(sites.url(PORTAL, "/bai-chon-loc/"))
    assert visitor.locator(f"main a:has-text('{STORY}')").count() == 0

    queue.goto(decision)
    office.press_step("accept")
    visitor.goto(sites.url(PORTAL, "/bai-chon-loc/"))
    visitor.click(f"main a:has-text('{STORY}')")
    shown = visitor.url
    text = visitor.locator("main").inner_text()
    assert "Nguyễn Thị Mơ" in text
    assert schools["A"].name in text

    ours.open(f"/admin/pages/{story.pk}/unpublish/")
    ours.press("main form [type=submit]")
    assert visitor.goto(shown).status == 404
    visitor.goto(sites.url(PORTAL, "/bai-chon-loc/"))
    assert visitor.locator(f"text={STORY}").count() == 0
    assert on_board(office, schools, "items_quarter") == ["0", "0"]
    told = {to for to, _subject in letters()}
    assert people["B"].email not in told


def edit_and_publish(desk, story):
    page = desk.open(f"/admin/pages/{story.pk}/edit/")
    page.fill("#id_author", "Nguyễn Thị Mơ")
    page.click("footer [data-controller~='w-dropdown'] button[data-w-dropdown-target='toggle']")
    with page.expect_navigation():
        page.click("[name=action-publish]")
    assert page.locator(".messages .error").count() == 0
