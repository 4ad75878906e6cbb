"""The public form: what is taken, what is refused, and that nothing typed is lost."""

import json
import time

import pytest
from django.core import signing
from django.core.cache import cache

from cms.advice.intake import contact_details, form_tokens
from cms.advice.models import AdviceRules, Question, QuestionEvent
from tests.advice.conftest import TEXT, asked, filled, newest, soup, visitor

pytestmark = pytest.mark.django_db
FORM = "/hoi-dap/dat-cau-hoi/"


def old_token(site_id: int, seconds: int) -> str:
    return signing.dumps([site_id, "so-cua-mau-don-nay", int(time.time()) - seconds], salt="cms.advice.form")


def test_a_parent_asks_and_follows(a):
    client = visitor(a)
    code = asked(client, name="Chị Hoa", mail="hoa@example.vn")
    question = newest()
    assert (question.school, question.site, question.at_office, question.state) == (a, a.site, False, "new")
    assert (question.asker, question.name, question.text, question.marks) == ("parent", "Chị Hoa", TEXT, [])
    assert question.due_on > question.asked_at.date()
    page = soup(client.get(f"/hoi-dap/theo-doi/{code}/"))
    assert TEXT in page.get_text()
    assert code in page.get_text()
    assert page.select_one("[aria-current=step]") is None  # nobody has seen it yet


def test_the_portal_takes_questions_for_the_office(a):
    asked(visitor())
    assert (newest().school, newest().at_office) == (None, True)


def test_in_english_too(a):
    client = visitor(a)
    data = filled(
        client, path="/en/hoi-dap/dat-cau-hoi/", text="My child is threatened online. What must the school do?"
    )
    response = client.post("/en/hoi-dap/dat-cau-hoi/", data)
    assert response["Location"].startswith("/en/hoi-dap/theo-doi/")
    assert newest().language == "en"


def test_neither_code_nor_address_is_kept_readable(a):
    code = asked(visitor(a), mail="hoa@example.vn")
    row = Question.objects.values().get()
    kept = json.dumps({name: str(value) for name, value in row.items()})
    assert "hoa@example.vn" not in kept
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert contact_details.decrypt_contact(newest()).mail == "hoa@example.vn"


def test_keys_are_changed_without_losing_an_address(a, settings):
    settings.CONTACT_KEYS = ["khoa-cu-khoa-cu-khoa-cu-khoa-cu-123"]
    asked(visitor(a), mail="hoa@example.vn")
    settings.CONTACT_KEYS = ["khoa-moi-khoa-moi-khoa-moi-khoa-12", *settings.CONTACT_KEYS]
    assert contact_details.reencrypt_contacts() == 1
    settings.CONTACT_KEYS = settings.CONTACT_KEYS[:1]
    assert contact_details.decrypt_contact(newest()).mail == "hoa@example.vn"


def test_of_a_pupil_nothing_personal_is_taken(a):
    client = visitor(a)
    data = filled(client, asker="pupil", name="Nguyễn Văn Bé", mail="be@example.vn")
    response = client.post(FORM, data)
    assert response.status_code == 200
    assert not Question.objects.exists()
    page = soup(response)
    assert page.select_one("[name=text]").get_text(strip=True) == TEXT
    assert not page.select_one("[name=name]").get("value")
    assert not page.select_one("[name=mail]").get("value")
    assert client.post(FORM, {**data, "name": "", "mail": ""}).status_code == 303
    assert (newest().name, newest().contact) == ("", "")


def test_pressed_twice_it_is_one_question_with_one_code(a):
    client = visitor(a)
    data = filled(client)
    first, second = client.post(FORM, data), client.post(FORM, data)
    assert first["Location"] == second["Location"]
    assert Question.objects.count() == QuestionEvent.objects.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(a):
    client = visitor(a)
    for change in (
        {"asker": ""},
        {"consent": ""},
        {"mail": "khong-phai-thu"},
        {"asker": "president"},
        {"field": "999999"},
    ):
        response = client.post(FORM, filled(client, **change))
        page = soup(response)
        assert response.status_code == 200, change
        assert page.select_one("[name=text]").get_text(strip=True) == TEXT
        assert page.select_one(".ask__error"), change
    assert not Question.objects.exists()


