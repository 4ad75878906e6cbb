"""One document in the place of another: nothing else changes, and twice is once."""

import datetime
import json

import pytest

from cms.home.models import NewsPage
from cms.legal.citations.mending.check import check_page
from cms.legal.citations.mending.swap import replace_citations
from cms.legal.citations.stale import replacements
from cms.legal.models import LegalNewsPage, LegalNewsPageDocument, LegalRelation
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 1)


def replaced(old_number="37/2020/TT-BGDĐT", new_number="15/2025/TT-BGDĐT", type_name="Thông tư", **fields):
    old = make_document(old_number, issued_on=datetime.date(2020, 10, 5), effective_from=datetime.date(2020, 11, 19))
    new = make_document(
        new_number,
        type_name=type_name,
        issued_on=datetime.date(2025, 7, 24),
        effective_from=datetime.date(2025, 9, 8),
        **fields,
    )
    new.relations = [LegalRelation(kind="replaces", target=old)]
    new.save()
    return old, new


def body(*blocks) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def swapped(html: str, old, new) -> str:
    page = NewsPage(title="x", body=body(("text", html)))
    replace_citations(page, old, new)
    return page.body.get_prep_value()[0]["value"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Thông tư số 37/2020/TT-BGDĐT", "Thông tư số 15/2025/TT-BGDĐT"),
        ("khoản 2 Điều 5 Thông tư 37/2020/TT-BGD&amp;ĐT.", "khoản 2 Điều 5 Thông tư 15/2025/TT-BGDĐT."),
        ("37/2020/TT-BGDĐT", "15/2025/TT-BGDĐT"),
        (
            "Thông tư số 37/2020/TT-BGDĐT ngày 05 tháng 10 năm 2020 của Bộ",
            "Thông tư số 15/2025/TT-BGDĐT ngày 24 tháng 7 năm 2025 của Bộ",
        ),
        ("Thông tư 37/2020/TT-BGDĐT ngày 5/10/2020,", "Thông tư 15/2025/TT-BGDĐT ngày 24/07/2025,"),
        (
            "các Thông tư số 10/2021/TT-BGDĐT, số 37/2020/TT-BGDĐT",
            "các Thông tư số 10/2021/TT-BGDĐT, số 15/2025/TT-BGDĐT",
        ),
        ("Thông tư số <b>37/2020/TT-BGDĐT</b> x", "Thông tư số 15/2025/TT-BGDĐT<b></b> x"),
        ('<a href="/y">Thông tư 37/2020/TT-BGDĐT</a>', '<a href="/y">Thông tư 37/2020/TT-BGDĐT</a>'),
        ("điểm a, điểm b Điều 2 Thông tư 37/2020/TT-BGDĐT", "điểm a, điểm b Điều 2 Thông tư 15/2025/TT-BGDĐT"),
        ("Thông tư 38/2020/TT-BGDĐT &amp; a&nbsp;b", "Thông tư 38/2020/TT-BGDĐT &amp; a&nbsp;b"),
    ],
)
def test_words_follow_the_old_ones(before, after):
    old, new = replaced()
    html = f'<p>Đầu <i>x</i> {before} <b>cuối</b> <a linktype="page" id="3">y</a></p>'
    expected = f'<p>Đầu <i>x</i> {after} <b>cuối</b> <a linktype="page" id="3">y</a></p>'
    assert swapped(html, old, new) == expected
    assert swapped(expected, old, new) == expected


def test_another_type_is_named():
    old, new = replaced(new_number="100/2025/NĐ-CP", type_name="Nghị định", issuers=["Chính phủ"])
    assert swapped("<p>Thông tư 37/2020/TT-BGDĐT</p>", old, new) == "<p>Nghị định 100/2025/NĐ-CP</p>"
    assert swapped("<p>số 37/2020/TT-BGDĐT</p>", old, new) == "<p>Nghị định số 100/2025/NĐ-CP</p>"


def test_laws_by_name_keep_their_year():
    def law(number, day):
        return make_document(
            number, type_name="Luật", issuers=["Quốc hội"], title="Luật Giáo dục", issued_on=day, effective_from=day
        )

    old, new = law("38/2005/QH11", datetime.date(2005, 6, 14)), law("43/2019/QH14", datetime.date(2019, 6, 14))
    assert swapped("<p>Điều 5 Luật Giáo dục 2005.</p>", old, new) == "<p>Điều 5 Luật Giáo dục 2019.</p>"
    assert swapped("<p>Luật số 38/2005/QH11.</p>", old, new) == "<p>Luật số 43/2019/QH14.</p>"


