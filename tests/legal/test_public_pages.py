import datetime
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms.core import versions
from cms.legal.models import LegalDocument
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db
PORTAL = "cong.localhost"


@pytest.fixture
def get(client, school):
    def _get(path, host=school.site.hostname, **data):
        return client.get(path, data, headers={"host": host})

    return _get


def shown(response) -> list[str]:
    return [document.number_raw for document in response.context["page_of"].items]


def test_a_document_s_page_on_every_site(get):
    document = make_document("15/2024/TT-BGDĐT", title="Thông tư mẫu <đẹp>", articles=4)
    for host in (None, PORTAL):
        response = get("/van-ban/15-2024-tt-bgddt/", **({"host": host} if host else {}))
        assert response.status_code == 200
        html = response.content.decode()
        assert "Thông tư mẫu &lt;đẹp&gt;" in html
        assert html.count("<h1") == 1
        for n in range(1, 5):
            assert html.count(f'id="dieu-{n}"') == 1
            assert html.count(f'href="#dieu-{n}"') == 2  # contents and "#"
        assert 'id="dieu-1-khoan-2-diem-a"' in html
        assert f'<link rel="canonical" href="http://{PORTAL}/van-ban/15-2024-tt-bgddt/">' in html
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
    assert (
        response.context["citation"]
        == "Thông tư số 15/2024/TT-BGDĐT ngày 05 tháng 3 năm 2024 của Bộ Giáo dục và Đào tạo"
    )
    assert document.canonical_url == f"http://{PORTAL}/van-ban/15-2024-tt-bgddt/"


def test_structured_data(get):
    make_document("15/2024/TT-BGDĐT", title="</script><b>", effective_to=None)
    html = get("/van-ban/15-2024-tt-bgddt/").content.decode()
    raw = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1)
    data = json.loads(raw)
    assert data["@type"] == "Legislation"
    assert data["name"] == "Thông tư </script><b>"
    assert data["legislationIdentifier"] == "15/2024/TT-BGDĐT"
    assert data["legislationDate"] == "2024-03-05"
    assert data["legislationPassedBy"][0]["name"] == "Bộ Giáo dục và Đào tạo"
    assert "legislationLegalForce" not in data  # that no end was seen is no ground
    assert data["url"] == f"http://{PORTAL}/van-ban/15-2024-tt-bgddt/"


def test_nothing_is_made_up_about_an_incomplete_document(get):
    make_document("15/2024/TT-BGDĐT", title="", issuers=[], issued_on=None, effective_from=None)
    response = get("/van-ban/15-2024-tt-bgddt/")
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", response.content.decode(), re.DOTALL).group(1))
    assert not {"legislationDate", "legislationPassedBy", "legislationLegalForce", "temporalCoverage"} & data.keys()
    assert response.context["status"].code == "unknown"


@pytest.mark.parametrize(
    "spelling",
    ["15/2024/TT-BGDĐT", "15-2024-TT-BGDDT", "15/2024/tt-bgd&đt", "015-2024-tt-bgddt", "thong-tu-15-2024", "15-2024"],
)
def test_other_spellings_lead_to_the_permalink(get, spelling):
    make_document("15/2024/TT-BGDĐT")
    response = get(f"/van-ban/{spelling}/")
    assert response.status_code == 302
    assert response["Location"] == "/van-ban/15-2024-tt-bgddt/"


def test_an_ambiguous_number_gives_choices(get):
    for body in ("Ủy ban nhân dân xã Nam Phù", "Ủy ban nhân dân xã Đại Thanh"):
        make_document("29/KH-UBND", type_name="Kế hoạch", issuers=[body], issued_on=datetime.date(2026, 1, 5))
    for address in ("29-kh-ubnd", "29-kh-ubnd-2026", "29/KH-UBND"):
        response = get(f"/van-ban/{address}/")
        assert response.status_code == 200
        assert len(response.context["documents"]) == 2
    for document in LegalDocument.objects.all():
        assert get(document.get_absolute_url()).context["document"] == document


