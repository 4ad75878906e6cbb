"""gunicorn with a database of its own: SQLite, or PostgreSQL where DATABASE_URL names one."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    port: int
    index: int
    host: str
    pid: int

    def url(self, path: str, host: str = "") -> str:
        return f"http://{host or self.host}:{self.port}{path}"

    def state(self, word: str) -> dict:
        request = Request(f"http://127.0.0.1:{self.port}/__state__?word={word}", headers={"Host": self.host})
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def freeze(self) -> None:
        """The line is down: nothing answers any more."""
        os.killpg(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.pid, signal.SIGCONT)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def own_database(folder: str, like=None) -> Iterator[str]:
    """Its address. ``like``: Django's connection to a migrated database, of which it becomes a copy. On PostgreSQL it
    is made beside the configured one and taken away again."""
    configured = os.environ.get("DATABASE_URL", "")
    if not configured.startswith("postgres"):
        file = Path(folder) / "db.sqlite3"
        if like is not None:
            _copy_sqlite(like, file)
        yield f"sqlite:///{file}"
        return
    import psycopg2

    server, _, name = configured.rpartition("/")
    own = f"{name}_rounds_{os.getpid()}"
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    template = ""
    if like is not None:
        from tests import databases

        # What the test database was made of: a template has no visitors, and the test's own has.
        template = f'TEMPLATE "{databases._server_template()}"'
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {own} {template}")
    try:
        yield f"{server}/{own}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {own} WITH (FORCE)")
        connection.close()


def _copy_sqlite(like, file: Path) -> None:
    like.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        like.connection.backup(copy)


@contextmanager
def own_server(slow: float, workers: int = 3, like=None, **environment: str) -> Iterator[Server]:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, own_database(folder, like) as database:
        values = {
            **os.environ, **environment, "DATABASE_URL": database, "VAR_DIR": folder, "SITE_PORT": str(port),
            "SLOW": str(slow), "DJANGO_SETTINGS_MODULE": "tests.editing.settings", "LOG_LEVEL": "ERROR",
            "SEARCH_URL": "",
        }  # fmt: skip
        values.pop("S3_BUCKET", None)
        run = {"cwd": ROOT, "env": values}
        done = subprocess.run([sys.executable, "-m", "tests.editing.prepare"], **run, check=True, capture_output=True)
        facts = json.loads(done.stdout.splitlines()[-1])
        # Loaded once for all workers; the product loads it in each (docker/gunicorn.conf.py).
        command = [
            sys.executable, "-m", "gunicorn", "tests.editing.slow_app", "--bind", f"127.0.0.1:{port}", "--workers",
            str(workers), "--threads", "4", "--timeout", "120", "--log-level", "error", "--preload",
        ]  # fmt: skip
        process = subprocess.Popen(command, **run, start_new_session=True)
        try:
            _wait(port, facts["host"])
            yield Server(port, facts["index"], facts["host"], process.pid)
        finally:
            os.killpg(process.pid, signal.SIGCONT)
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def _wait(port: int, host: str) -> None:
    for _attempt in range(300):
        try:
            urlopen(Request(f"http://127.0.0.1:{port}/livez", headers={"Host": host}), timeout=5).close()
            return
        except HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not come up")
