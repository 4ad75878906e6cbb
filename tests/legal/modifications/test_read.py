"""Clauses in sentences of our own, written as laws write them."""

import datetime
import time

import pytest

from cms.legal.modifications.parser import read_modifications
from cms.legal.modifications.records import Document, Proposal, Provision

DAY = datetime.date(2030, 7, 1)


def clauses(text: str, heading: str = "Hiệu lực thi hành", **values: object) -> list[Proposal]:
    provision = Provision("Điều 9", heading, text, "dieu-9")
    document = {"type": "Nghị định", "number": "900/2030/NĐ-CP", "title": "", "effective_from": DAY, **values}
    return read_modifications(Document(provisions=(provision,), **document))


def facts(proposals: list[Proposal]) -> list[tuple]:
    return [
        (one.kind, one.target.number or one.target.name, *one.target.provisions, *([False] if not one.sure else []))
        for one in proposals
    ]


CASES = {
    "ends by itself": (
        "2. Nghị định số 11/2021/NĐ-CP ngày 03 tháng 5 năm 2021 về sân chơi hết hiệu lực kể từ ngày Nghị định này có "
        "hiệu lực.",
        [("ends", "11/2021/NĐ-CP")],
    ),
    "abolished": ("Bãi bỏ Nghị định số 11/2021/NĐ-CP.", [("ends", "11/2021/NĐ-CP")]),
    "replaces": (
        "1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2030 và thay thế Nghị định số 11/2021/NĐ-CP.",
        [("replaces", "11/2021/NĐ-CP")],
    ),
    "with the day before": (
        "2. Kể từ ngày Nghị định này có hiệu lực, Nghị định số 11/2021/NĐ-CP hết hiệu lực thi hành.",
        [("ends", "11/2021/NĐ-CP")],
    ),
    "two verbs": (
        "Nghị định này thay thế Nghị định số 11/2021/NĐ-CP và bãi bỏ Điều 3 Nghị định số 12/2022/NĐ-CP.",
        [("replaces", "11/2021/NĐ-CP"), ("ends_part", "12/2022/NĐ-CP", "dieu-3")],
    ),
    "the amending law is only told": (
        "Luật Vườn số 11/2021/QH15 đã được sửa đổi, bổ sung một số điều theo Luật số 12/2022/QH15 và Luật số "
        "13/2023/QH15 hết hiệu lực từ ngày này.",
        [("ends", "11/2021/QH15", False)],  # a decree ends no law
    ),
    "a document in a title is not ended": (
        "Thông tư số 11/2021/TT-BGDĐT hướng dẫn Nghị định số 12/2020/NĐ-CP về sân chơi hết hiệu lực kể từ ngày Nghị "
        "định này có hiệu lực.",
        [("ends", "11/2021/TT-BGDĐT")],
    ),
    "after a title's document of another type": (
        "Bãi bỏ Thông tư số 11/2021/TT-BGDĐT hướng dẫn Nghị định số 12/2020/NĐ-CP về sân chơi và Thông tư số "
        "13/2022/TT-BGDĐT về vườn trường.",
        [("ends", "11/2021/TT-BGDĐT"), ("ends", "13/2022/TT-BGDĐT")],
    ),
    "after a title's document of its own type nobody is sure": (
        "Bãi bỏ Thông tư số 11/2021/TT-BGDĐT sửa đổi, bổ sung Thông tư số 12/2020/TT-BGDĐT về sân chơi và Thông tư "
        "số 13/2022/TT-BGDĐT về vườn.",
        [("ends", "11/2021/TT-BGDĐT"), ("ends", "13/2022/TT-BGDĐT", False)],
    ),
    "a list": (
        "2. Các văn bản sau đây hết hiệu lực kể từ ngày Nghị định này có hiệu lực:\n"
        "a) Nghị định số 11/2021/NĐ-CP về sân chơi;\nb) Khoản 2 Điều 4 và Điều 6 Nghị định số 12/2022/NĐ-CP về vườn.",
        [("ends", "11/2021/NĐ-CP"), ("ends_part", "12/2022/NĐ-CP", "dieu-4-khoan-2", "dieu-6")],
    ),
    "provisions with an annex are not all": (
        "Bãi bỏ Điều 5 và Phụ lục I ban hành kèm theo Nghị định số 12/2022/NĐ-CP.",
        [("ends_part", "12/2022/NĐ-CP", "dieu-5", False)],
    ),
    "a chapter": ("Bãi bỏ Chương II Nghị định số 12/2022/NĐ-CP.", [("ends_part", "12/2022/NĐ-CP", False)]),
    "a clause of a section without articles": (
        "Bãi bỏ khoản 2 Mục II Thông tư số 12/2005/TT-BTC.",
        [("ends_part", "12/2005/TT-BTC", False)],
    ),
    "rules about something": (
        "Bãi bỏ các quy định liên quan đến cuộc họp tại Quyết định số 45/2018/QĐ-TTg.",
        [("ends_part", "45/2018/QĐ-TTg", False)],
    ),
    "what was issued with it": (
        "Quy chế tiếp dân ban hành kèm theo Quyết định số 896/QĐ-BGDĐT ngày 31 tháng 5 năm 2022 hết hiệu lực từ ngày "
        "này.",
        [("ends", "896/QĐ-BGDĐT", False)],
    ),
    "by name alone": (
        "Luật Khoáng sản ngày 20 tháng 3 năm 1996 hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        [("ends", "Luật Khoáng sản", False)],
    ),
    "a deduction is no exception": (
        "Bãi bỏ Thông tư số 11/2021/TT-BTC về khấu trừ thuế; Thông tư số 12/2021/TT-BTC về miễn trừ phí.",
        [("ends", "11/2021/TT-BTC"), ("ends", "12/2021/TT-BTC")],
    ),
    "words": (
        "Thay thế cụm từ “sân cũ” bằng cụm từ “sân mới” tại Điều 3 Nghị định số 12/2022/NĐ-CP.",
        [("replaces_words", "12/2022/NĐ-CP", "dieu-3", False)],
    ),
    "suspended": (
        "Ngưng hiệu lực thi hành Thông tư số 24/2019/TT-BGTVT đến hết ngày 31 tháng 12 năm 2031.",
        [("suspends", "24/2019/TT-BGTVT", False)],
    ),
    "extended": (
        "Kéo dài thời hạn áp dụng của Nghị quyết số 35/2021/QH15 đến hết năm 2031.",
        [("extends", "35/2021/QH15", False)],
    ),
    "a person's time is extended": ("Giảng viên được kéo dài thời gian làm việc theo Nghị định số 12/2022/NĐ-CP.", []),
    "told of the past": ("Điều 3 đã bị bãi bỏ bởi Thông tư số 25/2018/TT-BYT.", []),
    "a condition": ("Trường hợp Nghị định số 12/2022/NĐ-CP hết hiệu lực thì áp dụng văn bản mới.", []),
    "a licence ends, not its law": (
        "Giấy phép cấp theo Nghị định số 12/2022/NĐ-CP hết hiệu lực sau hai năm.",
        [],
    ),
    "things are replaced": ("Nộp tiền trồng cây thay thế theo Nghị định số 12/2022/NĐ-CP.", []),
    "grounds to cancel": (
        "1. Danh hiệu bị hủy bỏ khi:\na) Vi phạm khoản 2 Điều 93 Luật Thi đua, khen thưởng.",
        [],
    ),
    "quoted from another act": (
        "1. Sửa đổi khoản 3 như sau:\n“3. Bãi bỏ Nghị định số 12/2022/NĐ-CP.”",
        [],
    ),
    "itself": ("Bãi bỏ Điều 3 Nghị định số 900/2030/NĐ-CP.", []),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_clauses_of_a_sentence(case):
    text, expected = CASES[case]
    assert facts(clauses(text)) == expected


def test_an_exception_is_kept_and_makes_doubt():
    [one] = clauses(
        "4. Nghị định số 11/2021/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực, trừ quy định tại Điều 10 "
        "của Nghị định này."
    )
    assert (one.kind, one.exceptions, one.doubts) == (
        "ends", ("trừ quy định tại Điều 10 của Nghị định này",), ("exception",)
    )  # fmt: skip
    assert not one.sure


def test_where_it_stands_and_in_which_words():
    text = "1. Một.\n2. Bãi bỏ các văn bản sau:\na) Nghị định số 11/2021/NĐ-CP."
    [one] = clauses(text)
    assert (one.place, one.anchor) == ("điểm a khoản 2 Điều 9", "dieu-9-khoan-2-diem-a")
    assert one.sentence == "a) Nghị định số 11/2021/NĐ-CP."
    assert one.sure


@pytest.mark.parametrize(
    ("text", "effective_from", "day"),
    [
        ("Bãi bỏ Nghị định số 11/2021/NĐ-CP.", DAY, DAY),
        ("Nghị định số 11/2021/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.", DAY, DAY),
        ("Nghị định số 11/2021/NĐ-CP hết hiệu lực kể từ ngày 15 tháng 9 năm 2031.", DAY, datetime.date(2031, 9, 15)),
        ("Từ ngày 01/01/2032, bãi bỏ các văn bản sau:\n- Nghị định số 11/2021/NĐ-CP.", DAY, datetime.date(2032, 1, 1)),
        (
            "Nghị định này có hiệu lực kể từ ngày 5/6/2030.\nBãi bỏ Nghị định số 11/2021/NĐ-CP.",
            None,
            datetime.date(2030, 6, 5),
        ),
        ("Bãi bỏ Nghị định số 11/2021/NĐ-CP.", None, None),
    ],
)  # fmt: skip
def test_the_day(text, effective_from, day):
    [one] = clauses(text, effective_from=effective_from)
    assert one.day == day
    assert one.sure == (day is not None)


def test_an_article_with_a_day_of_its_own_is_not_sure():
    text = (
        "1. Điều 9 của Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2032.\n2. Bãi bỏ Nghị định số 11/2021/NĐ-CP."
    )
    [one] = clauses(text)
    assert one.doubts == ("later",)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sửa đổi, bổ sung một số điều của Nghị định số 11/2021/NĐ-CP", [("amends", "11/2021/NĐ-CP")]),
        ("Thông tư số 92/2030/TT-BTC Bãi bỏ Thông tư số 15/2010/TT-BTC", [("ends", "15/2010/TT-BTC")]),
        ("Bãi bỏ một số văn bản quy phạm pháp luật", []),
        ("Quy định chi tiết Nghị định số 11/2021/NĐ-CP", []),
    ],
)
def test_titles(title, expected):
    assert facts(clauses("", title=title)) == expected


def test_a_heading_leads_its_list():
    text = "1. Thông tư số 11/2021/TT-BYT về sân chơi.\n2. Thông tư số 12/2022/TT-BYT về vườn."
    heading = "Bãi bỏ toàn bộ một số văn bản quy phạm pháp luật của Bộ trưởng"
    assert facts(clauses(text, heading)) == [("ends", "11/2021/TT-BYT"), ("ends", "12/2022/TT-BYT")]


def test_a_consolidated_text_has_no_clauses_of_its_own():
    assert clauses("Bãi bỏ Nghị định số 11/2021/NĐ-CP.", number="07/VBHN-BXD") == []


HOSTILE = (
    "bãi bỏ ",
    "Nghị định số 1/2020/NĐ-CP; ",
    "hết hiệu lực, ",
    "(;",
    "“bãi bỏ”",
    "Bãi bỏ các quy định sau ",
    ", và ",
    "trừ ",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_stays_in_bounds(unit):
    def seconds(size: int) -> float:
        begun = time.process_time()
        clauses("2. Bãi bỏ " + unit * (size // len(unit)))
        return time.process_time() - begun

    small = max(min(seconds(10_000) for _ in range(2)), 0.01)
    assert min(seconds(40_000) for _ in range(2)) < small * 16
