"""What the portal gathers, its filters and feed, and in-depth items by the office's rule and word."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse

from cms.district.aggregation import depth_measurement
from cms.district.models import Depth, GatherRules
from cms.district.submissions import transitions
from cms.home.models import NewsPage
from cms.legal.models import Citation, LegalMaterialPage, LegalNewsPage
from cms.tenancy.roles import Role
from tests.factories import make_office, make_school, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
PATH = "/tin-cac-truong/"
LONG = json.dumps([{"type": "text", "value": f"<p>{'luật ' * 700}</p>"}])


@pytest.fixture
def a():
    return make_school("A", commune="Xã Một")


@pytest.fixture
def b():
    return make_school("B", level="THCS", name="Trường THCS Mẫu B", commune="Xã Hai")


@pytest.fixture
def items(a, b):
    return {
        "tin": make_page(NewsPage, a, "Tin A", date=datetime.date(2026, 3, 1)),
        "luat": make_page(LegalNewsPage, b, "Pháp luật B", date=datetime.date(2026, 5, 1)),
        "tai-lieu": make_page(LegalMaterialPage, b, "Tờ gấp B", date=datetime.date(2025, 10, 1), kind="leaflet"),
        "nhap": make_page(NewsPage, b, "Nháp", live=False),
    }


def get(path=PATH, **data):
    return Client(headers={"host": "cong.localhost"}).get(path, data)


def titles(**data) -> set[str]:
    return {card.title for card in get(**data).context["page_of"]}


def test_filters(items):
    assert titles() == {"Tin A", "Pháp luật B", "Tờ gấp B"}
    assert titles(kind="tin") == {"Tin A"}
    assert titles(kind="tai-lieu") == titles(material="leaflet") == {"Tờ gấp B"}
    assert titles(material="video") == set()
    assert titles(level="THCS") == {"Pháp luật B", "Tờ gấp B"}
    assert titles(commune="Xã Một") == titles(school="A") == {"Tin A"}
    assert titles(since="2026-03-01") == {"Tin A", "Pháp luật B"}
    assert titles(since="2026-01-01", until="2026-04-01") == {"Tin A"}
    assert titles(kind="x", since="hôm qua", deep="có", material="y") == titles()


def test_the_feed_holds_the_same(items):
    response = get("/tin-cac-truong/tin.atom", commune="Xã Một")
    assert response["Content-Type"].startswith("application/atom+xml")
    html = response.content.decode()
    assert "Tin A" in html
    assert "Pháp luật B" not in html
    assert "http://th-mau-a.localhost/tin-tuc/" in html
    assert "/tin-cac-truong/tin.atom?commune=" in get(commune="Xã Một").content.decode()


def test_a_school_that_asks_is_sent_to_the_portal(items, a):
    response = Client(headers={"host": a.site.hostname}).get("/tin-cac-truong/tin.atom")
    assert response.url == "http://cong.localhost/tin-cac-truong/tin.atom"


def test_only_accepted_pages_where_the_office_says_so(items, a):
    GatherRules(everything=False).save()
    assert titles() == set()
    page = items["tin"]
    page.save_revision().publish()
    submission = transitions.nominate_page(page, make_user(Role.SCHOOL_APPROVER, a))
    assert titles() == set()
    transitions.accept_submission(submission, make_user(Role.OFFICE_ADMIN))
    assert titles() == {"Tin A"}


# --- in-depth -------------------------------------------------------------------------------------------------


def cite(page, school, key="43/2019/QH14"):
    Citation.objects.create(
        page=page, school=school, place="body", start=0, end=5, span=key, kind="number", key=key, state="unresolved"
    )


def deep_page(school, title, **fields):
    page = make_page(NewsPage, school, title, **{"body": LONG, "author": "Tổ văn", **fields})
    cite(page, school)
    return page


def test_the_rule(a, b):
    deep_page(a, "Sâu")
    deep_page(a, "Không tác giả", author=" ")
    make_page(NewsPage, a, "Không viện dẫn", body=LONG, author="Tổ văn")
    short = deep_page(b, "Ngắn", body=json.dumps([{"type": "text", "value": "<p>Ngắn</p>"}]))
    assert depth_measurement.refresh_depth() == 4
    assert depth_measurement.refresh_depth() == 0  # idempotent
    assert titles(deep="1") == {"Sâu"}
    assert depth_measurement.count_in_depth_items() == {a.pk: 1}
    short.body = LONG
    short.save_revision().publish()
    assert titles(deep="1") == {"Sâu", "Ngắn"}
    assert depth_measurement.count_in_depth_items([b.pk]) == {b.pk: 1}


def test_the_office_changes_the_rule_and_corrects_it(a):
    page = make_page(NewsPage, a, "Bài vừa", body=json.dumps([{"type": "text", "value": f"<p>{'chữ ' * 350}</p>"}]))
    depth_measurement.refresh_depth()
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(make_user(Role.OFFICE_ADMIN))
    assert "Bài vừa" in client.get(reverse("district_gather")).content.decode()
    mark = reverse("district_gather_mark", args=[page.pk])
    client.post(mark, {"deep": "yes"})
    assert titles(deep="1") == {"Bài vừa"}
    depth_measurement.refresh_depth()
    assert Depth.objects.get().in_depth
    client.post(mark, {"deep": "rule"})
    assert titles(deep="1") == set()
    client.post(reverse("district_gather"), {"everything": "on", "min_words": "300", "min_citations": "0"})
    assert titles(deep="1") == {"Bài vừa"}
    assert client.post(reverse("district_gather"), {"min_words": "0"}).status_code == 200
    assert GatherRules.current().min_words == 300


def test_schools_and_the_observer_change_no_rule(a):
    make_office()
    page = deep_page(a, "Sâu")
    depth_measurement.refresh_depth()
    for role, school, status in ((Role.SCHOOL_ADMIN, a, 404), (Role.OFFICE_OBSERVER, None, 403)):
        client = Client(headers={"host": "cong.localhost"})
        client.force_login(make_user(role, school))
        assert client.post(reverse("district_gather_mark", args=[page.pk]), {"deep": "no"}).status_code == status
        assert client.post(reverse("district_gather"), {"min_words": "1"}).status_code == status
    assert Depth.objects.get().in_depth
