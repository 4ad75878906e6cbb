import csv
import re
from collections import defaultdict

import pytest

from cms.legal.parsing.numbers import lookup_key, number_slug, parse_number

NORMS = [
    ("15/2020/NĐ-CP", "15/2020/NĐ-CP"),
    ("05/KH-UBND", "5/KH-UBND"),
    ("56/ 2015/ NĐ - CP", "56/2015/NĐ-CP"),
    ("ND 15/2020/ND-CP", "15/2020/NĐ-CP"),
    ("127/2018/nđ-cp", "127/2018/NĐ-CP"),
    ("136/2001/QÐ-BTC", "136/2001/QĐ-BTC"),  # U+00D0
    ("41/2001/QĐ–BVHTT", "41/2001/QĐ-BVHTT"),  # en dash
    ("15\u00a0/2020/N\u0110\u200b-CP", "15/2020/NĐ-CP"),
    ("15/2020/NĐ-CP".replace("Đ", "D\u0335"), "15/2020/ND\u0335-CP"),  # a struck D is no Đ: kept, not guessed
    ("TT30/2024/TT-BGDĐT", "30/2024/TT-BGDĐT"),
    ("01/2006/TTLT-BGD&ĐT-BNV-BTC", "1/2006/TTLT-BGDĐT-BNV-BTC"),
    ("01/2006/TTLT-BGD&amp;ĐT-BNV-BTC", "1/2006/TTLT-BGDĐT-BNV-BTC"),
    ("1581/BGDDT-GDPT", "1581/BGDĐT-GDPT"),
    ("1581/BGD-ĐT-GDPT", "1581/BGDĐT-GDPT"),
    ("12/KH-PGD&ĐT", "12/KH-PGDĐT"),
    ("581/HD-SGDĐT", "581/HD-SGDĐT"),
    ("3054/SGDĐT-GDTrH", "3054/SGDĐT-GDTrH"),
    ("3054/sgd&đt-gdtrh", "3054/SGDĐT-GDTrH"),
    ("08/2023/qđ-ttg", "8/2023/QĐ-TTg"),
    ("06/QyĐ-UBND", "6/QyĐ-UBND"),
    ("7/TTR-UBND", "7/TTr-UBND"),
    ("9/Ctr-UBND", "9/CTr-UBND"),
    ("21a/2020/QĐ-UBND", "21a/2020/QĐ-UBND"),
    ("66-NQ/TW", "66-NQ/TW"),
    ("66 – NQ/TƯ", "66-NQ/TW"),
    ("40-LCT/HDNN8", "40-LCT/HĐNN8"),
    ("138/99/QÐ-BTC", "138/1999/QĐ-BTC"),
    ("Nghị định số 15/2020/NĐ-CP", "15/2020/NĐ-CP"),
    ("43/2019/QH14", "43/2019/QH14"),
    ("''42/2022/TT-BCT", "42/2022/TT-BCT"),
    ("29/2008/L- CTN", "29/2008/L-CTN"),
    ("Không số", "Không số"),
    ("KHÔNG SỐ", "Không số"),
    ("49-CP", "49-CP"),
    ("10", "10"),
    ("", ""),
]


@pytest.mark.parametrize(("raw", "norm"), NORMS)
def test_one_spelling(raw, norm):
    number = parse_number(raw)
    assert number.norm == norm
    assert number.raw == raw
    assert parse_number(number.norm).norm == number.norm


def test_parts():
    number = parse_number("01/2006/TTLT-BGD&ĐT-BNV-BTC")
    assert (number.number, number.year, number.symbol) == ("1", 2006, "TTLT-BGDĐT-BNV-BTC")
    assert number.groups == ("TTLT", "BGDĐT", "BNV", "BTC")
    assert parse_number("29/KH-UBND").year is None
    assert parse_number("43/2019/QH14").term == 14
    assert parse_number("1656/NQ-UBTVQH15").term == 15
    assert not parse_number("Không số").has_number


