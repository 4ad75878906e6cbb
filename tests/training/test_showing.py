"""What runs, what comes and results on the section's and the portal's first pages, which are kept."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cms.contests.models import Contest
from cms.contests.organising import transitions as contest_steps
from cms.tenancy import sites
from cms.training import listings
from cms.training.enrolment import transitions
from tests.contests.factories import make_contest
from tests.training.factories import make_course

pytestmark = pytest.mark.django_db

SECTION = "/pho-bien-giao-duc-phap-luat/"


def page(host, path="/"):
    return Client(headers={"host": host}).get(path).content.decode()


def titles(info, now=None):
    return [row.title for row in listings.activities_on_site(info, now)]


@pytest.fixture
def school(a):
    return a


@pytest.fixture
def info(school):
    return sites.sites_by_id()[school.site_id]


def test_what_runs_comes_first_then_what_comes(school, info):
    make_course(school, title="Ngày mai")
    make_contest(school, title="Đang thi")
    make_contest(school, title="Bài kiểm tra", in_list=False)
    make_contest(school, title="Còn nháp", publish=False)
    assert titles(info) == ["Đang thi", "Ngày mai"]
    later = timezone.now() + datetime.timedelta(hours=2)
    assert titles(info, later) == ["Ngày mai"]
    moment = listings.find_next_change(timezone.now())
    assert moment == Contest.objects.get(title="Đang thi").rounds.get().closes_at


def test_results_are_news_for_a_while(school, info):
    contest = make_contest(school, title="Đã thi")
    contest.rounds.update(closes_at=timezone.now() - datetime.timedelta(minutes=40))
    contest_steps.publish_results(contest, None)
    [row] = listings.activities_on_site(info)
    assert (row.kind, row.path) == ("results", f"{contest.get_absolute_url()}ket-qua/")
    assert titles(info, timezone.now() + datetime.timedelta(days=31)) == []


def test_each_site_shows_its_own_and_the_offices_at_once(school, b):
    other = b
    assert "Khóa của trường" not in page(school.site.hostname, SECTION)
    assert "Khóa của phòng" not in page("cong.localhost")
    course = make_course(school, title="Khóa của trường")
    make_course(None, title="Khóa của phòng")
    for host, path, own, office in (
        (school.site.hostname, SECTION, True, True),
        (other.site.hostname, SECTION, False, True),
        ("cong.localhost", "/", False, True),
    ):
        shown = page(host, path)
        assert ("Khóa của trường" in shown) is own, host
        assert ("Khóa của phòng" in shown) is office, host
    transitions.close_course(course)
    assert "Khóa của trường" not in page(school.site.hostname, SECTION)


def test_the_feed_is_the_sites_own(school, b):
    other = b
    make_contest(school, title="Thi & học")
    make_course(other, title="Của trường khác")
    answer = Client(headers={"host": school.site.hostname}).get("/tap-huan/tin.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    words = answer.content.decode()
    assert "Thi &amp; học" in words
    assert f"{school.site.root_url}{Contest.objects.get().get_absolute_url()}" in words
    assert "Của trường khác" not in words
