"""Contests and courses are found where the lists show them, and gone as soon as these do not, on every engine."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cms.contests.models import Contest
from cms.contests.organising import transitions
from cms.training.enrolment import transitions as course_steps
from cms.training.models import Course
from search.index import indexing
from search.index.contract import EVERY_SITE
from search.models import IndexEntry
from search.results_page.suggest import find_suggestions
from tests.factories import make_school
from tests.search.conftest import info
from tests.search.index.conftest import WORD, offer
from tests.search.index.test_gone import asked
from tests.training.factories import make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(engine, offered):
    """A contest and a course of school A and of the office; B looks on. Drafts and a course's test beside them."""
    offered.engine = engine
    if engine:
        indexing.rebuild_engine(engine)
    return offered


OWN = {f"Cuộc thi {WORD}", f"Khóa {WORD}"}
OFFICES = {f"Cuộc thi của phòng về {WORD}", f"Khóa của phòng về {WORD}"}


def titles(site, scope="all", **options) -> set[str]:
    results = asked(WORD, site, scope=scope, size=50, **options)
    assert results.total == len(results.hits)
    if "filters" not in options:  # a facet is counted without its own filter
        assert sum(results.facets.get("kind", {}).values()) == results.total
    assert results.scopes[scope] == results.total
    return {hit.plain_title for hit in results.hits}


def test_publishing_brings_them_at_once(engine, run):
    with run():
        make_school("A"), make_school("B")
    with run():  # few enough for an engine to show them at once
        made = offer()
    assert titles(info(made.a)) == OWN | OFFICES


def test_each_site_finds_its_own_and_the_offices(world):
    a, b = info(world.a), info(world.b)
    for site in (a, b):
        assert titles(site) == OWN | OFFICES
        assert titles(site, locale="en") == OWN | OFFICES  # as the lists show them
        assert titles(site, "library") == set()
    assert titles(a, "site") == OWN | OFFICES
    assert titles(b, "site") == OFFICES
    assert titles(a, filters={"kind": ["contest"]}) == {title for title in OWN | OFFICES if "thi" in title}
    assert titles(a, "site", filters={"school": [world.a.code]}) == OWN


def test_a_hit_leads_where_it_is_shown(world):
    def urls(site):
        return {hit.plain_title: hit.url for hit in asked(WORD, site, size=50).hits}

    here, there = urls(info(world.a)), urls(info(world.b))
    for row in (world.contest, world.course):
        assert here[row.title] == row.get_absolute_url()
        assert there[row.title] == info(world.a).root_url + row.get_absolute_url()
    for row in (world.offices, world.shared):
        assert here[row.title] == there[row.title] == row.get_absolute_url()
    for site, found in ((world.a, here), (world.b, there)):
        for url in found.values():
            host = url.split("/")[2].split(":")[0] if "//" in url else site.site.hostname
            path = "/" + url.split("/", 3)[3] if "//" in url else url
            assert Client(headers={"host": host}).get(path).status_code == 200
    page = Client(headers={"host": world.b.site.hostname}).get("/tim/", {"q": WORD, "scope": "site"}).content.decode()
    assert world.offices.get_absolute_url() in page
    assert world.contest.get_absolute_url() not in page


def test_words_of_rounds_and_sessions_are_found(world, run):
    with run():
        make_session(world.course, 2, title="Buổi nói chuyện với cào cào")
        world.contest.rounds.update(title="bỏ qua tín hiệu")
        round_ = world.contest.rounds.get()
        round_.title = "Vòng thi cào cào"
        round_.save()
    found = {hit.plain_title for hit in asked("cào cào", info(world.b), size=50).hits}
    assert found == OWN
    with run():
        world.course.sessions.filter(title__contains="cào cào").first().delete()
    assert {hit.plain_title for hit in asked("cào cào", info(world.b), size=50).hits} == {world.contest.title}


def close_school(world):
    world.a.closed_on = datetime.date(2026, 1, 1)
    world.a.save()


def back_to_draft(world):
    for row in (world.contest, world.course):
        row.state = "draft"
        row.save()


def out_of_the_list(world):
    world.contest.in_list = False
    world.contest.save()


WAYS = {
    "deletion": (lambda w: (w.contest.delete(), w.course.delete()), OWN),
    "the contest is closed": (lambda w: transitions.close_contest(w.contest, None), {f"Cuộc thi {WORD}"}),
    "the course is closed": (lambda w: course_steps.close_course(w.course), {f"Khóa {WORD}"}),
    "draft again": (back_to_draft, OWN),
    "out of the list": (out_of_the_list, {f"Cuộc thi {WORD}"}),
    "closing of the school": (close_school, OWN),
    "the office closes its course": (lambda w: course_steps.close_course(w.shared), {f"Khóa của phòng về {WORD}"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_gone_at_once(world, run, way):
    act, gone = WAYS[way]
    before = {title.lower() for title in find_suggestions("chuồn chuồn")}
    assert {title.lower() for title in gone} <= before
    with run():
        act(world)
    left = titles(info(world.b))
    assert left == (OWN | OFFICES) - gone
    assert not set(find_suggestions("chuồn chuồn")) & gone
    assert not IndexEntry.objects.filter(title__in=gone).exists()
    if world.engine:
        assert world.engine.digests() == dict(IndexEntry.objects.values_list("ref", "digest"))
    assert indexing.content_drift() == (0, 0)


def test_a_stale_index_shows_nothing_that_is_gone(world):
    """Written past the signals: the last gate asks the rows of that moment."""
    Contest.objects.filter(pk=world.contest.pk).update(state=Contest.State.DRAFT)
    Course.objects.filter(pk=world.course.pk).update(state=Course.State.CLOSED)
    assert IndexEntry.objects.filter(title__in=OWN).count() == 2
    hits = asked(WORD, info(world.a), size=50).hits
    assert {hit.plain_title for hit in hits} == OFFICES
    assert not set(find_suggestions("chuồn chuồn")) & OWN
    assert indexing.content_drift() == (0, 2)
    indexing.reconcile_database()
    assert indexing.content_drift() == (0, 0)
    assert not IndexEntry.objects.filter(title__in=OWN).exists()


def test_results_keep_a_closed_contest_findable(world, run):
    with run():
        world.contest.rounds.update(closes_at=timezone.now() - datetime.timedelta(minutes=30))
        transitions.publish_results(world.contest, None)
        transitions.close_contest(world.contest, None)
    assert world.contest.title in titles(info(world.a), "site")
    with run():
        transitions.withdraw_results(world.contest, None, "Đếm lại")
    assert world.contest.title not in titles(info(world.a), "site")


def test_the_offices_belong_to_every_site(world):
    rows = IndexEntry.objects.filter(title__in=OFFICES)
    assert set(rows.values_list("site_id", "school")) == {(EVERY_SITE, "")}
