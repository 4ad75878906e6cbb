"""Hostile questions: an answer for each, on every engine, never an error. ``make fuzz-search`` asks 10,000 and times
them."""

import io
import json

import pytest
from django.core.management import call_command
from django.test import Client

from benchmarks.search.hostile import parameters
from search.query_planning.query import MAX_LENGTH
from search.query_planning.query_plan import MAX_PAGE

pytestmark = pytest.mark.django_db


def test_every_engine_answers(backend, content):
    if backend.name in ("elasticsearch", "opensearch"):
        from tests import services

        address = f"{backend.name}+{services.engine_url(backend.name)}"
    else:
        address = "database"
    out = io.StringIO()
    call_command("fuzz_search", count=800, seed=7, engine=address, json=True, stdout=out)
    found = json.loads(out.getvalue())
    assert (found["asked"], found["failed"]) == (800, 0), found["failures"]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_page_answers(content, seed):
    client = Client(headers={"host": "th-mau-a.localhost"}, raise_request_exception=False)
    for pairs in parameters(250, seed):
        data: dict[str, list[str]] = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value.encode("utf-8", "replace").decode())
        answer = client.get("/tim/", data)
        # No address of the site has a NUL character (``cms.tenancy.middleware``).
        assert answer.status_code == (404 if any("\x00" in value for _, value in pairs) else 200), pairs


@pytest.mark.parametrize("query", [b"q=%FF%FE", b"q=%ED%A0%80&kind=%FF", b"q[]=1&q=%", b"q=a&page=%01&kind=%7F"])
def test_broken_bytes_in_the_address(content, query):
    client = Client(headers={"host": "th-mau-a.localhost"}, raise_request_exception=False)
    assert client.get("/tim/?" + query.decode()).status_code == 200


def test_a_question_too_long_is_cut_and_says_so(content):
    client = Client(headers={"host": "th-mau-a.localhost"})
    html = client.get("/tim/", {"q": "luật trẻ em " * 900}).content.decode()
    assert str(MAX_LENGTH) in html
    assert 'role="status"' in html
    html = client.get("/tim/", {"q": "luật trẻ em"}).content.decode()
    assert 'role="status"' not in html


def test_absurd_pages(content):
    client = Client(headers={"host": "th-mau-a.localhost"})
    for page in ("0", "-7", "9" * 80, "abc", str(MAX_PAGE + 1)):
        assert client.get("/tim/", {"q": "luật", "page": page}).status_code == 200
