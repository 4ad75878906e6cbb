"""A document as of a day, under an address that stays; and its identifier, which leads there."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.legal.documents.merging import merge_documents
from cms.legal.models import LegalRelation
from tests import shared
from tests.factories import make_office, make_superuser
from tests.factories.legal import make_document
from tests.legal.test_school_papers import paper

pytestmark = pytest.mark.django_db
PATH = "/van-ban/15-2024-tt-bgddt/"
DAY = f"{PATH}tai-ngay/2024-05-01/"
ELI = "/eli/vn/thong-tu/2024-03-05/15-2024-tt-bgddt"


@pytest.fixture
def get(client, a):
    def _get(path, place=a, **data):
        return client.get(path, data, headers={"host": place.site.hostname})

    return _get


@shared.once
def amended():
    """In force from May 2024 on, one article amended from 2025 on."""
    document = make_document("15/2024/TT-BGDĐT", articles=2)
    other = make_document(
        "1/2025/TT-BGDĐT", issued_on=datetime.date(2024, 12, 1), effective_from=datetime.date(2025, 1, 1)
    )
    LegalRelation.objects.create(source=other, kind="amends", target=document, provisions="Điều 2")
    return document


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        ("2024-04-30", "not_yet", "Coming on 01/01/2025"),
        ("2024-05-01", "in_force", "Coming on 01/01/2025"),
        ("2025-01-01", "partly_expired", "From 01/01/2025"),
    ],
)
def test_status_and_text_as_of_the_day_on_two_schools(get, a, b, amended, settings, day, code, said):
    office = make_office()
    for place in (a, b, office):
        response = get(f"/en{PATH}tai-ngay/{day}/", place)
        assert response.status_code == 200
        assert response.context["status"].code == code
        html = response.content.decode()
        law = html[html.index('id="toan-van"') :]
        assert said in law[: law.index('id="luoc-do"')]
        assert {"Coming on 01/01/2025", "From 01/01/2025"} - {said} != set()
        assert 'id="dieu-2-khoan-1"' in html
        assert f'<link rel="canonical" href="http://{office.site.hostname}{PATH}">' in html
        permanent = f"http://{office.site.hostname}/en{PATH}tai-ngay/{day}/"
        assert f'<p class="qr__address">{permanent}</p>' in html
        assert f"{ELI}/{day}/vie" in html


def test_the_page_links_to_the_version_of_its_day(get, amended):
    today = datetime.date.today().isoformat()
    for address, day in ((PATH, today), (f"{PATH}?day=2024-06-01", "2024-06-01"), (DAY, "2024-05-01")):
        html = get(f"/en{address}").content.decode()
        link = re.search(rf'<a [^>]*href="/en{PATH}tai-ngay/{day}/"[^>]*>([^<]*)</a>', html)
        assert 'rel="nofollow"' in link.group(0)
        shown = datetime.date.fromisoformat(day)
        assert link.group(1) == f"Permanent link to the version of {shown:%d/%m/%Y}"
        assert f'method="get" action="/en{PATH}"' in html


def test_a_day_that_lies_ahead_says_so(get, amended):
    assert "lies ahead" in get(f"/en{PATH}tai-ngay/2999-01-01/").content.decode()
    assert "lies ahead" not in get(f"/en{DAY}").content.decode()


@pytest.mark.parametrize(
    "day", ["2024-02-30", "20240501", "2024-W01-1", "2024-5-1", "hom-nay", "0000-01-01", "٢٠٢٤-٠٥-٠١"]
)
def test_one_day_has_one_address(get, amended, day):
    assert get(f"{PATH}tai-ngay/{day}/").status_code == 404
    assert get(f"{ELI}/{day}/vie").status_code == 404


def test_the_first_and_the_last_day(get, amended):
    for day in ("0001-01-01", "9999-12-31"):
        assert get(f"{PATH}tai-ngay/{day}/").status_code == 200


@pytest.mark.parametrize("hidden", [{"confidential": True}, {"live": False}])
def test_what_is_not_public_is_not_found(get, a, b, hidden):
    make_document("15/2024/TT-BGDĐT", **hidden)
    for place in (a, b, make_office()):
        for address in (DAY, ELI, f"{ELI}/2024-05-01/vie"):
            assert get(address, place).status_code == 404


def test_a_school_s_paper_is_read_at_its_school(get, a, b):
    document = paper(a.name)
    address = f"{document.get_absolute_url()}tai-ngay/2030-01-01/"
    assert get(address, a).status_code == 200
    response = get(address, b)
    assert (response.status_code, response["Location"]) == (302, f"http://{a.site.hostname}{address}")


def test_the_consolidated_text_of_that_time(get, amended):
    for number, issued in (("1/VBHN-BGDĐT", "2025-02-01"), ("2/VBHN-BGDĐT", "2026-02-01")):
        text = make_document(
            number, type_name="Văn bản hợp nhất", issued_on=datetime.date.fromisoformat(issued), articles=1
        )
        LegalRelation.objects.create(source=text, kind="consolidates", target=amended)
    shown = {
        day: re.findall(r"\d/VBHN-BGDĐT(?= of)", get(f"/en{PATH}tai-ngay/{day}/").content.decode())
        for day in ("2025-01-31", "2025-02-01", "2026-03-01")
    }
    assert shown == {"2025-01-31": [], "2025-02-01": ["1/VBHN-BGDĐT"], "2026-03-01": ["2/VBHN-BGDĐT"]}
    assert "VBHN-BGDĐT of" not in get(f"/en{PATH}").content.decode()


def test_identifiers_lead_to_the_document(get, amended):
    for address, target in (
        (ELI, PATH),
        (f"{ELI}/2024-05-01/vie", DAY),
        ("/eli/vn/khong-ro/2024/15-2024-tt-bgddt", PATH),  # made before type and date were known
    ):
        response = get(address)
        assert (response.status_code, response["Location"]) == (302, target)
    assert get("/eli/vn/thong-tu/2024-03-05/99-2024-tt-bgddt").status_code == 404


def test_the_address_of_a_merged_document_leads_on(get, amended):
    gone = make_document("15/2024/TT-BGDDT", issuers=[], issued_on=None)
    slug = gone.slug
    merge_documents(amended, gone, make_superuser())
    response = get(f"/van-ban/{slug}/tai-ngay/2024-05-01/")
    amended.refresh_from_db()
    assert (response.status_code, response["Location"]) == (301, f"/van-ban/{amended.slug}/tai-ngay/2024-05-01/")


def test_it_asks_one_question_more_than_the_page_of_today(get, amended):
    get(PATH)
    get(DAY)
    asked = []
    for address in (PATH, DAY):
        with CaptureQueriesContext(connection) as queries:
            get(address)
        asked.append(sum("legal_" in query["sql"] for query in queries))  # counters are looked at once a second
    assert asked[1] <= asked[0] + 1
