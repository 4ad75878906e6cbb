"""A foreign address is asked politely, and a private one never, whatever way leads there. Real servers on this machine."""

import http.server
import socket
import threading

import pytest

from cms.district.links import fetch
from cms.district.links.fetch import Fetcher, is_public

ANYWHERE = Fetcher(allowed=lambda address: True, ports=None, timeout=3)


class Handler(http.server.BaseHTTPRequestHandler):
    def _answer(self):
        self.server.asked.append((self.command, self.path))
        kind, _slash, rest = self.path.strip("/").partition("/")
        if kind == "to":
            self.send_response(302)
            self.send_header("Location", rest)
        elif kind == "nohead":
            self.send_response(405 if self.command == "HEAD" else 200)
        elif kind == "drop":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        else:
            self.send_response(int(kind or 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.asked = []
    found.url = f"http://127.0.0.1:{found.server_port}"
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3",  # noqa: S104
        "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "192.0.2.1",
    ],
)  # fmt: skip
def test_addresses_that_are_nobodys_business(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.113.131.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_addresses_of_the_world(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("path", "ok", "status"),
    [("/200", True, 200), ("/403", True, 403), ("/429", True, 429), ("/404", False, 404), ("/500", False, 500),
     ("/nohead", True, 200), ("/to//404", False, 404), ("/to//200", True, 200)],
)  # fmt: skip
def test_answers(server, path, ok, status):
    answer = ANYWHERE.ask(server.url + path)
    assert (answer.ok, answer.status, answer.refused) == (ok, status, False)


def test_head_comes_first_and_get_only_where_it_helps(server):
    ANYWHERE.ask(server.url + "/200")
    assert [method for method, _path in server.asked] == ["HEAD"]
    server.asked.clear()
    ANYWHERE.ask(server.url + "/nohead")
    assert [method for method, _path in server.asked] == ["HEAD", "GET"]


def test_endless_redirects_end(server):
    answer = ANYWHERE.ask(f"{server.url}/to//to//to//to//to//to//to//200")
    assert ANYWHERE.ask(server.url + "/to//to//200").ok
    assert not answer.ok or len(server.asked) <= 2 * (fetch.MAX_REDIRECTS + 1)


@pytest.mark.parametrize("path", ["/drop"])
def test_a_connection_that_breaks_is_an_error_and_no_crash(server, path):
    answer = ANYWHERE.ask(server.url + path)
    assert (answer.ok, answer.status) == (False, None)
    assert answer.error


def test_the_own_machine_is_never_asked(server):
    """By number, by name, by an odd spelling, by a redirect, by a name that resolves there."""
    port = server.server_port
    careful = Fetcher(ports=None, timeout=3)
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0"):
        answer = careful.ask(f"http://{host}:{port}/200")
        assert not answer.ok, host
        assert answer.refused or "gaierror" in answer.error, (host, answer)
    assert server.asked == []


def test_a_redirect_into_the_own_network_is_refused(server):
    """The first address is allowed, where it leads is not."""
    first = Fetcher(allowed=lambda address: address == "127.0.0.1", ports=None, timeout=3)
    answer = first.ask(f"{server.url}/to/http://127.0.0.2:{server.server_port}/200")
    assert answer.refused
    assert [path for _method, path in server.asked] == [f"/to/http://127.0.0.2:{server.server_port}/200"]


def test_a_name_with_one_private_address_is_refused(server, monkeypatch):
    """DNS that answers with a public and a private address, in any order."""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("8.8.8.8", "127.0.0.1")]
    for answer in (rows, rows[::-1]):
        monkeypatch.setattr(fetch.socket, "getaddrinfo", lambda *args, answer=answer, **kwargs: answer)
        assert Fetcher().ask("http://two-faced.example/").refused


def test_the_connection_goes_to_the_address_that_was_checked(server, monkeypatch):
    """A second look-up of the name would lead elsewhere; there is none."""
    looked_up = []

    def look_up(host, *args, **kwargs):
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(looked_up) == 1 else "10.0.0.1", 80))]

    monkeypatch.setattr(fetch.socket, "getaddrinfo", look_up)
    connected = []
    monkeypatch.setattr(
        fetch.socket, "create_connection", lambda address, timeout: connected.append(address) or _refuse()
    )
    Fetcher(allowed=lambda address: address == "127.0.0.1", ports=None).ask("http://rebinding.example/")
    assert connected == [("127.0.0.1", 80)]
    assert looked_up == ["rebinding.example"]


def _refuse():
    raise ConnectionRefusedError


@pytest.mark.parametrize(
    "url",
    ["ftp://a.vn/x", "file:///etc/passwd", "http:///x", "gopher://a.vn", "http://user:pw@a.vn/", "http://a.vn:22/",
     "http://a.vn:6379/"],
)  # fmt: skip
def test_what_is_no_ordinary_web_address_is_refused(url):
    assert Fetcher().ask(url).refused


@pytest.mark.parametrize("url", ["http://[::1", "http://a.vn:99999/", "http://" + "a" * 300 + ".vn/", "http://a..vn/"])
def test_nonsense_is_an_error_and_no_crash(url):
    assert not Fetcher(timeout=2).ask(url).ok


def test_vietnamese_in_an_address_arrives(server):
    assert ANYWHERE.ask(f"{server.url}/200/văn-bản?q=luật").status == 200