@pytest.mark.parametrize("title", ["Luật Giáo dục", "Giáo dục"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Luật Giáo dục số 38/2005/QH11", "Luật Giáo dục số 43/2019/QH14"),
        ("Luật Giáo dục 38/2005/QH11", "Luật Giáo dục 43/2019/QH14"),
        ("khoản 1 Điều 5 Luật Giáo dục năm 2005", "khoản 1 Điều 5 Luật Giáo dục năm 2019"),
        (
            "Luật Giáo dục số 38/2005/QH11 ngày 14 tháng 6 năm 2005",
            "Luật Giáo dục số 43/2019/QH14 ngày 15 tháng 6 năm 2019",
        ),
        ("Luật Giáo dục ngày 14/6/2005", "Luật Giáo dục số 43/2019/QH14 ngày 15/06/2019"),
    ],
)
def test_a_law_s_name_survives(title, before, after):
    def law(number, day):
        return make_document(
            number, type_name="Luật", issuers=["Quốc hội"], title=title, issued_on=day, effective_from=day
        )

    old, new = law("38/2005/QH11", datetime.date(2005, 6, 14)), law("43/2019/QH14", datetime.date(2019, 6, 15))
    assert swapped(f"<p>Theo {before}, trường</p>", old, new) == f"<p>Theo {after}, trường</p>"
    assert swapped(f"<p>Theo {after}, trường</p>", old, new) == f"<p>Theo {after}, trường</p>"


def test_blocks_at_any_depth_titles_and_chosen_documents():
    old, new = replaced()
    number = "Thông tư 37/2020/TT-BGDĐT"
    page = LegalNewsPage(
        title=f"Triển khai {number}", summary=f"{number} & <b>",
        body=body(
            ("quote", f"{number} <x>"),
            ("video", {"url": "https://example.vn", "title": number, "transcript": f"<p>{number}</p>"}),
            ("text", "<p>Không  đổi &amp; y</p>"),
        ),
    )  # fmt: skip
    page.document_links = [LegalNewsPageDocument(document=old, sort_order=0)]
    assert replace_citations(page, old, new)
    raw = page.body.get_prep_value()
    assert page.title == "Triển khai Thông tư 15/2025/TT-BGDĐT"
    assert page.summary == "Thông tư 15/2025/TT-BGDĐT & <b>"
    assert raw[0]["value"] == "Thông tư 15/2025/TT-BGDĐT <x>"
    assert raw[1]["value"]["transcript"] == "<p>Thông tư 15/2025/TT-BGDĐT</p>"
    assert raw[2]["value"] == "<p>Không  đổi &amp; y</p>"
    assert [link.document for link in page.document_links.all()] == [new]
    assert not replace_citations(page, old, new), "a second time nothing changes"


def test_a_chosen_document_is_not_doubled():
    old, new = replaced()
    page = LegalNewsPage(title="x")
    page.document_links = [LegalNewsPageDocument(document=old), LegalNewsPageDocument(document=new)]
    assert replace_citations(page, old, new)
    assert [link.document for link in page.document_links.all()] == [new]


def test_what_replaced_the_replacement_is_named():
    first, second = replaced()
    third = make_document("9/2026/TT-BGDĐT", effective_from=datetime.date(2026, 3, 1))
    third.relations = [LegalRelation(kind="replaces", target=second)]
    third.save()
    assert replacements([first.pk, second.pk, third.pk], TODAY) == {
        first.pk: [third], second.pk: [third], third.pk: [],
    }  # fmt: skip
    third.confidential = True
    third.save()
    assert replacements([second.pk], TODAY) == {second.pk: []}, "what is confidential is not named"


def test_findings_name_status_words_and_replacement():
    old, new = replaced()
    coming = make_document("1/2030/TT-BGDĐT", effective_from=datetime.date(2030, 1, 1))
    held = make_document("2/2024/TT-BGDĐT", status_override="suspended", status_reason="x")
    page = NewsPage(
        title="x",
        body=body(
            ("text", "<p>Điều 5 Thông tư 37/2020/TT-BGDĐT, Thông tư 1/2030/TT-BGDĐT, Thông tư 15/2025/TT-BGDĐT</p>"),
            ("quote", "Thông tư 2/2024/TT-BGDĐT"),
        ),
    )
    found = {one.document: one for one in check_page(page, today=TODAY)}
    assert {document: one.code for document, one in found.items()} == {
        old: "expired", coming: "not_yet", held: "suspended",
    }  # fmt: skip
    assert found[old].replacement == new
    assert found[old].spans == ("Điều 5 Thông tư 37/2020/TT-BGDĐT",)
    assert found[old].provisions
    assert found[coming].replacement is None


def test_questions_to_the_database_do_not_grow(django_assert_max_num_queries):
    numbers = []
    for number in range(20):
        old, _new = replaced(f"{number + 30}/2020/TT-BGDĐT", f"{number + 30}/2025/TT-BGDĐT")
        numbers.append(old.number_raw)
    page = NewsPage(title="x", body=body(("text", "".join(f"<p>Thông tư {number}</p>" for number in numbers))))
    with django_assert_max_num_queries(20):
        assert len(check_page(page, today=TODAY)) == 20