def test_does_the_number_name_its_type():
    assert parse_number("15/2020/NĐ-CP").names_type
    assert parse_number("66-NQ/TW").names_type
    assert not parse_number("18/2008/QH12").names_type  # a law or a resolution
    assert not parse_number("1581/BGDĐT-GDPT").names_type


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("15/2020/NĐ-CP", "15-2020-nd-cp"),
        ("15/2020/ND-CP", "15-2020-nd-cp"),
        ("15-2020-nd-cp", "15-2020-nd-cp"),
        ("015/2020/nđ-cp", "15-2020-nd-cp"),
        ("Nghị định số 15/2020/NĐ-CP", "15-2020-nd-cp"),
        ("nghi dinh 15/2020", "15-2020-nd"),
        ("nghi-dinh-15-2020", "15-2020-nd"),
        ("nd 15/2020", "15-2020-nd"),
        ("thông tư liên tịch 1/2006", "1-2006-ttlt"),
        ("luật 43/2019", "43-2019"),
        ("44/2011/tt-bgd&đt", "44-2011-tt-bgddt"),
        ("44-2011-tt-bgd-dt", "44-2011-tt-bgddt"),
        ("luat tre em", ""),
        ("lớp 9/A-B", ""),
        ("", ""),
    ],
)
def test_what_people_type(typed, key):
    assert lookup_key(typed) == key


def test_look_up_finds_what_the_normaliser_makes():
    for raw, _norm in NORMS:
        number = parse_number(raw)
        if number.has_number and number.symbol and "\u0335" not in raw:
            assert lookup_key(number.norm) == number.key


def test_hd_and_hđ_stay_apart():
    guide, contract = parse_number("12/HD-UBND"), parse_number("12/HĐ-UBND")
    assert guide.key == contract.key
    assert guide.identity != contract.identity


def test_separators_do_not_make_another_number():
    assert parse_number("73-CP").identity == parse_number("73/CP").identity


def test_slug_of_a_document_without_number():
    assert number_slug(parse_number("Không số"), "Hiến pháp") == "hien-phap-khong-so"
    assert number_slug(parse_number("15/2020/NĐ-CP"), "Nghị định") == "15-2020-nd-cp"


@pytest.mark.legal_data
def test_real_titles(legal_data):
    """19,876 "type number" titles: all give a stable, clean number; the strict ones are not changed."""
    with (legal_data / "legal" / "vbpl_titles_19876.csv").open(encoding="utf-8", newline="") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    strict = re.compile(r"^[1-9]\d*/(?:19|20)\d\d/(?:NĐ-CP|QĐ-TTg|TT-B[A-Z]+|QH\d+)$")
    numbered = 0
    for title in titles:
        number = parse_number(re.sub(r"^\D+(?=\d)", "", title) if re.search(r"\d", title) else "Không số")
        assert parse_number(number.norm).norm == number.norm, title
        assert "Ð" not in number.norm
        assert not re.search(r"\s|--|//", number.norm.replace("Không số", "")), title
        if number.has_number:
            numbered += 1
            assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", number.key), title
        raw = title.rsplit(" ", 1)[-1]
        if strict.match(raw):
            assert number.norm == raw
    assert numbered > 19_000


@pytest.mark.legal_data
def test_real_documents(legal_data):
    """Of 4,814 documents only spellings of one number fall together."""
    with (legal_data / "legal" / "phapdien_documents.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    groups = defaultdict(set)
    for row in rows:
        number = parse_number(row["number"])
        assert number.key, row["number"]
        groups[number.identity].add(row["number"])
    together = [spellings for spellings in groups.values() if len(spellings) > 1]
    assert {"127/2018/NĐ-CP", "127/2018/nđ-cp"} in together
    for spellings in together:
        shapes = {re.sub(r"[^a-z0-9đ]", "", s.lower().replace("&", "").lstrip("'0")) for s in spellings}
        assert len({re.sub(r"đ", "d", shape) for shape in shapes}) == 1, spellings
