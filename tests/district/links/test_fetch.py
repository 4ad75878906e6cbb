"""A foreign address is asked politely, and a private one never, whatever way leads there. Real servers on this
machine."""

import http.server
import socket
import threading

import pytest

from cms.district.links import http_fetch, pinned_connection
from cms.district.links.circuit_breaker import MAX_FAILURES, HostBreaker
from cms.district.links.http_fetch import Fetcher
from cms.district.links.public_networks import is_public_address

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
        # what the lists of special addresses name beside
        "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.0.255", "192.31.196.1", "192.52.193.1", "192.88.99.1",
        "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "100.127.255.255", "239.1.1.1",
        "240.0.0.1", "0.1.2.3", "168.63.129.16", "169.254.170.2", "100.100.100.200",
        # an IPv4 address inside: mapped, compatible, translated, NAT64 of both kinds, 6to4, Teredo, ISATAP
        "::ffff:7f00:1", "::ffff:169.254.169.254", "::127.0.0.1", "::7f00:1", "::8.8.8.8", "::ffff:0:127.0.0.1",
        "::ffff:0:8.8.8.8", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "64:ff9b:1:ffff::8.8.8.8",
        "2002:0a00:1::1", "2002:a9fe:a9fe::1", "2002:0808:0808::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:4860:4860::5efe:10.0.0.1", "2001:4860:4860:0:200:5efe:127.0.0.1",
        # IPv6 of its own
        "fec0::1", "feff::1", "fd00::1", "fdff::1", "febf::1", "fe80::1%25eth0", "ff00::1", "ff0e::1", "100::1",
        "2001:db8::1", "2001:2::1", "2001:10::1", "2001:20::1", "3fff::1", "5f00::1", "4000::1", "8000::1", "e000::1",
        "2620:4f:8000::1", "", "no address", "1.2.3", "0177.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_nobodys_business(address):
    assert not is_public_address(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "203.113.131.1", "2001:4860:4860::8888", "2405:4800::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
)
def test_addresses_of_the_world(address):
    assert is_public_address(address)


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
    assert not answer.ok or len(server.asked) <= 2 * (http_fetch.MAX_REDIRECTS + 1)


@pytest.mark.parametrize("path", ["/drop"])
def test_a_connection_that_breaks_is_an_error_and_no_crash(server, path):
    answer = ANYWHERE.ask(server.url + path)
    assert (answer.ok, answer.status) == (False, None)
    assert answer.error


def test_the_own_machine_is_never_asked(server):
    """By number, by name, by an odd spelling, by a redirect, by a name that resolves there."""
    port = server.server_port
    careful = Fetcher(ports=None, timeout=3)
    numbers = (
        "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "127.1", "127.0.1",
        "2130706433", "0177.1", "0177.0.0.1", "0x7f.1", "0x7f000001", "017700000001", "0", "0.0.0.0", "127.0.0.1.",  # noqa: S104
        "①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "LOCALHOST",
    )  # fmt: skip
    for host in numbers:
        answer = careful.ask(f"http://{host}:{port}/200")
        assert not answer.ok, host
        no_such_name = any(word in answer.error for word in ("gaierror", "ValueError", "could not be looked up"))
        assert answer.refused or no_such_name, (host, answer)
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
        monkeypatch.setattr(pinned_connection.socket, "getaddrinfo", lambda *args, answer=answer, **kwargs: answer)
        assert Fetcher().ask("http://two-faced.example/").refused


def test_the_connection_goes_to_the_address_that_was_checked(server, monkeypatch):
    """A second look-up of the name would lead elsewhere; there is none."""
    looked_up = []

    def look_up(host, *args, **kwargs):
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(looked_up) == 1 else "10.0.0.1", 80))]

    monkeypatch.setattr(pinned_connection.socket, "getaddrinfo", look_up)
    connected = []
    monkeypatch.setattr(
        pinned_connection.socket, "create_connection", lambda address, timeout: connected.append(address) or _refuse()
    )
    Fetcher(allowed=lambda address: address == "127.0.0.1", ports=None).ask("http://rebinding.example/")
    assert connected == [("127.0.0.1", 80)]
    assert looked_up == ["rebinding.example"]


def _refuse():
    raise ConnectionRefusedError


@pytest.mark.parametrize(
    "url",
    ["ftp://a.vn/x", "file:///etc/passwd", "http:///x", "gopher://a.vn", "http://user:pw@a.vn/", "http://a.vn:22/",
     "http://a.vn:6379/", "http://a.vn:0/", "https://a.vn:25/", "http://@a.vn/", "http://a.vn\\@127.0.0.1/",
     "http://8.8.8.8@127.0.0.1/", "javascript:alert(1)", "//a.vn/", ""],
)  # fmt: skip
def test_what_is_no_ordinary_web_address_is_refused(url):
    assert Fetcher().ask(url).refused


@pytest.mark.parametrize("url", ["http://[::1", "http://a.vn:99999/", "http://" + "a" * 300 + ".vn/", "http://a..vn/"])
def test_nonsense_is_an_error_and_no_crash(url):
    assert not Fetcher(timeout=2).ask(url).ok


