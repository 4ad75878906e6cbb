"""Who is answered from the cache, and what is kept: requests of every kind, friendly and not."""

import datetime
import gzip
import re

import brotli
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from cms.core.page_cache import fragments, store
from cms.core.page_cache.cache_key import MAX_PATH_LENGTH, parse_request
from cms.home.models import NewsIndexPage, NewsPage, NoticePage
from cms.tenancy.roles import Role
from tests.core.page_cache.conftest import HOSTS
from tests.factories import client_of, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

SECTION = "/pho-bien-giao-duc-phap-luat/"
#: Pages of every kind that are kept on a school's site.
PATHS = (
    "/", "/tin-tuc/", "/thong-bao/", "/gioi-thieu/", "/lien-he/", "/van-ban/", "/so-do-trang/", "/sitemap.xml",
    "/robots.txt", "/tin.atom", "/van-ban/tin.atom", SECTION, f"{SECTION}tin-tuc-hoat-dong/",
    f"{SECTION}van-ban-phap-luat-moi/", f"{SECTION}tai-lieu/", f"{SECTION}hoi-dap/", f"{SECTION}tap-huan/",
    f"{SECTION}lien-ket/",
)  # fmt: skip


def timeless(content: bytes) -> bytes:
    """An empty feed says when it was made."""
    return re.sub(rb"<updated>[^<]+</updated>", b"", content)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_kept_is_what_is_made(visitors, path, settings):
    settings.PAGE_CACHE = False
    plain = visitors.get("a", path)
    settings.PAGE_CACHE = True
    first, second = visitors.get("a", path), visitors.get("a", path)
    assert visitors.made == [path]
    assert first.content == second.content
    assert timeless(plain.content) == timeless(first.content)
    for response in (first, second):
        assert response["Cache-Control"] == "no-cache"
        assert response["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in response
        assert not response.cookies
    for name in ("Content-Type", "Content-Security-Policy", "Permissions-Policy", "X-Frame-Options", "Referrer-Policy"):
        assert plain[name] == second[name]


@pytest.mark.parametrize("path", ["/", "/truong/", "/tin-cac-truong/", "/tin-cac-truong/tin.atom", "/bai-chon-loc/"])
def test_pages_of_the_portal(visitors, path):
    visitors.keep(("portal", path))


def test_a_hit_asks_the_database_once_however_many_there_are(visitors, django_assert_num_queries):
    visitors.keep(("a", "/"))
    with django_assert_num_queries(1):
        visitors.get("a", "/")


def test_a_document_and_its_pages(visitors, commit):
    document = make_document(articles=3)
    commit()
    address = document.get_absolute_url()
    visitors.keep(("a", address), ("a", f"{address}vien-dan/"), ("a", f"{address}tai-ngay/2024-06-01/"))
    visitors.keep(("portal", address), ("portal", f"{address}akn.xml"))
    visitors.keep(("a", f"{address}?day=2024-01-01"))
    assert visitors.text("a", f"{address}?day=2024-01-01") != visitors.text("a", address)


def test_each_school_has_its_own(visitors):
    visitors.keep(("a", "/"), ("b", "/"))
    assert visitors.text("a") != visitors.text("b")
    assert "Trường Tiểu học Mẫu B" not in re.sub(r"<footer.*", "", visitors.text("a"), flags=re.S)


def test_languages_do_not_meet(visitors):
    visitors.keep(("a", "/so-do-trang/"))
    english = visitors.get("a", "/so-do-trang/", headers={"accept-language": "en", "host": HOSTS["a"]})
    assert 'lang="vi"' in english.content.decode()  # the address says it, nothing else
    assert visitors.is_kept("a", "/so-do-trang/", headers={"accept-language": "en", "host": HOSTS["a"]})
    assert 'lang="en"' in visitors.text("a", "/en/van-ban/")
    assert 'lang="vi"' in visitors.text("a", "/van-ban/")


def pages() -> int:
    """Those that lie ready, without the parts from which others are made."""
    return sum(not key.startswith(fragments.PREFIX) for key in store.plain)


class TestPeople:
    def test_a_session_is_never_answered_from_it_and_leaves_nothing_in_it(self, visitors, a):
        teacher = client_of(make_user(Role.SCHOOL_EDITOR, a), HOSTS["a"])
        response = teacher.get("/")
        assert response["Cache-Control"] == "private, no-cache"
        assert pages() == 0
        visitors.keep(("a", "/"))
        before = len(visitors.made)
        assert "ETag" not in teacher.get("/")
        assert len(visitors.made) == before  # it is not even asked

    @pytest.mark.parametrize("name", [django_settings.SESSION_COOKIE_NAME, "messages"])
    def test_any_cookie_that_means_somebody(self, visitors, name):
        visitors.keep(("a", "/"))
        assert "ETag" not in visitors.get("a", "/", cookies={"x": "1", name: "nonsense"})

    def test_cookies_of_others_change_nothing(self, visitors):
        visitors.keep(("a", "/"))
        assert visitors.is_kept("a", "/", cookies={"_ga": "GA1.2.3", "django_language": "en"})

    def test_credentials(self, visitors):
        visitors.keep(("a", "/"))
        assert "ETag" not in visitors.get("a", "/", headers={"authorization": "Basic eDp5", "host": HOSTS["a"]})

    def test_posts(self, visitors):
        visitors.keep(("a", "/"))
        assert Client(headers={"host": HOSTS["a"]}).post("/").status_code in (200, 403, 405)
        assert len(visitors.made) == 1

    def test_what_is_private_asks_for_its_password_each_time(self, visitors, a, commit):
        page = make_page(NewsPage, a, "Của riêng")
        commit()
        visitors.keep(("a", page.url_path.removeprefix(a.home_page.url_path).join(("/", ""))))
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
        commit()
        address = "/" + page.url_path.removeprefix(a.home_page.url_path)
        response = visitors.get("a", address)
        assert b"csrfmiddlewaretoken" in response.content
        assert "ETag" not in response
        assert not visitors.is_kept("a", address)


class TestAddresses:
    def test_unknown_parameters_are_answered_and_leave_nothing(self, visitors):
        visitors.keep(("a", "/tin-tuc/"))
        for query in ("?x=1", "?page=1&x=2", "?page=1&page=2", "?" + "a=1&" * 20, "?page=" + "9" * 400):
            assert visitors.get("a", f"/tin-tuc/{query}").status_code == 200
            assert not visitors.is_kept("a", f"/tin-tuc/{query}")
        assert len(store.asked_for) == 0
        assert pages() == 1

    def test_known_parameters_are_kept_in_any_order(self, visitors):
        visitors.keep(("a", "/tin-tuc/?page=1&year=2026"))
        assert visitors.is_kept("a", "/tin-tuc/?year=2026&page=1")
        assert not visitors.is_kept("a", "/tin-tuc/?year=2025&page=1")

    def test_what_networks_add_finds_the_plain_page_but_never_makes_it(self, visitors):
        assert not visitors.is_kept("a", "/tin-tuc/?fbclid=1")
        assert not visitors.is_kept("a", "/tin-tuc/?fbclid=1")
        visitors.keep(("a", "/tin-tuc/"))
        assert visitors.is_kept("a", "/tin-tuc/?fbclid=2&utm_source=zalo")

    def test_made_up_parameters_push_out_only_each_other(self, visitors, settings):
        settings.PAGE_CACHE_MB = 0.2
        visitors.keep(("a", "/"))
        for number in range(30):
            visitors.get("a", f"/tin-tuc/?page={number}")
        assert len(store.asked_for) < 15
        assert visitors.is_kept("a", "/")

    @pytest.mark.parametrize("path", ["/page.css", "/tin-tuc/page.css", "/tin-tuc/;x.css", "/tin-tuc/%00.js", "/.css"])
    def test_an_address_that_looks_like_a_file_keeps_nothing(self, visitors, path):
        assert visitors.get("a", path).status_code == 404
        assert not visitors.is_kept("a", path)
        assert pages() == 0

    def test_huge_addresses(self, visitors):
        assert not visitors.is_kept("a", "/" + "x" * 5000)
        environ = {"REQUEST_METHOD": "GET", "HTTP_HOST": "a.vn", "wsgi.url_scheme": "http"}
        assert len(parse_request({**environ, "PATH_INFO": "/" + "x" * (MAX_PATH_LENGTH - 1)}).key) == 64
        assert parse_request({**environ, "PATH_INFO": "/" + "x" * MAX_PATH_LENGTH}) is None

    def test_parts_of_a_key_cannot_be_moved_across(self):
        environ = {"REQUEST_METHOD": "GET", "HTTP_HOST": "a.vn", "wsgi.url_scheme": "http"}
        keys = {
            parse_request({**environ, "PATH_INFO": path, "QUERY_STRING": query}).key
            for path, query in (("/a", "b=c"), ("/a\0b", "=c"), ("/a\0001:b", "c="), ("/ab", "=c"), ("/a", "bc="))
        }
        assert len(keys) == 5

    def test_hosts_that_nobody_has(self, visitors):
        for host in ("evil.example", "x.localhost", "th-mau-a.localhost.evil.example", "a" * 300 + ".localhost"):
            assert visitors.get(host).status_code in (400, 404)
        assert pages() == 0

    def test_spellings_of_a_host_are_one(self, visitors):
        visitors.keep(("a", "/"))
        assert visitors.is_kept("TH-Mau-A.LOCALHOST")
        assert visitors.is_kept("th-mau-a.localhost:9999")
        assert pages() == 1

    def test_schemes_are_two(self, visitors, settings):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        visitors.keep(("a", "/"))
        assert not visitors.is_kept("a", "/", secure=True)
        settings.SECURE_SSL_REDIRECT = True
        # What a stranger claims about the scheme shows him a page; it makes none, for it is not believed.
        store.clear_local()
        cache.clear()  # where there is Redis it has the page too
        claimed = {"HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "203.0.113.9"}
        assert visitors.get("a", "/", **claimed).status_code == 301
        assert pages() == 0


def test_a_page_made_while_the_file_store_is_away_is_not_kept(visitors, monkeypatch):
    from cms.core.media import storage
    from cms.core.page_cache import middleware

    judge = middleware._response_dependencies

    def away_meanwhile(request, response, what):
        storage._breaker.failed(OSError("away"))
        return judge(request, response, what)

    monkeypatch.setattr(middleware, "_response_dependencies", away_meanwhile)
    try:
        assert "ETag" not in visitors.get("a", "/")
        assert pages() == 0
    finally:
        storage._breaker.reset()
    monkeypatch.setattr(middleware, "_response_dependencies", judge)
    visitors.keep(("a", "/"))


class TestConditional:
    def test_head_has_the_same_headers_and_no_body(self, visitors):
        whole = visitors.get("a", "/")
        assert visitors.get("a", "/")["ETag"] == whole["ETag"]
        head = Client(headers={"host": HOSTS["a"]}).head("/")
        assert head.status_code == 200
        assert head.content == b""
        assert (head["ETag"], head["Content-Length"]) == (whole["ETag"], whole["Content-Length"])

    def test_a_head_alone_keeps_nothing(self, visitors):
        Client(headers={"host": HOSTS["a"]}).head("/")
        assert pages() == 0

    def test_304(self, visitors, a, commit):
        first = visitors.get("a", "/")
        known = {"if-none-match": f'"other", {first["ETag"]}', "host": HOSTS["a"]}
        response = visitors.get("a", "/", headers=known)
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == first["ETag"]
        assert response["Cache-Control"] == "no-cache"
        make_page(NewsPage, a, "Chuyện mới")
        commit()
        response = visitors.get("a", "/", headers=known)
        assert response.status_code == 200
        assert "Chuyện mới" in response.content.decode()

    def test_a_change_that_does_not_show_is_a_304_too(self, visitors, a, commit):
        first = visitors.get("a", "/van-ban/")
        make_page(NoticePage, a)
        commit()
        response = visitors.get("a", "/van-ban/", headers={"if-none-match": first["ETag"], "host": HOSTS["a"]})
        assert visitors.made == ["/van-ban/"] * 2
        assert response.status_code == 304

    def test_a_date_names_one_body(self, visitors, monkeypatch):
        now = datetime.datetime(2026, 11, 20, 8, tzinfo=datetime.UTC).timestamp()
        clock = "cms.core.page_cache.{}.time.time"
        for module in ("cached_response", "middleware"):
            monkeypatch.setattr(clock.format(module), lambda: now)
        assert "Last-Modified" not in visitors.get("a", "/")  # within this second there may be two
        now += 3
        date = visitors.get("a", "/")["Last-Modified"]
        assert date == "Fri, 20 Nov 2026 08:00:00 GMT"
        same = visitors.get("a", "/", headers={"if-modified-since": date, "host": HOSTS["a"]})
        assert same.status_code == 304
        later = {"if-modified-since": "Fri, 20 Nov 2026 09:00:00 GMT", "host": HOSTS["a"]}
        assert visitors.get("a", "/", headers=later).status_code == 200
        with_tag = {"if-modified-since": date, "if-none-match": '"other"', "host": HOSTS["a"]}
        assert visitors.get("a", "/", headers=with_tag).status_code == 200

    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [
            ("gzip, deflate", "gzip"), ("gzip, deflate, br, zstd", "br"), ("br", "br"),
            ("gzip;q=0, br;q=0", None), ("identity", None),
        ],
    )  # fmt: skip
    def test_compressed_for_those_who_take_it(self, visitors, accepted, coding):
        unpacked = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[coding]
        plain = visitors.get("a", "/")
        for _made_then_kept in range(2):
            packed = visitors.get("a", "/", headers={"accept-encoding": accepted, "host": HOSTS["a"]})
            assert packed.get("Content-Encoding") == coding
            assert packed["ETag"] == plain["ETag"]
            assert unpacked(packed.content) == plain.content
            assert len(packed.content) == int(packed["Content-Length"])
            assert (len(packed.content) < len(plain.content) / 2) is (coding is not None)
        head = Client(headers={"host": HOSTS["a"], "accept-encoding": accepted}).head("/")
        assert (head.get("Content-Encoding"), head["Content-Length"], head.content) == (
            coding, packed["Content-Length"], b"",
        )  # fmt: skip


def test_views_read_no_parameter_that_they_did_not_declare(visitors, rf, monkeypatch, commit, settings):
    """Each page is asked with a query that notes what is read of it."""
    from django.http import QueryDict

    from cms.core.page_cache import middleware

    settings.PAGE_CACHE = True
    document = make_document(articles=2)
    commit()
    address = document.get_absolute_url()
    seen: dict[str, tuple[set[str], frozenset[str]]] = {}
    read: set[str] = set()
    real_get, real_item = QueryDict.get, QueryDict.__getitem__
    monkeypatch.setattr(QueryDict, "get", lambda self, key, *rest: (read.add(key), real_get(self, key, *rest))[1])
    monkeypatch.setattr(QueryDict, "__getitem__", lambda self, key: (read.add(key), real_item(self, key))[1])
    judge = middleware._response_dependencies

    def noted(request, response, what):
        if (said := middleware.declared_policy(response)) is not None:
            seen[request.path] = (set(read), said.parameters)
        return judge(request, response, what)

    monkeypatch.setattr(middleware, "_response_dependencies", noted)
    pages = [("a", path) for path in PATHS] + [("a", address), ("a", f"{address}vien-dan/")]
    for who, path in [*pages, ("portal", "/"), ("portal", "/truong/"), ("portal", "/tin-cac-truong/")]:
        store.clear_local()
        read.clear()
        visitors.get(who, path)
    # Free words, days and marks are answered anew each time.
    free = {"/truong/": {"q", "school"}, "/van-ban/": {"q"}, "/van-ban/tin.atom": {"q"}}
    free["/tin-cac-truong/"] = {"since", "until", "deep"}
    assert len(seen) >= len(PATHS)
    for path, (asked_for, known) in seen.items():
        assert asked_for - known == free.get(path, set()) & asked_for, path


def test_every_page_type_is_met(visitors):
    """A new type that reads the query must say so: this fails until somebody has looked at it."""
    from django.apps import apps

    from cms.core.models import BasePage

    types = {model for model in apps.get_models() if issubclass(model, BasePage)}
    assert {model.__name__ for model in types if model.query_parameters} == {
        "OfficeHomePage", "NewsIndexPage", "NoticeIndexPage", "LegalNewsIndexPage", "MaterialIndexPage",
        "QuestionIndexPage", "TrainingIndexPage",
    }  # fmt: skip
    assert NewsIndexPage in types
    assert Page not in types
