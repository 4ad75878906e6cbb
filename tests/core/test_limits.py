"""One address cannot ask for more than its share of the public side; another one does not feel it."""

import pytest
from django.test import Client

from cms.core.web import rate_limits
from tests.factories import make_school


@pytest.mark.parametrize(
    ("method", "path", "query", "kind"),
    [
        ("GET", "/tim/", "q=luat", "search"),
        ("GET", "/en/tim/", "", "search"),
        ("HEAD", "/tim/", "", "search"),
        ("POST", "/tim/", "", "posts"),
        ("POST", "/_util/authenticate_with_password/1/2/", "", "posts"),
        ("PUT", "/tin-tuc/", "", "posts"),
        ("GET", "/van-ban/", "", "pages"),
        ("GET", "/van-ban/", "loai=luat", "lists"),
        ("GET", "/sitemap.xml", "", "lists"),
        ("GET", "/tin.atom", "", "lists"),
        ("GET", "/tin-tuc/", "", "pages"),
        ("GET", "/documents/1/a.pdf", "", "pages"),
        ("GET", "/tim/goi-y/", "q=l", ""),
        ("GET", "/api/v1/documents/", "", ""),
        ("POST", "/admin/login/", "", ""),
        ("GET", "/static/css/site.css", "", ""),
        ("GET", "/readyz", "", ""),
    ],
)
def test_which_limit_counts(method, path, query, kind):
    assert rate_limits.limit_kind(method, path, query) == kind


@pytest.fixture
def few(settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/tim/?q=luat", "/tin-tuc/", "/van-ban/?q=a", "/khong-co/"])
def test_too_many_gets_a_page_that_says_when(few, school, path):
    host = school.site.hostname
    flood, other = Client(headers={"host": host}), Client(headers={"host": host}, REMOTE_ADDR="198.51.100.7")
    assert [flood.get(path).status_code == 429 for _ in range(4)] == [False, False, True, True]
    answer = flood.get(path)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert "Quá nhiều" in answer.content.decode()
    assert answer["Content-Security-Policy"]
    assert other.get(path).status_code != 429


@pytest.mark.django_db
def test_a_forged_header_makes_no_new_address(few, school):
    host = school.site.hostname
    codes = [
        Client(headers={"host": host, "x-forwarded-for": f"6.6.6.{number}"}).get("/tim/?q=a").status_code
        for number in range(4)
    ]
    assert codes == [200, 200, 429, 429]


@pytest.mark.django_db
def test_posts_are_counted_on_every_school_together(few):
    hosts = [make_school(code).site.hostname for code in "AB"]
    codes = [Client(headers={"host": host}).post("/tim/").status_code for host in hosts * 2]
    assert codes[2:] == [429, 429]
    assert 429 not in codes[:2]


def test_ipv6_is_counted_by_connection(rf):
    one, two, other = (
        rate_limits.client_key(rf.get("/", REMOTE_ADDR=a)) for a in ("2001:db8::1", "2001:db8::ffff:2", "2001:db9::1")
    )
    assert one == two != other


def test_the_minute_before_still_counts(rf, settings, monkeypatch):
    settings.LIMITS = {**settings.LIMITS, "search": 10}
    request, clock = rf.get("/tim/"), [6000.0]
    monkeypatch.setattr(rate_limits.time, "time", lambda: clock[0])
    assert [rate_limits.seconds_to_wait(request, "search") for _ in range(11)] == [0] * 10 + [60]
    clock[0] = 6060.0 + 1
    assert rate_limits.seconds_to_wait(request, "search")  # not all at once again at the turn of the minute
    clock[0] = 6060.0 + 55
    assert not rate_limits.seconds_to_wait(request, "search")
