"""The small-office shape: what it refuses, the keys it keeps, and the real thing served, backed up, broken."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from contextlib import closing
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.settings.parts.own_keys import NAME, own_keys
from tests import databases
from tests.search.engines.own_engine import free_port

ROOT = settings.BASE_DIR
DOMAIN = "truong.example"


def environ(var_dir, **more):
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "PYTHONUTF8": "1", "VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "cms.settings.small", **more}


def load(var_dir, **more):
    shown = (
        "from django.conf import settings as s; import json; print(json.dumps([s.DEBUG, s.SECRET_KEY, s.SECOND_FACTOR,"
    )
    shown += " s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS, s.SECOND_FACTOR_KEYS]))"
    return subprocess.run(
        [sys.executable, "-c", shown],
        env=environ(var_dir, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"SITE_BASE_DOMAIN": ""},
        {"SITE_BASE_DOMAIN": "localhost"},
        {"ALLOWED_HOSTS": "*"},
        {"DEBUG": "1"},
        {"SECOND_FACTOR": "optional"},
        {"DATABASE_URL": "postgres://app@127.0.0.1/app"},
        {"REDIS_URL": "redis://127.0.0.1/0"},
        {"SECRET_KEY": "k3y-of-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz"},
        {"TRUSTED_PROXIES": "everybody"},
        {"SITE_PORT": "eighty"},
    ],
    ids=lambda change: "-".join(change),
)
def test_each_unsafe_value_alone_is_enough(tmp_path, change):
    given = {"SITE_BASE_DOMAIN": DOMAIN, **change}
    done = load(tmp_path, **{name: value for name, value in given.items() if value})
    assert done.returncode != 0
    assert next(iter(change)) in done.stderr.split("ImproperlyConfigured:")[-1]
    assert not (tmp_path / NAME).exists()


def test_the_keys_are_made_once_and_kept(tmp_path):
    first, second = (json.loads(load(tmp_path, SITE_BASE_DOMAIN=DOMAIN).stdout) for _ in range(2))
    assert first == second
    debug, key, factor, secure_cookies, hosts, factor_keys = first
    assert (debug, factor, secure_cookies, hosts) == (False, "required", True, [f".{DOMAIN}"])
    assert len(key) >= 50
    assert len(factor_keys[0]) >= 32
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME]


def test_lost_keys_are_never_replaced(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Put it back from the backup"):
        own_keys(tmp_path, has_data=True)
    assert not (tmp_path / NAME).exists()


def test_keys_that_others_can_read_are_refused(tmp_path):
    own_keys(tmp_path, has_data=False)
    (tmp_path / NAME).chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        own_keys(tmp_path, has_data=True)


def test_processes_that_start_together_have_the_same_keys(tmp_path):
    program = (
        "from pathlib import Path; from cms.settings.parts.own_keys import own_keys;"
        f"print(own_keys(Path({str(tmp_path)!r}), False)['SECRET_KEY'])"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    assert len({process.communicate()[0] for process in started}) == 1


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def ask(port, path, host=f"cong.{DOMAIN}", **headers):
    """(status, headers) as the proxy in front would see it."""
    try:
        request = Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host, **headers})
        with build_opener(NoRedirects).open(request, timeout=60) as answer:
            return answer.status, answer.headers
    except HTTPError as error:
        return error.code, error.headers


@pytest.mark.long
def test_served_backed_up_and_stopped_together(tmp_path):
    var_dir, backups, port = tmp_path / "var", tmp_path / "backups", free_port()
    backups.mkdir()
    assert load(var_dir, SITE_BASE_DOMAIN=DOMAIN).returncode == 0  # makes the keys, without which no database is taken
    databases.copy_template(var_dir / "db.sqlite3")
    given = environ(var_dir, SITE_BASE_DOMAIN=DOMAIN, PORT=str(port))

    def manage(*command):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env=given, cwd=ROOT, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    with (tmp_path / "log").open("w") as log:
        serve = subprocess.Popen([sys.executable, "scripts/serve"], env=given, cwd=ROOT, stdout=log, stderr=log)
    try:
        for _ in range(2400):
            assert serve.poll() is None, (tmp_path / "log").read_text()
            try:
                if ask(port, "/readyz")[0] == 200:
                    break
            except (URLError, OSError):
                time.sleep(0.1)
        manage("create_office", "--name", "Phòng Giáo dục mẫu")
        through_proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
        assert ask(port, "/", **through_proxy)[0] == 200
        assert ask(port, "/admin/login/", **through_proxy)[0] == 200
        status, headers = ask(port, "/")
        assert (status, headers["Location"]) == (301, f"https://cong.{DOMAIN}/")
        assert ask(port, "/", host="elsewhere.example", **through_proxy)[0] in (400, 404)

        archive = manage("backup", str(backups)).strip().splitlines()[-1]
        assert os.stat(archive).st_mode & 0o777 == 0o600
        restored = tmp_path / "restored"
        with tarfile.open(archive) as file:
            assert {"db.sqlite3", NAME} <= set(file.getnames())
            file.extractall(restored, filter="data")
        assert (restored / NAME).read_text() == (var_dir / NAME).read_text()
        with closing(sqlite3.connect(restored / "db.sqlite3")) as database:
            assert database.execute("SELECT name FROM tenancy_officeportal").fetchall() == [("Phòng Giáo dục mẫu",)]
        assert load(restored, SITE_BASE_DOMAIN=DOMAIN).returncode == 0

        children = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(serve.pid)], capture_output=True, text=True)
        [worker] = [int(line.split()[0]) for line in children.stdout.splitlines() if "run_jobs" in line]
        os.kill(worker, signal.SIGKILL)
        assert serve.wait(timeout=60) == 1
        with pytest.raises((URLError, OSError)):
            ask(port, "/livez")
    finally:
        serve.terminate()
        serve.wait(timeout=60)
