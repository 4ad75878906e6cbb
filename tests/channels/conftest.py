"""A receiver of posts: a real server, which answers as it is told."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.home.models import NewsPage
from tests.factories.pages import make_page


class Receiver:
    """``answers``: of the next requests, (status, body) or "hang up"; then 200 with a number."""

    def __init__(self):
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                with receiver.lock:
                    receiver.asked.append((self.path, dict(self.headers), body))
                    answer = receiver.answers.pop(0) if receiver.answers else None
                    answer = answer or receiver.answer(self.path, self.headers, body)
                if answer == "hang up":
                    self.close_connection = True
                    self.connection.close()
                    return
                status, data = answer
                text = json.dumps(data).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args):
                pass

        self.lock = threading.Lock()
        self.asked: list[tuple[str, dict, bytes]] = []
        self.answers: list = []
        self.usual: dict = {"id": "17_42"}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path, headers, body):
        return 200, self.usual

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.stop()


@pytest.fixture
def ways(settings, receiver, tmp_path):
    """School A has every way; B and the office have a webhook of their own."""
    settings.FACEBOOK_API, settings.ZALO_API = f"{receiver.url}/v23.0", receiver.url
    settings.CHANNELS = [
        "A|facebook|1234567|khoa-trang", "A|zalo||khoa-oa", f"A|webhook|{receiver.url}/hook|khoa-hook",
        "A|sms|84900000000@sms.example.vn|", f"A|file|{tmp_path}|",
        f"B|webhook|{receiver.url}/cua-b|khoa-b", f"-|webhook|{receiver.url}/phong|khoa-phong",
    ]  # fmt: skip
    return settings


@pytest.fixture
def news(a):
    return make_page(NewsPage, a, "Hội thi tìm hiểu pháp luật", summary="Sáng thứ hai, tại sân trường.")
