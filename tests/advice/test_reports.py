"""A reader reports a published answer; law is found while somebody writes one."""

import pytest
from django.urls import reverse

from cms.advice.intake import form_tokens
from cms.advice.models import AnswerReport
from cms.legal.models import QuestionPage
from cms.tenancy.models import Notice
from cms.tenancy.roles import Role
from tests.advice.conftest import solved, soup, visitor
from tests.factories import client_of, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(a):
    return make_page(QuestionPage, a, "Câu hỏi đã trả lời", answer="<p>Có.</p>")


def path(page) -> str:
    return f"/hoi-dap/bao/{page.pk}/"


def filled(client, page, proof=True, **more) -> dict[str, str]:
    form = soup(client.get(path(page))).select_one("form[data-challenge]")
    proven = solved(form["data-challenge"]) if proof else ""
    return {"kind": "names", "text": "Nêu tên em H.", "token": form.select_one("[name=token]")["value"],
            "proof": proven, **more}  # fmt: skip


def test_once_for_each_form_and_told_to_who_approves(a, people, page):
    client = visitor(a)
    assert path(page) in client.get(page.get_url()).content.decode()
    sent = filled(client, page)
    for _press in range(2):
        assert client.post(path(page), sent).status_code == 302
    row = AnswerReport.objects.get()
    assert (row.school, row.kind, row.text) == (a, "names", "Nêu tên em H.")
    assert Notice.objects.filter(user=people.approver, kind="reported_answers").count() == 1


def test_what_is_wrong_is_said_and_nothing_is_lost(a, page, monkeypatch, settings):
    client = visitor(a)
    good = filled(client, page)
    for wrong in ({"kind": "x"}, {"text": "y" * 501}, {"token": "x"}, {"proof": ""}):
        answer = client.post(path(page), {**good, **wrong})
        assert answer.status_code == 200, wrong
        assert {**good, **wrong}["text"] in answer.content.decode()
    settings.LIMITS = {**settings.LIMITS, "questions": 0}
    assert client.post(path(page), good).status_code == 429
    assert not AnswerReport.objects.exists()
    settings.LIMITS = {**settings.LIMITS, "questions": 9}
    monkeypatch.setattr(form_tokens, "MIN_AGE", 0)
    assert client.post(path(page), {**good, "proof": ""}).status_code == 302


def test_of_what_is_public_on_this_site_alone(a, b, page):
    assert visitor(b).get(path(page)).status_code == 404
    page.unpublish()
    assert visitor(a).get(path(page)).status_code == 404
    for number in (0, 10**18, 10**30):
        assert visitor(a).get(f"/hoi-dap/bao/{number}/").status_code == 404


def test_two_schools(a, b, people, page):
    client = visitor(a)
    client.post(path(page), filled(client, page))
    row = AnswerReport.objects.get()
    url = reverse("advice_report", args=[row.pk])
    for role in (Role.SCHOOL_ADMIN, Role.SCHOOL_EXPERT):
        other = client_of(make_user(role, b))
        assert other.get(url).status_code == 404
        assert other.post(url, {"words": "x"}).status_code == 404
        assert page.title not in other.get(reverse("advice_reports")).content.decode()
    assert client_of(people.clerk).get(url).status_code == 404
    for user in (people.boss, make_user(Role.OFFICE_OBSERVER)):
        assert client_of(user).get(url).status_code == 200
    assert client_of(make_user(Role.OFFICE_OBSERVER)).post(url, {"words": "x"}).status_code in (403, 404)
    own = client_of(people.approver)
    assert page.title in own.get(reverse("advice_reports")).content.decode()
    own.post(url, {"words": " "})
    row.refresh_from_db()
    assert row.done_at is None
    own.post(url, {"words": "Đã bỏ tên."})
    row.refresh_from_db()
    assert (row.done_by, row.note) == (people.approver, "Đã bỏ tên.")


def test_law_is_found_while_somebody_writes(a, people):
    make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
    url = reverse("advice_law")
    for user in (people.clerk, people.expert, people.boss):
        found = client_of(user).get(url, {"q": "102/2016/QH13"}).json()["found"]
        assert [one["line"] for one in found] == ["102/2016/QH13"]
    for words in ("", "a", "x" * 500, "??? ???"):
        assert client_of(people.clerk).get(url, {"q": words}).status_code == 200
    assert visitor(a).get(url).status_code == 302
