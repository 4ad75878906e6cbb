"""Real nginx keeps what the app lets it keep, until the second ends; the app is a server that answers as it does."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

from tests.settings.test_nginx import HEADERS, TEMPLATE, ask, nginx  # noqa: F401 - a fixture


class App(BaseHTTPRequestHandler):
    """``/kept/…`` as a kept page, everything else as one made for one visitor. ``text`` is what pages say."""

    protocol_version = "HTTP/1.1"
    text = "one"
    asked: list[tuple[str, str, int]] = []
    slow = 0.0

    def do_GET(self):
        time.sleep(self.slow)
        tag = f'W/"{self.text}"'
        known = self.headers.get("If-None-Match") == tag
        self.asked.append((self.path, self.headers.get("Accept-Encoding", ""), 304 if known else 200))
        body = b"" if known else f"{self.text} {self.headers.get('Cookie', '')}".encode()
        self.send_response(304 if known else 200)
        if self.path.startswith("/kept/"):
            self.send_header("X-Accel-Expires", f"@{int(time.time())}")
            self.send_header("Cache-Control", "no-cache")
            self.send_header("ETag", tag)
            self.send_header("Vary", "Accept-Encoding")
        else:
            self.send_header("Cache-Control", "public, max-age=600")
        for name in HEADERS:
            self.send_header(name, "of the app")
        if not known:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def upstream():
    server = ThreadingHTTPServer(("127.0.0.1", 0), App)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(scope="module")
def address(nginx):  # noqa: F811
    return nginx("203.0.113.1")


@pytest.fixture(autouse=True)
def _fresh():
    App.text, App.slow = "one", 0.0
    App.asked.clear()


def second_begins() -> None:
    time.sleep(1.02 - time.time() % 1)


def test_once_a_second_however_many_ask(address):
    second_begins()
    for _ in range(50):
        assert ask(address, "/kept/a/")[2] == "one "
    assert len(App.asked) <= 2  # one, or two when the machine is slow
    second_begins()
    ask(address, "/kept/a/")
    assert App.asked[-1] == ("/kept/a/", "", 304)  # asked whether it is still the same


def test_a_change_is_seen_in_the_next_second(address):
    for _ in range(3):
        second_begins()
        ask(address, "/kept/b/")
        App.text += "+"
        second_begins()
        assert ask(address, "/kept/b/")[2] == f"{App.text} "


def test_one_request_at_a_time(address):
    App.slow = 0.3
    second_begins()
    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(lambda _: ask(address, "/kept/c/"), range(20)))
    assert {answer[2] for answer in answers} == {"one "}
    assert len(App.asked) <= 2


@pytest.mark.parametrize("cookie", ["sessionid=x", "a=b; sessionid=x", "messages=x", "a=b;messages = x"])
def test_somebody_is_answered_by_the_app_and_leaves_nothing(address, cookie):
    path = f"/kept/{abs(hash(cookie))}/"
    second_begins()
    for _ in range(2):
        assert ask(address, path, Cookie=cookie)[2] == f"one {cookie}"
    assert ask(address, path)[2] == "one "
    assert ask(address, path, Cookie=cookie)[2] == f"one {cookie}"


def test_credentials_too(address):
    second_begins()
    for _ in range(3):
        ask(address, "/kept/d/", Authorization="Basic eDp5")
    assert len(App.asked) == 3


def test_the_cookies_are_those_of_the_app():
    assert f"({settings.SESSION_COOKIE_NAME}|messages)" in TEMPLATE.read_text(encoding="utf-8")


def test_what_the_app_says_to_browsers_does_not_count(address):
    second_begins()
    for _ in range(3):
        ask(address, "/other/")
    assert len(App.asked) == 3


def test_hosts_schemes_queries_and_codings_do_not_meet(address):
    second_begins()
    ask(address, "/kept/e/")
    for path, headers in (
        ("/kept/e/", {"Host": "other.example"}), ("/kept/e/?page=2", {}), ("/kept/e/", {"Accept-Encoding": "gzip"}),
        ("/kept/e/", {"Accept-Encoding": "gzip, deflate, br, zstd"}),
    ):  # fmt: skip
        before = len(App.asked)
        ask(address, path, **{name.replace("-", "_"): value for name, value in headers.items()})
        assert len(App.asked) == before + 1, (path, headers)
    assert [coding for _path, coding, _status in App.asked[-2:]] == ["gzip", "br"]
    assert ask(address, "/kept/e/", Accept_Encoding="gzip;q=0")[0] == 200


def test_a_kept_answer_has_the_headers_of_the_app_once(address):
    second_begins()
    for _ in range(2):
        headers = ask(address, "/kept/f/")[1]
        for name in HEADERS:
            assert headers.get_all(name) == ["of the app"], name
        assert headers["Cache-Control"] == "no-cache"
        assert "X-Accel-Expires" not in headers
    assert ask(address, "/kept/f/", If_None_Match='W/"one"')[0] == 304