def test_vietnamese_in_an_address_arrives(server):
    assert ANYWHERE.ask(f"{server.url}/200/văn-bản?q=luật").status == 200


def test_a_name_that_turns_private_between_two_questions_is_refused(server, monkeypatch):
    """At the redirect, and at the GET after the HEAD: every question looks the name up, checks it, and goes there."""
    for path in ("/to//200", "/nohead"):
        answers = iter(["127.0.0.1", "127.0.0.2"])
        monkeypatch.setattr(pinned_connection, "resolve_host", None)
        monkeypatch.setattr(http_fetch, "resolve_host", lambda *args, answers=answers: [next(answers)])
        server.asked.clear()
        careful = Fetcher(allowed=lambda address: address == "127.0.0.1", ports=None, timeout=3)
        assert careful.ask(f"http://rebinding.example:{server.server_port}{path}").refused
        assert len(server.asked) == 1


@pytest.mark.parametrize("port", [22, 25, 3306, 5432, 6379, 9200, 11211])
def test_a_redirect_to_another_service_is_refused(server, port):
    first = Fetcher(ports=frozenset({server.server_port}), allowed=lambda address: True, timeout=3)
    assert first.ask(f"{server.url}/to/http://127.0.0.1:{port}/").refused


# --- time and dead hosts ----------------------------------------------------------------------------------------


@pytest.fixture
def dripping():
    """A server that sends a byte now and then, for as long as is asked of it: ``dripping(text, seconds between)``."""
    sockets, stop = [], threading.Event()

    def serve(listener, text, pause):
        while not stop.is_set():
            try:
                client, _address = listener.accept()
            except OSError:
                return
            sockets.append(client)
            threading.Thread(target=drip, args=(client, text, pause), daemon=True).start()

    def drip(client, text, pause):
        try:
            for byte in text:
                client.sendall(bytes([byte]))
                if stop.wait(pause):
                    return
        except OSError:
            pass

    def make(text: bytes, pause: float) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)
        threading.Thread(target=serve, args=(listener, text, pause), daemon=True).start()
        return listener.getsockname()[1]

    yield make
    stop.set()
    for found in sockets:
        found.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_byte_now_and_then_does_not_buy_time(dripping, scheme):
    """Each byte comes long before the step's time is over, and the whole would come after ten times the total."""
    whole = b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 150 + b"\r\n\r\n"
    if scheme == "https":
        whole = b"\x16\x03\x03\x40\x00" + b"\x02" * 150
    port = dripping(whole, 0.1)
    answer = Fetcher(allowed=lambda address: True, ports=None, timeout=5, total=1.5).ask(
        f"{scheme}://127.0.0.1:{port}/"
    )
    assert (answer.ok, answer.status) == (False, None)
    assert "TimeoutError" in answer.error or "timed out" in answer.error


def test_redirects_share_the_time(server, dripping):
    """Three slow ones in a row, each of which alone would be in time."""
    slow = dripping(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n", 0.02)
    answer = Fetcher(allowed=lambda address: True, ports=None, timeout=5, total=2.0).ask(f"http://127.0.0.1:{slow}/")
    assert "took too long" in answer.error or "timed out" in answer.error


def test_a_name_that_is_looked_up_for_ever_is_left_behind(monkeypatch):
    held = threading.Event()
    monkeypatch.setattr(pinned_connection.socket, "getaddrinfo", lambda *args, **kwargs: held.wait(60) and [])
    answer = Fetcher(timeout=0.5, total=1).ask("http://slow.example/")
    held.set()
    assert "TimeoutError" in answer.error


def test_a_dead_host_is_given_up_and_one_that_answers_is_not(server):
    fetcher = Fetcher(allowed=lambda address: True, ports=None, timeout=3)
    for _number in range(20):
        assert not fetcher.ask(server.url + "/drop").ok
    assert len(server.asked) == MAX_FAILURES
    assert not fetcher.ask(server.url + "/200").asked
    other = Fetcher(allowed=lambda address: True, ports=None, timeout=3)
    for _number in range(MAX_FAILURES + 2):
        assert other.ask(server.url + "/500").status == 500
        assert not other.ask(server.url + "/drop").ok  # an answer in between: it lives
    assert other.ask(server.url + "/200").ok


def test_the_target_of_a_redirect_is_given_up_not_the_host_that_names_it(server):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = closed.getsockname()[1]
    fetcher = Fetcher(allowed=lambda address: True, ports=None, timeout=3)
    for _number in range(MAX_FAILURES + 3):
        answer = fetcher.ask(f"{server.url}/to/http://127.0.0.1:{dead}/")
        assert not answer.ok
        assert answer.asked
    assert fetcher.breaker.is_open(f"127.0.0.1:{dead}")
    assert fetcher.ask(server.url + "/200").ok


def test_the_breaker_counts_in_a_row():
    breaker = HostBreaker(2)
    breaker.failed("a:80")
    breaker.answered("a:80")
    breaker.failed("a:80")
    assert not breaker.is_open("a:80")
    breaker.failed("a:80")
    assert breaker.is_open("a:80")
    assert not breaker.is_open("b:80")
