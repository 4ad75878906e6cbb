"""People and forms that the tests of questions need."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import altcha
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.advice.models import Question
from cms.tenancy.roles import Role
from tests.factories import make_office, make_user

TEXT = "Con tôi bị bạn cùng lớp đe dọa trên mạng, nhà trường phải xử lý thế nào?"
FEATURES = ["bold", "italic", "ul", "ol"]


def visitor(school=None) -> Client:
    host = school.site.hostname if school else "cong.localhost"
    return Client(headers={"host": host}, enforce_csrf_checks=True)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def solved(challenge: str) -> str:
    """What a browser sends: the solution of the challenge in the form."""
    sent = json.loads(challenge)
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(sent))
    return base64.b64encode(json.dumps({"challenge": sent, "solution": solution.to_dict()}).encode()).decode()


def filled(client: Client, proof: bool = True, path: str = "/hoi-dap/dat-cau-hoi/", **fields) -> dict[str, str]:
    page = soup(client.get(path)).select_one("form[data-ask]")
    return {
        "text": TEXT, "asker": "parent", "consent": "1",
        "token": page.select_one("[name=token]")["value"],
        "proof": solved(page["data-challenge"]) if proof else "", **fields,
    }  # fmt: skip


def asked(client: Client, **fields) -> str:
    """The code of a new question."""
    response = client.post("/hoi-dap/dat-cau-hoi/", filled(client, **fields))
    assert response.status_code == 303, response.content.decode()
    return response["Location"].split("/")[3]


def newest() -> Question:
    return Question.objects.order_by("-pk")[0]


def editor_text(html: str) -> str:
    """As the rich-text editor sends it."""
    return ContentstateConverter(features=FEATURES).from_database_format(html)


@contextmanager
def on(day: str) -> Iterator[None]:
    """At ten in the morning of that day."""
    moment = datetime.datetime.fromisoformat(f"{day}T10:00:00+07:00")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


@pytest.fixture
def people(a):
    make_office()
    return SimpleNamespace(
        clerk=make_user(Role.SCHOOL_EDITOR, a, email="van-thu@a.vn", last_name="Lê", first_name="Văn thư"),
        approver=make_user(Role.SCHOOL_APPROVER, a, email="duyet@a.vn", last_name="Trần", first_name="Duyệt"),
        expert=make_user(Role.SCHOOL_EXPERT, a, email="luat-su@a.vn", last_name="Phạm", first_name="Luật sư"),
        boss=make_user(Role.OFFICE_APPROVER, email="phong@a.vn"),
        office_expert=make_user(Role.OFFICE_EXPERT, email="luat-gia@phong.vn"),
    )
