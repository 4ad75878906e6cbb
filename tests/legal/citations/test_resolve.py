import datetime

import pytest

from cms.legal.citations.resolve import AMBIGUOUS, RESOLVED, UNRESOLVED, resolve_citations
from cms.legal.models import IssuingBody
from cms.legal.parsing.citation_finder import find_citations
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db

DAY = datetime.date


def _one(text: str, on=None):
    citations = find_citations(text)
    assert len(citations) == 1, text
    return resolve_citations(citations, on)[0]


def make_law(number, title, issued_on, effective_from=None, type_name="Luật"):
    return make_document(
        number,
        type_name=type_name,
        issuers=["Quốc hội"],
        title=title,
        issued_on=issued_on,
        effective_from=effective_from or issued_on,
    )


def make_local(number, body, issued_on, type_name="Quyết định"):
    IssuingBody.objects.get_or_create(name=body["name"], defaults=body)
    return make_document(
        number, type_name=type_name, issuers=[body["name"]], issued_on=issued_on, effective_from=issued_on
    )


@pytest.fixture
def provinces():
    make_document()  # seeds the bodies
    return (
        {"name": "Ủy ban nhân dân tỉnh An Giang", "abbreviation": "UBND", "level": "province", "territory": "An Giang"},
        {"name": "Ủy ban nhân dân tỉnh Cà Mau", "abbreviation": "UBND", "level": "province", "territory": "Cà Mau"},
    )


def test_number_with_year_of_a_central_body():
    document = make_document("37/2020/TT-BGDĐT")
    [whole, part] = resolve_citations(
        find_citations("Thông tư 37/2020/TT-BGDDT; khoản 2 Điều 9 Thông tư số 37/2020/TT-BGD&ĐT")
    )
    assert whole.status == part.status == RESOLVED
    assert whole.document == part.document == document
    assert (
        part.path(find_citations("khoản 2 Điều 9 Thông tư 37/2020/TT-BGDĐT")[0])
        == "/van-ban/37-2020-tt-bgddt/#dieu-9-khoan-2"
    )


def test_what_the_library_lacks_or_hides():
    make_document("38/2020/TT-BGDĐT", confidential=True)
    make_document("39/2020/TT-BGDĐT", live=False)
    for number in ("37/2020/TT-BGDĐT", "38/2020/TT-BGDĐT", "39/2020/TT-BGDĐT"):
        assert _one(f"Thông tư {number}").status == UNRESOLVED


def test_hd_and_hdong_are_two():
    make_document("12/2024/HĐ-BGDĐT", type_name="Hợp đồng")
    assert _one("Hướng dẫn số 12/2024/HD-BGDĐT").status == UNRESOLVED


def test_law_and_resolution_of_one_number():
    law = make_law("18/2008/QH12", "Luật Năng lượng nguyên tử", DAY(2008, 6, 3))
    assert _one("xem 18/2008/QH12").status == AMBIGUOUS  # a resolution may have that number
    assert _one("xem 18/2008/QH12 ngày 3/6/2008").document == law
    assert _one("Nghị quyết số 18/2008/QH12").status == UNRESOLVED
    resolution = make_law("18/2008/QH12", "Nghị quyết về một việc", DAY(2008, 6, 3), type_name="Nghị quyết")
    assert _one("Luật số 18/2008/QH12").document == law
    assert _one("Nghị quyết số 18/2008/QH12").document == resolution
    assert _one("xem 18/2008/QH12 ngày 3/6/2008").status == AMBIGUOUS


def test_code_is_a_law():
    code = make_law("45/2019/QH14", "Bộ luật Lao động", DAY(2019, 11, 20), type_name="Bộ luật")
    assert _one("Luật số 45/2019/QH14").document == code
    assert _one("Bộ luật Lao động 2019").document == code


def test_number_without_year_needs_a_date():
    old = make_document("2797/QĐ-BGDĐT", type_name="Quyết định", issued_on=DAY(2015, 8, 3))
    assert _one("Quyết định số 2797/QĐ-BGDĐT ngày 03/8/2015").document == old
    assert _one("Quyết định số 2797/QĐ-BGDĐT ngày 05/8/2016").status == AMBIGUOUS
    assert _one("Quyết định số 2797/QĐ-BGDĐT").status == AMBIGUOUS
    assert _one("Quyết định số 2797/QĐ-BGDĐT", on=DAY(2015, 12, 1)).document == old
    assert _one("Quyết định số 2797/QĐ-BGDĐT", on=DAY(2016, 2, 1)).status == AMBIGUOUS  # 2016 may have its own 2797
    new = make_document("2797/QĐ-BGDĐT", type_name="Quyết định", issued_on=DAY(2016, 8, 5))
    assert _one("Quyết định số 2797/QĐ-BGDĐT ngày 05/8/2016").document == new
    answer = _one("Quyết định số 2797/QĐ-BGDĐT")
    assert answer.status == AMBIGUOUS
    assert set(answer.candidates) == {old, new}


