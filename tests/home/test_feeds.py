"""Feed, site maps and robots.txt: each host speaks of its own public pages only."""

import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction

from cms.core import versions
from cms.home.models import NewsPage
from cms.home.views import site_map
from cms.legal.models import LegalNewsPage
from tests.factories import make_office, make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def fetch(path, host="th-mau-a.localhost"):
    return Client(headers={"host": host}).get(path)


def xml(path, host="th-mau-a.localhost"):
    response = fetch(path, host)
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 - our own output


def locations(host="th-mau-a.localhost") -> set[str]:
    return {entry.findtext(MAP + "loc") for entry in xml("/sitemap.xml", host)}


@pytest.fixture
def two(a, b):
    pages = {
        "news": make_page(NewsPage, a, "Tin & <chữ> của A"),
        "legal": make_page(LegalNewsPage, a, "Tin luật của A"),
        "draft": make_page(NewsPage, a, "Nháp của A", live=False),
        "private": make_page(NewsPage, a, "Riêng của A"),
        "foreign": make_page(NewsPage, b, "Tin của B"),
    }
    PageViewRestriction.objects.create(page=pages["private"], restriction_type=PageViewRestriction.LOGIN)
    return pages


def test_the_feed_has_own_public_news(two):
    feed = xml("/tin.atom")
    entries = feed.findall(ATOM + "entry")
    assert {entry.findtext(ATOM + "title") for entry in entries} == {"Tin & <chữ> của A", "Tin luật của A"}
    links = {entry.find(ATOM + "link").get("href") for entry in entries}
    assert f"http://th-mau-a.localhost/tin-tuc/{two['news'].slug}/" in links
    assert len({entry.findtext(ATOM + "id") for entry in entries}) == 2
    assert [link.get("href") for link in feed.findall(ATOM + "link") if link.get("rel") == "self"] == [
        "http://th-mau-a.localhost/tin.atom"
    ]


@pytest.mark.parametrize("path", ["/tin.atom", "/so-do-trang/"])
def test_a_language_without_a_tree_leads_to_the_vietnamese_feed_and_site_map(two, path):
    answer = fetch(f"/en{path}")
    assert (answer.status_code, answer["Location"]) == (302, path)


def test_the_xml_map_has_own_public_pages(two):
    found = locations()
    assert "http://th-mau-a.localhost/" in found
    assert f"http://th-mau-a.localhost/tin-tuc/{two['news'].slug}/" in found
    assert all(url.startswith("http://th-mau-a.localhost/") for url in found)
    for name in ("draft", "private"):
        assert not [url for url in found if two[name].slug in url]


def test_translations_stand_as_alternates(two):
    english = Locale.objects.get_or_create(language_code="en")[0]
    copy = two["news"].copy_for_translation(english, copy_parents=True)
    assert not [url for url in locations() if "/en/" in url and two["news"].slug in url]  # a draft so far
    Page.objects.filter(path__startswith=copy.path[:8]).update(live=True)
    entries = {entry.findtext(MAP + "loc"): entry for entry in xml("/sitemap.xml")}
    vi = f"http://th-mau-a.localhost/tin-tuc/{two['news'].slug}/"
    en = vi.replace("/tin-tuc/", "/en/tin-tuc/")
    for url in (vi, en):
        alternates = {link.get("hreflang"): link.get("href") for link in entries[url].findall(LINK)}
        assert alternates == {"vi": vi, "en": en}


def test_documents_are_in_the_portals_map_only(a):
    make_office()
    shown, hidden = make_document(), make_document(confidential=True)
    assert shown.canonical_url in locations("cong.localhost")
    assert hidden.canonical_url not in locations("cong.localhost")
    assert not [url for url in locations() if "/van-ban/" in url]


def test_a_long_map_comes_in_parts(two, monkeypatch):
    everything = locations()
    monkeypatch.setattr(site_map, "MAX_ADDRESSES", 5)
    index = [entry.findtext(MAP + "loc") for entry in xml("/sitemap.xml")]
    assert len(index) == -(-len(everything) // 5)
    parts = [xml(url.removeprefix("http://th-mau-a.localhost")) for url in index]
    assert {entry.findtext(MAP + "loc") for part in parts for entry in part} == everything
    for bad in ("0", "99", "x", "-1", "9" * 40):
        assert fetch(f"/sitemap.xml?p={bad}").status_code == 404


def test_the_map_is_a_few_queries(two, django_assert_max_num_queries):
    for code in "CDE":
        make_school(code)
    versions.forget_known()  # the test's own open transaction would otherwise read the sites anew for each address
    locations()
    versions.forget_known()
    with django_assert_max_num_queries(4):
        locations()


def test_robots_name_the_hosts_own_map(two):
    for host in ("th-mau-a.localhost", "th-mau-b.localhost", "cong.localhost"):
        lines = fetch("/robots.txt", host).content.decode().splitlines()
        assert f"Sitemap: http://{host}/sitemap.xml" in lines
        assert "Disallow: /admin/" in lines


def test_the_readers_map_has_standing_pages_but_no_articles(two):
    html = fetch("/so-do-trang/").content.decode()
    assert "/pho-bien-giao-duc-phap-luat/tai-lieu/" in html
    assert two["news"].slug not in html
    assert "th-mau-b.localhost" not in html


def test_only_reading(two):
    client = Client(headers={"host": "th-mau-a.localhost"})
    for path in ("/tin.atom", "/sitemap.xml", "/robots.txt", "/so-do-trang/"):
        assert client.post(path).status_code == 405