@pytest.mark.parametrize("text", ["", "ngắn", "x" * 4001, " " * 500, "\u200b" * 50])
def test_questions_that_are_none(a, text):
    client = visitor(a)
    assert client.post(FORM, filled(client, text=text)).status_code == 200
    assert not Question.objects.exists()


def test_a_form_that_lay_open_for_days_is_shown_again_with_its_text(a):
    client = visitor(a)
    response = client.post(FORM, {**filled(client), "token": old_token(a.site_id, 3 * 24 * 3600)})
    page = soup(response)
    assert page.select_one("[name=text]").get_text(strip=True) == TEXT
    fresh = page.select_one("[name=token]")["value"]
    assert form_tokens.parse_form_token(fresh, a.site_id).age < 60
    assert not Question.objects.exists()


def test_a_token_of_another_school_is_none(a, b):
    data = filled(visitor(b))
    assert visitor(a).post(FORM, data).status_code == 200
    assert not Question.objects.exists()


class TestProof:
    def test_without_one_only_after_a_while(self, a):
        client = visitor(a)
        data = filled(client, proof=False)
        response = client.post(FORM, data)
        assert response.status_code == 200
        assert soup(response).select_one("[name=text]").get_text(strip=True) == TEXT
        assert not Question.objects.exists()
        waited = {**data, "token": old_token(a.site_id, form_tokens.MIN_AGE + 1)}
        assert client.post(FORM, waited).status_code == 303
        assert newest().marks == ["unproven"]

    @pytest.mark.parametrize("proof", ["x", "e30=", "e" * 9000, "bnVsbA==", "W10=", "eyJjaGFsbGVuZ2UiOnt9fQ=="])
    def test_what_is_none_is_none(self, a, proof):
        client = visitor(a)
        assert client.post(FORM, {**filled(client, proof=False), "proof": proof}).status_code == 200
        assert not Question.objects.exists()

    def test_one_is_worth_one_question(self, a):
        client = visitor(a)
        used = filled(client)
        client.post(FORM, used)
        again = {**filled(client, proof=False), "proof": used["proof"]}
        assert client.post(FORM, again).status_code == 200
        assert Question.objects.count() == 1


class TestLimits:
    def test_of_an_address_with_the_text_kept(self, a, settings):
        settings.LIMITS = {**settings.LIMITS, "questions": 2}
        client = visitor(a)
        for _turn in range(2):
            asked(client)
        response = client.post(FORM, filled(client))
        assert response.status_code == 429
        assert int(response["Retry-After"]) >= 1
        assert soup(response).select_one("[name=text]").get_text(strip=True) == TEXT
        cache.clear()
        asked(client)
        assert Question.objects.count() == 3

    def test_of_a_site_whatever_the_addresses(self, a, b, settings):
        settings.LIMITS = {**settings.LIMITS, "site_questions": 1}
        asked(visitor(a))
        other = visitor(a)
        other.defaults["REMOTE_ADDR"] = "198.51.100.7"
        assert other.post(FORM, filled(other)).status_code == 429
        asked(visitor(b))


def test_when_no_questions_are_taken(a):
    AdviceRules(open=False).save()
    client = visitor(a)
    response = client.post(FORM, filled(client))
    assert soup(response).select_one("[name=text]").get_text(strip=True) == TEXT
    assert not Question.objects.exists()


def test_hostile_words_are_shown_as_words(a):
    text = "<script>alert(1)</script> {{ 7*7 }} '; DROP TABLE advice_question; --  \u202e đảo"
    client = visitor(a)
    code = asked(client, text=text, name="<b>x</b>")
    page = client.get(f"/hoi-dap/theo-doi/{code}/")
    assert "<script>alert(1)" not in page.content.decode()
    assert "alert(1)" in soup(page).get_text()


def test_answers_are_kept_by_nobody(a):
    client = visitor(a)
    code = asked(client)
    for path in (FORM, f"/hoi-dap/theo-doi/{code}/"):
        response = client.get(path)
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
