"""The lists of broken links and of what is wrong with the link blocks, and the word to the school that owns the
page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.district.links import broken_links, link_check, link_extraction
from cms.district.links.http_fetch import FetchResult
from cms.district.models import BlockCheck, CheckedLink
from cms.legal.models import LegalNewsPage
from cms.tenancy.models import Notice
from cms.tenancy.roles import Role
from tests.factories import make_school, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

URL = "https://khong-con.example.vn/trang"


@pytest.fixture
def world():
    schools = {code: make_school(code) for code in "AB"}
    people = {code: make_user(Role.SCHOOL_APPROVER, school) for code, school in schools.items()}
    make_page(LegalNewsPage, schools["A"], "Bài có liên kết", body=[("text", f'<p><a href="{URL}">xem</a></p>')])
    link_extraction.refresh_link_uses()
    BlockCheck.objects.create(school=schools["B"], problems=[["bar", "/"]], checked_at=timezone.now())
    return schools, people


def fail(times: int = link_check.FAILURES_FOR_BROKEN, **answer):
    for _time in range(times):
        link_check.record_answer(
            CheckedLink.objects.get(url=URL), FetchResult(**{"ok": False, "status": 404, **answer})
        )


def screen(user, name="district_our_links", query="") -> str:
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    response = client.get(reverse(name) + query)
    return response.content.decode() if response.status_code == 200 else ""


def test_the_school_that_owns_the_page_is_told_once(world):
    schools, people = world
    fail(2)
    assert broken_links.notify_schools_of_broken_links() == 0  # not broken yet
    fail(1)
    assert broken_links.notify_schools_of_broken_links() == 1
    assert broken_links.notify_schools_of_broken_links() == 0
    (notice,) = Notice.objects.all()
    assert (notice.user, notice.school, notice.kind) == (people["A"], schools["A"], "links")
    assert "Bài có liên kết" in notice.text
    assert URL in notice.text
    assert notice.path == reverse("district_our_links")
    fail(1, ok=True, status=200)
    fail()
    assert broken_links.notify_schools_of_broken_links() == 1  # whole in between, broken again


def test_each_sees_the_own_and_the_office_all(world):
    schools, people = world
    fail()
    assert URL in screen(people["A"])
    assert URL not in screen(people["B"])
    assert schools["B"].name in screen(people["B"], query="?what=blocks")
    assert schools["B"].name not in screen(people["A"], query="?what=blocks")
    boss = make_user(Role.OFFICE_ADMIN)
    assert URL in screen(boss, "district_links")
    assert schools["B"].name in screen(boss, "district_links", "?what=blocks")
    assert schools["B"].name not in screen(boss, "district_links", "?what=blocks&q=khong+co")
    assert "404" in screen(boss, "district_links", "?what=nonsense&p=x")
    assert screen(people["A"], "district_links") == ""


def test_a_page_that_is_taken_away_is_no_work_any_more(world):
    fail()
    LegalNewsPage.objects.get().unpublish()
    assert broken_links.notify_schools_of_broken_links() == 0
    assert URL not in screen(world[1]["A"])
