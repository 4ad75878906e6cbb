"""The real nginx with the real template, before a server that says what it was asked."""

import contextlib
import gzip
import json
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli
import pytest
from django.conf import settings

from cms.core.web.headers import PERMISSIONS
from tests.own_service import OwnService, find_program

TEMPLATE = settings.BASE_DIR / "docker" / "nginx" / "site.conf.template"
HEADERS = (
    "Content-Security-Policy",
    "Permissions-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
)


#: Long enough to be compressed; beside each lies its copy in gzip, and in brotli but for one.
STATIC = {name: name.encode() * 300 for name in ("a.css", "a.js", "b.svg", "plain.css")}


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that it got; under /app/ with headers of its own, as the app does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        if self.path.startswith("/app/"):
            for name in (*HEADERS, "Cross-Origin-Opener-Policy"):
                self.send_header(name, "of the app")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def upstream():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(scope="module")
def nginx(upstream):
    """``nginx(outer_proxy, app=port)`` gives an address; what it started ends with the module."""
    program = find_program("nginx")
    if not program:
        pytest.skip("no nginx installed by scripts/services")
    started = []

    def start(outer_proxy: str, app: int = upstream) -> str:
        service = OwnService(
            lambda port, folder: [program, "-p", f"{folder}/", "-c", folder / "nginx.conf", "-e", "stderr"]
        )
        values = {
            "NGINX_LISTEN": f"127.0.0.1:{service.port}",
            "APP_ADDRESS": f"127.0.0.1:{app}",
            "STATIC_DIR": str(service.folder / "static"),
            "MEDIA_UPSTREAM": "http://127.0.0.1:1/media",  # nobody there: the bucket is away
            "CACHE_DIR": str(service.folder / "pages"),
            "OUTER_PROXY": outer_proxy,
        }
        text = re.sub(r"\$\{([A-Z_]+)\}", lambda match: values[match[1]], TEMPLATE.read_text(encoding="utf-8"))
        temporary = "".join(
            f"{kind}_temp_path t_{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (service.folder / "static").mkdir()
        (service.folder / "static" / "a.svg").write_text("<svg/>")
        for name, body in STATIC.items():
            (service.folder / "static" / name).write_bytes(body)
            (service.folder / "static" / f"{name}.gz").write_bytes(gzip.compress(body))
            if name != "plain.css":
                (service.folder / "static" / f"{name}.br").write_bytes(brotli.compress(body))
        (service.folder / "nginx.conf").write_text(
            "daemon off; pid nginx.pid; worker_processes 1; error_log stderr; events {}\n"
            f"http {{ access_log off; {temporary}\n{text}\n}}\n"
        )
        service.folder.chmod(0o755)  # nginx works as another user
        service.start()
        started.append(service)
        return f"http://127.0.0.1:{service.port}"

    yield start
    for service in started:
        service.remove()


def ask(address, path="/", method="GET", **headers):
    """(status, headers, text)"""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(address + path, headers=sent, method=method), timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        return error.code, error.headers, error.read().decode()


FORGED = {
    "X_Forwarded_For": "6.6.6.6, 198.51.100.7",
    "X_Forwarded_Proto": "https",
    "X_Real_IP": "6.6.6.6",
    "Forwarded": "for=6.6.6.6",
    "X_Forwarded_Host": "evil.example",
}


@pytest.mark.parametrize(
    ("outer_proxy", "address", "scheme"),
    [
        ("203.0.113.1", "127.0.0.1", "http"),
        ("127.0.0.1", "198.51.100.7", "https"),
        ("127.0.0.0/8", "198.51.100.7", "https"),
    ],
    ids=["asked directly", "by the proxy", "by a network of proxies"],
)
def test_forged_headers_reach_nobody(nginx, outer_proxy, address, scheme):
    seen = json.loads(ask(nginx(outer_proxy), **FORGED)[2])
    assert (seen["x-forwarded-for"], seen["x-real-ip"], seen["x-forwarded-proto"]) == (address, address, scheme)
    assert "forwarded" not in seen
    assert "x-forwarded-host" not in seen


def test_headers_once_on_everything(nginx):
    address = nginx("203.0.113.1")
    for path in ("/", "/static/a.svg", "/static/none.css", "/media/images/none.png", "/media/original_images/a.png"):
        headers = ask(address, path)[1]
        for name in HEADERS:
            assert len(headers.get_all(name) or []) == 1, (path, name)
        assert headers["Permissions-Policy"] == PERMISSIONS
    assert "sandbox" not in ask(address, "/static/a.svg")[1]["Content-Security-Policy"]  # a worker lies there
    headers = ask(address, "/app/")[1]
    for name in (*HEADERS, "Cross-Origin-Opener-Policy"):
        assert headers.get_all(name) == ["of the app"], name


@pytest.mark.parametrize(
    ("name", "accepted", "coding"),
    [
        ("a.css", "gzip, deflate, br, zstd", "br"), ("a.js", "br", "br"), ("b.svg", "br,gzip", "br"),
        ("a.css", "gzip, deflate", "gzip"), ("a.js", "gzip;q=1.0, br;q=0", "gzip"), ("plain.css", "gzip, br", "gzip"),
        ("a.css", "br;q=0", None), ("plain.css", "br", None), ("a.js", "", None),
    ],
)  # fmt: skip
def test_static_files_come_as_they_lie_there(nginx, name, accepted, coding):
    request = Request(nginx("203.0.113.1") + f"/static/{name}", headers={"Accept-Encoding": accepted})
    with urlopen(request, timeout=60) as answer:
        body, headers = answer.read(), answer.headers
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](body)
    assert unpacked == STATIC[name]
    assert headers.get_all("Content-Encoding") == (coding and [coding])
    assert "Accept-Encoding" in headers["Vary"]
    kinds = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
    assert headers["Content-Type"] == kinds[name.rpartition(".")[2]]
    assert headers["Cache-Control"]
    for header in HEADERS:
        assert len(headers.get_all(header) or []) == 1, header


def test_the_bucket_away_is_a_missing_picture(nginx):
    assert ask(nginx("203.0.113.1"), "/media/images/a.png")[0] == 404


def test_the_app_away_is_a_page_with_a_word(nginx):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        status, headers, text = ask(nginx("203.0.113.1", app=nobody.getsockname()[1]))
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "Hệ thống tạm ngừng" in text
    assert headers["Content-Security-Policy"]


@pytest.mark.parametrize(("path", "method"), [("/tim/?q=a", "GET"), ("/en/tim/", "GET"), ("/tin-tuc/", "POST")])
def test_one_address_cannot_drown_it(nginx, path, method):
    address = nginx("127.0.0.1")

    def asked(number):
        return ask(address, path, method, X_Forwarded_For="198.51.100.7", Content_Length="0")

    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(asked, range(400)))
    assert {status for status, *_ in answers} == {200, 429}
    assert sum(status == 200 for status, *_ in answers) >= 100  # a school behind one address goes on reading
    headers, text = next((headers, text) for status, headers, text in answers if status == 429)
    assert headers["Retry-After"] == "30"
    assert "Quá nhiều lượt" in text
    assert headers["Content-Security-Policy"]
    assert ask(address, path, method, X_Forwarded_For="198.51.100.8", Content_Length="0")[0] == 200


@pytest.mark.long
def test_whoever_dawdles_over_the_headers_is_let_go(nginx):
    address = nginx("203.0.113.1").removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=60) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: a")
        with contextlib.suppress(ConnectionResetError):
            assert b"200" not in slow.recv(100)
