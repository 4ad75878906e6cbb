"""Worker processes are killed in the middle of a run over the network and of the night's snapshots, and followed by
others; schools are asked by several processes side by side.

The state after statements of every job, without processes: ``tests/board/test_killed.py``.
"""

import datetime
import http.server
import os
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cms.core.models import JobState
from cms.home.models import PortalLink
from cms.legal.models import LegalNewsPage
from tests.factories import make_school
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Handler(http.server.BaseHTTPRequestHandler):
    """/200 and /404 answer with that; /held answers when the server is let go."""

    def do_HEAD(self):
        self.server.asked.append(self.path)
        if self.path == "/held":
            self.server.waits.set()
            self.server.let_go.wait(120)
        status = 404 if self.path == "/404" else 200
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.asked, found.waits, found.let_go = [], threading.Event(), threading.Event()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.let_go.set()
    found.shutdown()
    found.server_close()


class Product:
    """The product in other processes, on the data of this test."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "db.sqlite3"
        own = connection.settings_dict
        url = ""
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as copy:
                connection.ensure_connection()
                connection.connection.backup(copy)
        else:
            url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**own)
        self.environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tests.district.killed.settings", "VAR_DIR": str(folder),
            "DATABASE_URL": url, "REDIS_URL": "", "SEARCH_URL": "", "S3_BUCKET": "",
        }  # fmt: skip

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )

    def run(self, *arguments):
        process = self.start(*arguments)
        assert process.wait(240) == 0

    def kill_when(self, happened, *arguments):
        worker = self.start(*arguments)
        deadline = time.monotonic() + 120
        while not happened():
            assert time.monotonic() < deadline
            assert worker.poll() is None
            time.sleep(0.05)
        worker.kill()
        worker.wait()

    def rows(self, sql):
        if connection.vendor == "sqlite":
            with sqlite3.connect(self.file) as copy:
                return copy.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()


def test_killed_while_asking_and_while_measuring(tmp_path, server):
    here = f"http://127.0.0.1:{server.server_port}"
    schools = [make_school(code) for code in "AB"]
    links = "".join(f'<a href="{here}/{path}">xem</a> ' for path in ("404", "200", "held", "last"))
    make_page(LegalNewsPage, schools[0], body=[("text", f"<p>{links}</p>")]).save_revision().publish()
    PortalLink.objects.all().delete()  # the national portals are not asked by a test
    past = timezone.now() - datetime.timedelta(minutes=1)
    JobState.objects.create(name="check_outgoing", next_run_at=past)
    product = Product(tmp_path)

    product.kill_when(server.waits.is_set, "run_jobs")
    server.let_go.set()
    product.run("run_jobs", "--once")
    asked = [path for path in server.asked if path != "/404"]  # asked twice each time: HEAD, then GET
    assert sorted(asked) == ["/200", "/held", "/held", "/last"]
    assert server.asked.count("/404") == 2
    found = product.rows("SELECT url, state, failures FROM district_checkedlink ORDER BY url")
    assert [(url.removeprefix(here), state, failures) for url, state, failures in found] == [
        ("/200", "ok", 0), ("/404", "failing", 1), ("/held", "ok", 0), ("/last", "ok", 0),
    ]  # fmt: skip

    product.kill_when((tmp_path / "begun").exists, "run_job", "measure_schools")
    assert product.rows("SELECT * FROM board_snapshot") == []
    product.run("run_jobs", "--once")
    measured = product.rows("SELECT school_id FROM board_snapshot ORDER BY school_id")
    assert measured == [(school.pk,) for school in schools]
    jobs = "SELECT name, outcome FROM core_jobstate WHERE name IN ('check_outgoing', 'measure_schools') ORDER BY name"
    assert product.rows(jobs) == [("check_outgoing", "done"), ("measure_schools", "done")]

    product.run("check_links", "--blocks", "--processes=2")
    found = product.rows("SELECT school_id, problems FROM district_blockcheck ORDER BY school_id")
    assert [school_id for school_id, _problems in found] == [school.pk for school in schools]
    assert [problems in ("[]", []) for _school_id, problems in found] == [True, True]