@pytest.mark.parametrize(
    "address", ["16-2024-tt-bgddt", "khong-co", "15", "a/b/c", "%00", "💡", "x" * 500, "29-kh-ubnd"]
)
def test_unknown_addresses_are_404_with_a_search(get, address):
    make_document("15/2024/TT-BGDĐT")
    response = get(f"/van-ban/{address}/")
    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


def test_what_is_not_public_does_not_exist(get):
    make_document("15/2024/TT-BGDĐT", confidential=True)
    make_document("16/2024/TT-BGDĐT", live=False)
    for address in ("15-2024-tt-bgddt", "15/2024/TT-BGDĐT", "16-2024-tt-bgddt"):
        assert get(f"/van-ban/{address}/").status_code == 404
    assert shown(get("/van-ban/")) == []
    assert [choice.count for choice in get("/van-ban/").context["level_filter"].choices] == [0, 0, 0, 0]


def test_all_counts_what_stands_in_no_group(get):
    make_document("15/2024/TT-BGDĐT")
    make_document("02/2024/QĐ-TH", type_name="Quyết định", issuers=(), level=LegalDocument.Level.SCHOOL)
    office = "cong.localhost"  # a paper of no known school stands with the office alone
    assert sum(choice.count for choice in get("/van-ban/", office).context["level_filter"].choices) == 1
    for level in ("", "education", "central"):
        assert get("/van-ban/", office, level=level).context["all_levels_count"] == 2


def test_status_as_of_a_day(get):
    make_document("15/2024/TT-BGDĐT", effective_from=datetime.date(2024, 5, 1), effective_to=datetime.date(2025, 1, 1))
    codes = {}
    for day in ("2024-04-30", "2024-05-01", "2025-01-01", "nonsense", "2024-13-45"):
        response = get("/van-ban/15-2024-tt-bgddt/", day=day)
        assert response.status_code == 200
        codes[day] = (response.context["status"].code, response.context["day_understood"])
    assert codes == {
        "2024-04-30": ("not_yet", True),
        "2024-05-01": ("in_force", True),
        "2025-01-01": ("expired", True),
        "nonsense": ("expired", False),
        "2024-13-45": ("expired", False),
    }


def test_list_filters(get):
    make_document("15/2024/TT-BGDĐT", title="Quy chế thi chọn học sinh giỏi")
    make_document(
        "43/2019/QH14",
        type_name="Luật",
        issuers=["Quốc hội"],
        title="Luật Giáo dục",
        issued_on=datetime.date(2019, 6, 14),
    )
    make_document(
        "1/2012/TTLT-BGDĐT-BNV",
        type_name="Thông tư liên tịch",
        issuers=["Bộ Giáo dục và Đào tạo", "Bộ Nội vụ"],
        title="Hướng dẫn chung",
        issued_on=datetime.date(2012, 2, 1),
    )
    assert shown(get("/van-ban/")) == ["15/2024/TT-BGDĐT", "43/2019/QH14", "1/2012/TTLT-BGDĐT-BNV"]
    assert shown(get("/van-ban/", q="giao duc")) == ["43/2019/QH14"]
    assert shown(get("/van-ban/", q="QUY CHẾ thi")) == ["15/2024/TT-BGDĐT"]
    assert shown(get("/van-ban/", q="luat 43/2019")) == ["43/2019/QH14"]
    assert shown(get("/van-ban/", q="15/2024/tt-bgd&đt")) == ["15/2024/TT-BGDĐT"]
    assert shown(get("/van-ban/", level="education")) == ["15/2024/TT-BGDĐT", "1/2012/TTLT-BGDĐT-BNV"]
    assert shown(get("/van-ban/", level="central")) == ["43/2019/QH14"]
    assert shown(get("/van-ban/", year="2012")) == ["1/2012/TTLT-BGDĐT-BNV"]
    response = get("/van-ban/")
    issuers = next(item for item in response.context["filters"] if item.name == "issuer")
    home_affairs = next(choice for choice in issuers.choices if choice.label == "Bộ Nội vụ")
    assert home_affairs.count == 1
    assert shown(get("/van-ban/" + home_affairs.url)) == ["1/2012/TTLT-BGDĐT-BNV"]
    types = next(item for item in response.context["filters"] if item.name == "type")
    assert [(choice.label, choice.count) for choice in types.choices] == [
        ("Luật", 1),
        ("Thông tư", 1),
        ("Thông tư liên tịch", 1),
    ]


