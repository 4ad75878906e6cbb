"""What knows no database: names in a text, marks of spam, working days, tokens."""

import datetime
import doctest

import pytest
from django.core import signing

from cms.advice.answering import personal_data
from cms.advice.intake import form_tokens, proof_of_work, spam_signals
from cms.advice.workflow import erasure, working_days


@pytest.mark.parametrize("module", [personal_data, spam_signals, form_tokens, working_days, erasure])
def test_the_examples_of_the_docstrings(module):
    done = doctest.testmod(module)
    assert done.attempted >= 1
    assert done.failed == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Con tôi là Trần Minh Quân học lớp 6B2", ["Trần Minh Quân", "lớp 6B2"]),
        ("cô Hạnh chủ nhiệm mắng cháu An", ["cô Hạnh", "cháu An"]),
        ("gọi 0912345678 hoặc +84 24 3861 5555", ["0912345678", "+84 24 3861 5555"]),
        ("số CCCD 001203004567", ["001203004567"]),
        ("viết cho a.b+c@truong.edu.vn nhé", ["a.b+c@truong.edu.vn"]),
        ("Theo khoản 2 Điều 6 Luật Trẻ em số 102/2016/QH13", []),
        ("Nghị định 144/2021/NĐ-CP ngày 31/12/2021 của Chính phủ", []),
        ("Thông tư 32/2020/TT-BGDĐT, Bộ Giáo dục và Đào tạo", []),
        ("bà Hiệu trưởng và thầy Giáo viên", []),
        ("mức thu 150.000 đồng, năm học 2026-2027", []),
        ("", []),
    ],
)
def test_what_may_name_somebody(text, found):
    assert [one.text for one in personal_data.find_personal_data(text)] == found


def test_long_text_is_read_in_time():
    text = "Nguyễn " * 20_000 + "0" * 20_000 + "a@" * 20_000
    assert isinstance(personal_data.find_personal_data(text), list)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Xem https://a.vn và https://b.vn và https://c.vn giúp tôi với ạ", []),  # links alone say nothing
        ("MUA NGAY GIÁ RẺ http://a http://b http://c", ["capitals", "links"]),
        ("vay tiền nhanh " * 8, ["repeats"]),
        ("Купить дешево прямо сейчас", ["script"]),
        ("How does the school handle bullying online?", []),
    ],
)
def test_marks_of_spam(text, marks):
    assert spam_signals.find_spam_signals(text, proven=True) == marks
    assert spam_signals.find_spam_signals(text, proven=False) == ["unproven", *marks]


def test_the_lunar_new_year_is_no_working_time():
    assert working_days.add_working_days(datetime.date(2026, 2, 13), 1) >= datetime.date(2026, 2, 20)
    assert not working_days.is_working_day(datetime.date(2026, 2, 17))
    assert not working_days.is_working_day(datetime.date(2026, 9, 2))
    assert working_days.is_working_day(datetime.date(2026, 3, 3))


def test_a_token_is_read_by_its_own_site_and_not_for_ever():
    form = form_tokens.create_form_token(7)
    assert form_tokens.parse_form_token(form.raw, 7).number == form.number
    assert form_tokens.parse_form_token(form.raw, 8) is None
    assert form_tokens.parse_form_token(form.raw + "x", 7) is None
    for raw in (
        "",
        "x",
        signing.dumps("x", salt="cms.advice.form"),
        signing.dumps([7, "n", 0], salt="cms.advice.form"),
    ):
        assert form_tokens.parse_form_token(raw, 7) is None


def test_codes_are_read_as_people_write_them():
    code = form_tokens.derive_code("mot-mau-don")
    assert form_tokens.normalize_code(form_tokens.format_code(code).lower().replace("-", " ")) == code
    assert form_tokens.derive_code("mau-don-khac") != code
    assert [form_tokens.normalize_code(typed) for typed in ("", "ABC", code + "X", code.replace(code[0], "0"))] == [
        ""
    ] * 4


def test_a_challenge_that_we_did_not_sign_is_not_worked_on(settings):
    import base64
    import json

    form = form_tokens.create_form_token(7)
    sent = proof_of_work.create_challenge(form)
    dear = {**sent, "parameters": {**sent["parameters"], "cost": 10**9}}
    payload = base64.b64encode(json.dumps({"challenge": dear, "solution": {"counter": 1, "derivedKey": "00"}}).encode())
    assert not proof_of_work.is_valid_solution(payload.decode(), form)