def test_local_number_needs_its_territory(provinces):
    an_giang, ca_mau = provinces
    document = make_local("24/2023/QĐ-UBND", an_giang, DAY(2023, 9, 10))
    text = "Quyết định số 24/2023/QĐ-UBND ngày 10 tháng 9 năm 2023"
    assert _one(text).status == AMBIGUOUS
    assert _one(f"{text} của Ủy ban nhân dân tỉnh").status == AMBIGUOUS
    assert _one(f"{text} của UBND tỉnh An Giang về phí").document == document
    assert _one(f"{text} của Ủy ban nhân dân tỉnh Kiên Giang").status == AMBIGUOUS
    other = make_local("24/2023/QĐ-UBND", ca_mau, DAY(2023, 7, 1))
    assert _one(f"{text} của Ủy ban nhân dân tỉnh An Giang").document == document
    assert _one("Quyết định số 24/2023/QĐ-UBND của Ủy ban nhân dân tỉnh Cà Mau").document == other


def test_number_and_year_alone_are_linked_by_date_only():
    document = make_document("32/2018/TT-BGDĐT", issued_on=DAY(2018, 12, 26))
    assert _one("Thông tư 32/2018").status == AMBIGUOUS
    assert _one("Thông tư 32/2018 ngày 26/12/2018").document == document
    assert _one("Nghị định 32/2018").status == UNRESOLVED


def test_a_type_of_one_body_needs_no_symbol():
    decree = make_document("81/2021/NĐ-CP", type_name="Nghị định", issued_on=DAY(2021, 8, 27))
    make_document("81/2021/TT-BTC", issued_on=DAY(2021, 10, 5))
    assert _one("NĐ 81/2021").document == decree
    assert _one("Thông tư 81/2021").status == AMBIGUOUS


def test_named_law_with_year_or_date():
    law = make_law("43/2019/QH14", "Giáo dục", DAY(2019, 6, 14), DAY(2020, 7, 1))
    assert _one("Luật Giáo dục 2019").document == law
    assert _one("Luật Giáo dục ngày 14 tháng 6 năm 2019").document == law
    assert _one("Luật Giáo dục năm 2005").status == UNRESOLVED
    assert _one("Luật Giáo dục đại học 2012").status == UNRESOLVED


def test_named_law_without_year_depends_on_the_day():
    old = make_law("38/2005/QH11", "Luật Giáo dục", DAY(2005, 6, 14), DAY(2006, 1, 1))
    new = make_law("43/2019/QH14", "Luật Giáo dục", DAY(2019, 6, 14), DAY(2020, 7, 1))
    assert _one("Luật Giáo dục").status == AMBIGUOUS
    assert _one("Luật Giáo dục", on=DAY(2015, 1, 1)).document == old
    assert _one("Luật Giáo dục", on=DAY(2019, 12, 1)).status == AMBIGUOUS  # issued, not yet in force
    assert _one("Luật Giáo dục", on=DAY(2024, 1, 1)).document == new


def test_a_newer_law_that_the_library_lacks_keeps_the_old_one_unlinked():
    make_law("38/2005/QH11", "Luật Giáo dục", DAY(2005, 6, 14), DAY(2006, 1, 1))
    assert _one("Luật Giáo dục", on=DAY(2024, 1, 1)).status == AMBIGUOUS


def test_the_only_law_of_its_name():
    law = make_law("14/2012/QH13", "Luật Phổ biến, giáo dục pháp luật", DAY(2012, 6, 20))
    assert _one("theo Luật PBGDPL").document == law


def test_a_law_newer_than_the_table_is_known_by_its_title():
    law = make_law("12/2027/QH16", "Luật Sân chơi", DAY(2027, 6, 20))
    assert _one("Điều 3 Luật Sân chơi năm 2027").document == law


def test_courts_and_treaties_are_never_linked():
    assert [
        answer.status for answer in resolve_citations(find_citations("bản án số 27/2017/DS-ST và Hiệp định CPTPP"))
    ] == [UNRESOLVED] * 2


def test_few_queries_for_many_citations(django_assert_max_num_queries):
    for n in range(20):
        make_document(f"{n + 1}/2021/TT-BGDĐT")
    citations = find_citations(
        "; ".join(f"Điều 3 Thông tư {n + 1}/2021/TT-BGDĐT và Luật Giáo dục 2019" for n in range(20))
    )
    with django_assert_max_num_queries(6):
        answers = resolve_citations(citations)
    assert sum(answer.status == RESOLVED for answer in answers) == 20
