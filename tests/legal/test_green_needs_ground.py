""" "In force" is said plainly only where somebody says so or it was computed, and never of a day that lies ahead: on
pages, lists, feeds, in the API, in JSON-LD and in search."""

import datetime
import itertools

import pytest

from cms.legal.models import SourceRecord
from cms.legal.validity import provenance, status
from cms.legal.validity.badge import StatusBadge
from search.results_page.service import search
from tests.factories import make_office, make_school
from tests.factories.legal import make_document
from tests.search.conftest import info

TODAY = datetime.date(2026, 5, 1)
GREEN = ("badge--in_force", "badge--running", "status--in_force", "status--running")
AHEAD = "2090-01-01"
HOWS = (provenance.STATED, provenance.COMPUTED, provenance.DECIDED, provenance.NOT_CONTRADICTED, provenance.NOT_KNOWN)


def stated(number="15/2024/TT-BGDĐT", **fields):
    """A document that the official source calls in force."""
    document = make_document(number, **fields)
    said = {"stated_on": TODAY, "status": "in_force", "status_on": TODAY, "values": {"number": number}}
    SourceRecord.objects.create(document=document, source="vbpl", **said)
    document.save()
    return document


@pytest.mark.parametrize(("code", "how", "ahead"), [*itertools.product(status.CODES, HOWS, [False, True])])
def test_a_badge_is_green_with_ground_alone(code, how, ahead):
    badge = StatusBadge(code, how, forecast=ahead)
    green = badge.shown in (status.IN_FORCE, status.RUNNING)
    assert green == (
        code in (status.IN_FORCE, status.RUNNING) and how in (provenance.STATED, provenance.COMPUTED) and not ahead
    )
    assert ("dự báo" in badge.label) == ahead
    assert ("dự báo" in badge.words) == ahead


@pytest.fixture
def get(client, db):
    make_office()
    hosts = {code: make_school(code).site.hostname for code in "AB"}
    return lambda path, school="A", **data: client.get(path, data, headers={"host": hosts[school]}).content.decode()


def api(client, path, **data):
    return client.get(f"/api/v1/{path}", data, headers={"host": "cong.localhost"}).json()


@pytest.mark.parametrize("school", "AB")
def test_pages_lists_feeds_and_data_without_ground(get, client, school):
    document = make_document("15/2024/TT-BGDĐT", articles=1)
    for path in (document.get_absolute_url(), "/van-ban/"):
        html = get(path, school)
        assert not any(word in html for word in GREEN)
        assert "not_contradicted" in html
    assert "InForce" not in get(document.get_absolute_url(), school)
    feed = get("/van-ban/tin.atom", school)
    assert "Còn hiệu lực." not in feed
    assert "Chưa thấy hết hiệu lực" in feed
    (record,) = api(client, "documents/")["results"]
    assert (record["status"]["known"], record["status"]["label"]) == ("not_contradicted", "Chưa thấy hết hiệu lực")


def test_with_ground(get, client):
    document = stated()
    assert "status--in_force" in get(document.get_absolute_url())
    assert "schema.org/InForce" in get(document.get_absolute_url())
    (record,) = api(client, "documents/")["results"]
    assert (record["status"]["known"], record["status"]["forecast"]) == ("stated", False)


@pytest.mark.parametrize("school", "AB")
def test_a_day_that_lies_ahead_is_a_forecast(get, client, school):
    document = stated()
    html = get(document.get_absolute_url(), school, day=AHEAD)
    assert not any(word in html for word in GREEN)
    assert "status--forecast" in html
    assert "Còn hiệu lực (dự báo)" in html
    assert "schema.org/InForce" in html  # of today, which the data is about
    found = api(client, "documents/", as_of=AHEAD)["results"][0]["status"]
    assert (found["forecast"], found["label"]) == (True, "Còn hiệu lực (dự báo)")


def test_search(db, django_capture_on_commit_callbacks, school):
    with django_capture_on_commit_callbacks(execute=True):
        stated(title="Thông tư về chuồn chuồn kim")
        make_document("16/2024/TT-BGDĐT", title="Thông tư khác về chuồn chuồn kim")
        make_document("17/VBHN-BGDĐT", type_name="Văn bản hợp nhất", title="Thông tư hợp nhất về chuồn chuồn kim")

    def badges(**options):
        found = search("chuồn chuồn kim", info(school), **options)
        return {hit.number: hit.badge.shown for hit in found.hits}, found.facets["status"]

    shown, facet = badges()
    assert shown == {
        "15/2024/TT-BGDĐT": "in_force", "16/2024/TT-BGDĐT": "not_contradicted", "17/VBHN-BGDĐT": "consolidated",
    }  # fmt: skip
    assert facet == {"in_force": 2}  # a consolidated text has no status to be counted
    ahead, _facet = badges(day=datetime.date(2090, 1, 1))
    assert ahead["15/2024/TT-BGDĐT"] == "forecast"
    assert ahead["17/VBHN-BGDĐT"] == "consolidated"


def test_the_filter_says_what_it_includes(get, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stated(title="Thông tư về chuồn chuồn kim")
    assert "gồm cả văn bản chưa thấy văn bản nào làm hết hiệu lực" in get("/tim/", q="chuồn chuồn kim")
