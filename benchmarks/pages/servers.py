"""gunicorn with two workers, and nginx in front of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree, which

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def children(pid: int) -> list[int]:
    found = [pid]
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(one.read_text().rpartition(")")[2].split()[1]) == pid:
                found += children(int(one.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


class Server:
    def __init__(self, command: list[str], port: int, environ: dict[str, str], folder: str = str(ROOT)) -> None:
        self.port = port
        self._process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environ}, start_new_session=True)  # noqa: S603
        for _attempt in range(600):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(1)

    @property
    def processes(self) -> list[int]:
        return children(self._process.pid)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def gunicorn(application: str, **environ: str) -> Iterator[Server]:
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", application, "-c", "docker/gunicorn.conf.py", "-b", f"127.0.0.1:{port}",
        "-w", str(WORKERS), "--max-requests", "0", "--log-level", "warning",
    ]  # fmt: skip
    with _serving(command, port, environ) as server:
        yield server


@contextmanager
def granian(application: str, **environ: str) -> Iterator[Server]:
    """The other server, with as many processes and threads."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "2", "--no-log", application,
    ]  # fmt: skip
    with _serving(command, port, environ) as server:
        yield server


@contextmanager
def _serving(command: list[str], port: int, environ: dict[str, str]) -> Iterator[Server]:
    server = Server(command, port, {"DJANGO_SETTINGS_MODULE": "benchmarks.pages.settings", **environ})
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def nginx(app: int, file: bytes) -> Iterator[Server | None]:
    """In front of ``app``; ``/static/page.html`` is ``file``, beside it compressed. None without the program."""
    program = which("nginx")
    if program is None:
        yield None
        return
    import gzip

    folder, port = Path(tempfile.mkdtemp(prefix="bench-nginx-")), free_port()
    folder.chmod(0o755)
    (folder / "static").mkdir()
    (folder / "static" / "page.html").write_bytes(file)
    (folder / "static" / "page.html.gz").write_bytes(gzip.compress(file, 6))
    values = {
        "NGINX_LISTEN": f"127.0.0.1:{port}", "APP_ADDRESS": f"127.0.0.1:{app}", "STATIC_DIR": str(folder / "static"),
        "MEDIA_UPSTREAM": "http://127.0.0.1:1/media", "OUTER_PROXY": "203.0.113.1", "CACHE_DIR": "pages",
    }  # fmt: skip
    text = (ROOT / "docker/nginx/site.conf.template").read_text(encoding="utf-8")
    text = re.sub(r"\$\{([A-Z_]+)\}", lambda match: values[match[1]], text)
    text = re.sub(r"rate=\d+r/s", "rate=100000r/s", text)  # one address asks everything here
    places = "".join(f"{kind}_temp_path t_{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        "daemon off; pid nginx.pid; worker_processes 1; error_log stderr; events {}\n"
        f"http {{ access_log off; sendfile on; types {{ text/html html; }} {places}\n{text}\n}}\n"
    )
    server = Server(
        [program, "-p", f"{folder}/", "-c", str(folder / "nginx.conf"), "-e", "stderr"], port, {}, str(folder)
    )
    try:
        yield server
    finally:
        server.stop()
        rmtree(folder, ignore_errors=True)
