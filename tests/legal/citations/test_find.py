"""The golden file ``cases.jsonl``: sentences of our own, with what each of them cites."""

import json
import random
import time
import unicodedata
from pathlib import Path

import pytest

from cms.legal.parsing.citation_finder import find_citations
from cms.legal.parsing.normalized_text import normalize

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
FIELDS = ("type", "number", "name", "year", "article", "clause", "point")


def _cited(text: str) -> list[dict]:
    return [
        {"span": c.span, **{name: getattr(c, name) for name in FIELDS if getattr(c, name) is not None}}
        for c in find_citations(text)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_golden_file(case):
    assert _cited(case["text"]) == case["cites"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_spans_are_offsets_of_the_given_text(case):
    for text in (case["text"], unicodedata.normalize("NFD", case["text"]), case["text"].replace(" ", " \u200b")):
        reached = 0
        for citation in find_citations(text):
            assert text[citation.start : citation.end] == citation.span
            assert citation.start >= reached
            assert 0 <= citation.doc_start < citation.doc_end <= len(text)
            reached = citation.end


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_the_form_of_the_letters_does_not_matter(case):
    targets = [citation.target for citation in find_citations(case["text"])]
    assert [citation.target for citation in find_citations(unicodedata.normalize("NFD", case["text"]))] == targets
    assert [citation.target for citation in find_citations(case["text"].replace("Đ", "Ð"))] == targets
    assert [citation.target for citation in find_citations(case["text"].replace(" ", "\u00a0"))] == targets


def test_every_kind_is_told_apart():
    text = (
        "Thông tư số 08/2023/TT-BGDĐT; Công văn số 1581/BGDĐT-GDPT; Nghị quyết số 29-NQ/TW; "
        "bản án dân sự sơ thẩm số 12/2019/DS-ST; Hiệp định CPTPP"
    )
    assert [citation.kind for citation in find_citations(text)] == ["legal", "admin", "party", "court", "treaty"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Nghị định số 15/2020/NĐ-CP ngày 03 tháng 02\nnăm 2020", "2020-02-03"),
        ("Nghị định 15/2020/NĐ-CP, ngày 3-2-2020", "2020-02-03"),
        ("Quyết định số 12/2018/QĐ-UBND 30/07/2018", "2018-07-30"),
        ("Nghị định số 15/2020/NĐ-CP ngày 03 ngày 02 tháng 2020", "2020-02-03"),
        ("Nghị định số 15/2020/NĐ-CP ngày 12/30/2020", "2020-12-30"),
        ("Nghị định số 15/2020/NĐ-CP ngày 45/45/2020", None),
        ("Nghị định số 15/2020/NĐ-CP quy định từ ngày 03/02/2020", None),
    ],
)
def test_date_of_the_document(text, date):
    assert [citation.date for citation in find_citations(text)] == [date]


def test_a_range_names_its_end():
    first, last = find_citations("từ Điều 5 đến Điều 9 Nghị định số 15/2020/NĐ-CP")
    assert (first.article, first.until, last.article, last.until) == ("5", "9", "9", None)


def test_issuer_and_anchor():
    [citation] = find_citations(
        "điểm đ khoản 2 Điều 5 Quyết định số 24/2013/QĐ-UBND ngày 10/9/2013 của UBND tỉnh Kiên Giang về phí"
    )
    assert citation.issuer == "UBND tỉnh Kiên Giang"
    assert citation.anchor == "dieu-5-khoan-2-diem-dd"


def test_shadow_keeps_lengths_and_finds_the_way_back():
    text = "a\u0301b\u200bĐ\u00adiê\u0300u\u2028x"
    shadow = normalize(text)
    assert len(shadow.text) == len(shadow.folded)
    assert shadow.folded == "abdieu x"
    places = [(shadow.start(i), shadow.end(i + 1)) for i in range(len(shadow.text))]
    assert [text[a:b] for a, b in places] == ["a\u0301", "b", "Đ", "i", "ê\u0300", "u", "\u2028", "x"]


WORDS = [
    "Điều",
    "5",
    "khoản",
    "2",
    "điểm",
    "a",
    "đ",
    "Luật",
    "Bộ",
    "luật",
    "Giáo",
    "dục",
    "số",
    "15/2020/NĐ-CP",
    "43/2019/QH14",
    "Nghị",
    "định",
    "Quyết",
    "định",
    "và",
    ",",
    ";",
    "(",
    ")",
    "\n",
    "đến",
    "của",
    "sửa",
    "đổi,",
    "bổ",
    "sung",
    "một",
    "số",
    "điều",
    "2019",
    "/",
    "-",
    "&",
    ".",
    "́",
    "\u200b",
    "\xad",
    "Ð",
    "ngày",
    "3/4/2020",
    "tháng",
    "năm",
    "pháp",
    "UBND",
    "TT-",
    "TTg",
    "66-NQ/TW",
    "1581/BGDĐT-",
    "😀",
    "\x00",
]


def test_garbage_never_raises():
    chance = random.Random(4)  # noqa: S311 – the same garbage every time
    for _round in range(1500):
        text = chance.choice(("", " ")).join(chance.choices(WORDS, k=chance.randint(1, 40)))
        for citation in find_citations(text):
            assert text[citation.start : citation.end] == citation.span
    for _round in range(300):
        find_citations(
            "".join(
                chr(chance.choice((chance.randrange(32, 0x250), chance.randrange(0x1EA0, 0x1F00)))) for _ in range(200)
            )
        )


HOSTILE = {
    "provisions": "Điều 5 khoản ",
    "values": "Điều 5, 6, 7, 8, ",
    "points": "điểm a, b, c và d ",
    "groups with a document": "điểm a khoản 1 Điều 5, ",
    "numbers": "15/2020/",
    "dashes": "12-A-B-C-D-",
    "spaced dashes": "5/QĐ - A - B - ",
    "laws": "Luật sửa đổi, bổ sung một số điều của ",
    "law words": "Luật Bảo vệ ",
    "unknown": "Luật Quản lý một hai ba bốn ",
    "marks": "e\u0302\u0301",
    "spaces": " \n\t ",
    "digits": "1234567890",
    "capitals": "QĐUBND",
    "types": "Quyết định số ",
    "brackets": "((((",
}


def _seconds(text: str) -> float:
    begun = time.process_time()
    find_citations(text)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_linearly(unit):
    """Eight times the text may take little more than eight times as long; a blow-up takes sixty-four times."""
    small, large = 60_000 // len(unit), 480_000 // len(unit)
    find_citations(unit * 10)
    tail = " Nghị định số 15/2020/NĐ-CP"
    base = min(_seconds(unit * small + tail) for _ in range(3))
    # The best of three: other programs on the machine cost this one time too.
    assert any(_seconds(unit * large + tail) < max(base, 0.01) * 24 for _ in range(3))