def test_counts_ignore_their_own_filter(get):
    make_document("15/2024/TT-BGDĐT")
    make_document("43/2019/QH14", type_name="Luật", issuers=["Quốc hội"], issued_on=datetime.date(2019, 6, 14))
    response = get("/van-ban/", year="2019")
    years = next(item for item in response.context["filters"] if item.name == "year")
    assert [(choice.value, choice.count, choice.chosen) for choice in years.choices] == [
        ("2024", 1, False),
        ("2019", 1, True),
    ]
    assert [choice.count for choice in response.context["level_filter"].choices] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "query",
    [
        {"page": "abc"},
        {"page": "-1"},
        {"page": "999999"},
        {"page": "9" * 5000},
        {"year": "x"},
        {"year": "99999999999"},
        {"year": "0"},
        {"type": "1 OR 1=1"},
        {"issuer": "²"},
        {"level": "moon"},
        {"field": "none"},
        {"q": "%_'\"<>" * 50},
        {"q": " "},
    ],
)
def test_nonsense_is_never_an_error(get, query):
    make_document()
    assert get("/van-ban/", **query).status_code == 200


def test_long_lists_are_paged(get):
    for _number in range(23):
        make_document()
    first, second = get("/van-ban/", level="education"), get("/van-ban/", level="education", page=2)
    assert (len(shown(first)), len(shown(second))) == (20, 3)
    assert "level=education&amp;page=2" in first.content.decode()


def test_queries_do_not_grow(get):
    def cost(path):
        versions.forget_known()  # as after the commit: what the frame and the sites read is kept
        get(path)
        with CaptureQueriesContext(connection) as captured:
            assert get(path).status_code == 200
        return len(captured)

    make_document("15/2024/TT-BGDĐT", articles=2)
    few = cost("/van-ban/"), cost("/van-ban/15-2024-tt-bgddt/")
    for _number in range(15):
        make_document()
    make_document("16/2024/TT-BGDĐT", articles=80, issuers=["Bộ Giáo dục và Đào tạo", "Bộ Nội vụ"])
    many = cost("/van-ban/"), cost("/van-ban/16-2024-tt-bgddt/")
    assert many == few
    assert max(many) <= 18


def test_english_without_translation_shows_the_original_with_a_note(get):
    document = make_document("15/2024/TT-BGDĐT", title="Thông tư mẫu", articles=1)
    response = get("/en/van-ban/15-2024-tt-bgddt/")
    assert response.status_code == 200
    assert response.context["untranslated"]
    html = response.content.decode()
    assert "Thông tư mẫu" in html
    assert f'rel="canonical" href="http://{PORTAL}/van-ban/15-2024-tt-bgddt/"' in html
    assert LegalDocument.objects.filter(translation_key=document.translation_key).count() == 1
    assert shown(get("/en/van-ban/")) == ["15/2024/TT-BGDĐT"]


@pytest.mark.legal_data
def test_every_real_document_has_its_page(get, legal_data):
    call_command("import_legal_documents", str(legal_data / "legal" / "phapdien_education_library.jsonl"), verbosity=0)
    with translation.override("vi"):
        addresses = [document.get_absolute_url() for document in LegalDocument.objects.order_by("?")[:40]]
    for address in addresses:
        response = get(address)
        assert response.status_code == 200
        ids = re.findall(r'\bid="([^"]+)"', response.content.decode())
        assert len(ids) == len(set(ids)), address
