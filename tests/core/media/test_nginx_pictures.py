"""Pictures through the proxy that stands in front of the bucket, with its own configuration."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cms.core.media.storage_prefixes import PICTURE_CACHE
from tests.factories.storage import open_bucket

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
pytestmark = [pytest.mark.s3, pytest.mark.skipif(NGINX is None, reason="nginx is not installed")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """``proxy("/media/images/a.png")`` gives status, headers and body."""
    open_bucket()
    port, folder = free_port(), tmp_path_factory.mktemp("nginx")
    endpoint = default_storage.connection.meta.client.meta.endpoint_url
    values = {
        "NGINX_LISTEN": f"127.0.0.1:{port}",
        "APP_ADDRESS": "127.0.0.1:9",
        "STATIC_DIR": str(folder),
        "CACHE_DIR": "pages",
        "OUTER_PROXY": "127.0.0.1",
        "MEDIA_UPSTREAM": f"{endpoint}/{default_storage.bucket_name}",
    }
    site = Path(settings.BASE_DIR, "docker/nginx/site.conf.template").read_text()
    for name, value in values.items():
        site = site.replace("${" + name + "}", value)
    (folder / "site.conf").write_text(site)
    places = "".join(f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid nginx.pid; error_log stderr; events {{}}"
        f" http {{ default_type application/octet-stream; access_log off; {places} include site.conf; }}"
    )
    assert "${" not in site
    running = subprocess.Popen([NGINX, "-p", f"{folder}/", "-c", str(folder / "nginx.conf"), "-e", "stderr"])

    def ask(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    for _ in range(200):
        try:
            ask("/media/")
            break
        except OSError:
            assert running.poll() is None, "nginx refuses the configuration"
            time.sleep(0.05)
    yield ask
    running.terminate()
    running.wait(timeout=20)


@pytest.fixture
def picture():
    name = default_storage.save("images/0123456789abcdef.png", ContentFile(b"picture"))
    yield name
    default_storage.delete(name)


def test_shown_kept_by_nobody_between_and_asked_again(proxy, picture):
    status, headers, body = proxy(f"/media/{picture}")
    assert (status, body) == (200, b"picture")
    assert headers.get_all("Cache-Control") == [PICTURE_CACHE]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert proxy(f"/media/{picture}", if_none_match=headers["ETag"])[0] == 304
    assert proxy(f"/media/{picture}", method="HEAD")[0] == 200
    assert proxy(f"/media/{picture}", method="DELETE")[0] == 404


def test_gone_the_moment_it_is_taken_away(proxy, picture):
    assert proxy(f"/media/{picture}")[0] == 200
    default_storage.delete(picture)
    status, headers, _ = proxy(f"/media/{picture}")
    assert status == 404
    assert headers["Cache-Control"] == "no-store"


def test_only_public_pictures(proxy):
    names = [
        default_storage.save(f"{folder}/a.png", ContentFile(b"hidden"))
        for folder in ("original_images", "private_images", "documents", "wagtail_uploads")
    ]
    try:
        for name in names:
            for path in (f"/media/{name}", f"/media/images/../{name}", f"/media/images/..%2f{name}", f"/media//{name}"):
                status, _, body = proxy(path)
                assert status == 404, path
                assert b"hidden" not in body
    finally:
        for name in names:
            default_storage.delete(name)


@pytest.mark.parametrize(
    "name", ["a" * 300 + ".png", "a" * 3_000, "%ff%fe.png", "%ED%A0%80.png", "", "a%20b.png", "?list-type=2", "?acl"]
)
def test_names_that_nothing_can_have(proxy, name):
    assert proxy(f"/media/images/{name}")[0] == 404
