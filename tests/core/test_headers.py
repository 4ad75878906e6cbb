"""Every answer has its headers: pages, errors, refusals, files, redirects, the admin."""

import pytest
from django.test import Client

from cms.core.media.videos import PLAYERS
from cms.core.web.headers import FILES, PERMISSIONS, build_csp, csp_for_path, csp_policies
from tests.factories import client_of, make_superuser
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/", "/tim/?q=a", "/khong-co/", "/truong/", "/en/khong-co/", "/api/v1/documents/", "/sitemap.xml", "/tin.atom",
        "/readyz",
     "/admin/login/", "/static/css/none.css", "/media/images/none.png", "/documents/1/a.pdf", "/favicon.ico",
     "/robots.txt"],
)  # fmt: skip
@pytest.mark.parametrize("host", ["th-mau-a.localhost", "khong-co.localhost", "elsewhere.example"])
def test_every_answer(school, path, host):
    headers = Client(headers={"host": host}).get(path).headers
    assert headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["Permissions-Policy"] == PERMISSIONS
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_server_error_has_them_too(school, monkeypatch):
    from search.results_page import views

    monkeypatch.setattr(views, "find_suggestions", lambda *args: 1 // 0)
    client = Client(headers={"host": school.site.hostname}, raise_request_exception=False)
    answer = client.get("/tim/goi-y/?q=luat")
    assert answer.status_code == 500
    assert answer["Content-Security-Policy"] == csp_policies()[0]
    assert answer["Permissions-Policy"] == PERMISSIONS


def directives(text: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in text.split("; "))}


def test_the_public_policy_is_strict():
    public, admin = map(directives, csp_policies())
    assert public["script-src"] == public["style-src"] == ["'self'"]
    assert public["default-src"] == ["'none'"]
    assert public["frame-src"] == list(PLAYERS)
    assert not [source for sources in public.values() for source in sources if "unsafe" in source or source == "*"]
    assert admin["script-src"] == ["'self'"]
    assert "'unsafe-inline'" not in admin["script-src-attr"]


def test_each_side_has_its_own(school):
    public, admin = csp_policies()
    host = school.site.hostname
    assert Client(headers={"host": host}).get("/")["Content-Security-Policy"] == public
    assert client_of(make_superuser()).get("/admin/")["Content-Security-Policy"] == admin
    rendition = make_image(collection=school.collection).get_rendition("max-100x100")
    if rendition.url.startswith("/media/"):
        assert Client(headers={"host": host}).get("/media/khong/co.png")["Content-Security-Policy"] == FILES


def test_no_template_of_ours_writes_scripts_or_styles_into_a_page(settings):
    import re

    found = []
    for path in (settings.BASE_DIR / "cms" / "templates").rglob("*.html"):
        if "mail" in path.parts or "notifications" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{path.name}: {hit}" for hit in re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)]
        found += [
            f"{path.name}: {tag}"
            for tag in re.findall(r"<script[^>]*>", text)
            if "src=" not in tag and "json" not in tag
        ]
    assert found == []


def test_pictures_and_files_elsewhere_are_named(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            **settings.STORAGES["default"],
            "OPTIONS": {"public_url": "https://cdn.example/x", "endpoint_url": "https://s3.example"},
        },
    }
    settings.STATIC_URL = "https://static.example/s/"
    public, admin = map(directives, csp_policies())
    assert "https://cdn.example" in public["img-src"]
    assert "https://s3.example" not in public["img-src"]
    assert "https://s3.example" in admin["img-src"]
    assert "https://static.example" in public["script-src"]


def test_policy_leaves_out_what_is_empty():
    assert build_csp(img_src=("'self'", "", "'self'"), form_action=("'self'",)) == "img-src 'self'; form-action 'self'"


def test_files_of_people_lie_in_a_sandbox_and_our_own_scripts_do_not():
    """A worker takes over the policy of its file; in a sandbox it would be of no origin and without cryptography."""
    assert "sandbox" in csp_for_path("/media/images/a.svg")
    assert csp_for_path("/static/vendor/altcha/pbkdf2.js") == "default-src 'none'; style-src 'unsafe-inline'"
