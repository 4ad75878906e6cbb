"""Feeds of the library's list, and what a reader takes away from a document: QR code, Word file, print."""

import datetime
import io
import xml.etree.ElementTree as ET

import pytest
from docx import Document

from cms.core.web import qr
from cms.legal.models import DocumentType, IssuingBody, LegalDocument, Provision
from tests import shared
from tests.factories import make_school
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DECREE = "84/2020/NĐ-CP"
CIRCULAR = "15/2024/TT-BGDĐT"


@pytest.fixture
def get(client):
    school = make_school("A")

    def _get(path, data=None, **headers):
        return client.get(path, data, headers={"host": school.site.hostname, **headers})

    return _get


@shared.once
def library():
    make_document(DECREE, type_name="Nghị định", issuers=["Chính phủ"], issued_on=datetime.date(2020, 7, 17))
    make_document(CIRCULAR)
    make_document("16/2024/TT-BGDĐT", confidential=True)
    make_document("17/2024/TT-BGDĐT", live=False)


def entries(response):
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314 - our own output
    return feed, [entry.findtext(ATOM + "title").split()[0] for entry in feed.iter(ATOM + "entry")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {DECREE, CIRCULAR}),
        ({"level": "central"}, {DECREE}),
        ({"level": "education"}, {CIRCULAR}),
        ({"level": "local"}, set()),
        ({"type": "Nghị định"}, {DECREE}),
        ({"issuer": "Chính phủ"}, {DECREE}),
        ({"year": "2024"}, {CIRCULAR}),
        ({"q": "84 2020"}, {DECREE}),
        ({"year": "x", "page": "7"}, {DECREE, CIRCULAR}),
    ],
)
def test_one_feed_for_each_filter(get, library, query, found):
    if "type" in query:
        query = {"type": DocumentType.objects.get(name=query["type"]).pk}
    if "issuer" in query:
        query = {"issuer": IssuingBody.objects.get(name=query["issuer"]).pk}
    feed, numbers = entries(get("/van-ban/tin.atom", query))
    assert set(numbers) == found
    listed = get("/van-ban/", query)
    assert {document.number_raw for document in listed.context["page_of"].items} == found
    own = feed.find(f"{ATOM}link[@rel='self']").get("href").removeprefix("http://th-mau-a.localhost")
    assert f'href="{own.replace("&", "&amp;")}"' in listed.content.decode()


def test_entries_lead_to_the_school_s_own_host_and_keep_their_id(get, library):
    feed, _numbers = entries(get("/van-ban/tin.atom", {"year": "2020"}))
    entry = feed.find(ATOM + "entry")
    assert entry.find(ATOM + "link").get("href") == "http://th-mau-a.localhost/van-ban/84-2020-nd-cp/"
    key = LegalDocument.objects.get(number_raw=DECREE).translation_key
    assert entry.findtext(ATOM + "id") == f"urn:uuid:{key}"
    assert "2020" in feed.findtext(ATOM + "title")


def test_a_changed_document_comes_first_and_an_unchanged_feed_is_304(get, library):
    first = get("/van-ban/tin.atom")
    assert entries(first)[1][0] == CIRCULAR
    tag = {"if-none-match": first["ETag"]}
    assert get("/van-ban/tin.atom", **tag).status_code == 304
    LegalDocument.objects.get(number_raw=DECREE).save()
    assert entries(get("/van-ban/tin.atom", **tag))[1][0] == DECREE


def test_in_english_too(get, library):
    feed, numbers = entries(get("/en/van-ban/tin.atom"))
    assert set(numbers) == {DECREE, CIRCULAR}
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


# --- QR code ----------------------------------------------------------------------------------------------------


def modules(drawing):
    """The dark modules that the path draws."""
    _size, path = drawing
    for part in path.split("M")[1:]:
        x, rest = part.split(" ", 1)
        y, width = rest.split("v")[0].split("h")
        yield from ((int(x) + step, int(y)) for step in range(int(width)))


def test_the_code_is_drawn_as_the_standard_makes_it():
    from qrcode.main import QRCode

    text = "https://cong.example/van-ban/15-2024-tt-bgddt/"
    size, _path = qr.qr_path(text)
    drawn = set(modules(qr.qr_path(text)))
    code = QRCode(border=0, error_correction=0)
    code.add_data(text)
    code.make()
    inner = {(x - qr.QUIET_ZONE, y - qr.QUIET_ZONE) for x, y in drawn}
    assert inner == {(x, y) for y, row in enumerate(code.get_matrix()) for x, dark in enumerate(row) if dark}
    assert size == len(code.get_matrix()) + 2 * qr.QUIET_ZONE
    assert all(qr.QUIET_ZONE <= value < size - qr.QUIET_ZONE for pair in drawn for value in pair)


def test_the_page_draws_the_permanent_address(get, library):
    html = get("/van-ban/15-2024-tt-bgddt/").content.decode()
    _size, path = qr.qr_path("http://cong.localhost/van-ban/15-2024-tt-bgddt/")
    assert html.count(path) == 2  # on the screen and on paper
    assert qr.qr_path("http://cong.localhost/van-ban/84-2020-nd-cp/")[1] not in html


# --- Word -------------------------------------------------------------------------------------------------------


def lines(response):
    assert response.status_code == 200
    return [paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs]


def test_the_text_as_a_word_file(get):
    document = make_document(CIRCULAR, title="Thông tư mẫu", articles=3)
    Provision.objects.filter(anchor="dieu-1").update(text="1. Ký tự lạ \x0b\x0c ở đây.\na) Điểm a.")
    html = get("/van-ban/15-2024-tt-bgddt/").content.decode()
    assert 'href="/van-ban/15-2024-tt-bgddt/tai-ve.docx"' in html
    response = get("/van-ban/15-2024-tt-bgddt/tai-ve.docx")
    assert 'filename="15-2024-tt-bgddt.docx"' in response["Content-Disposition"]
    text = lines(response)
    assert text[0] == "Thông tư mẫu"
    assert document.canonical_url in "\n".join(text[:4])
    assert "Điều 1. Tiêu đề 1" in text
    assert "1. Ký tự lạ  ở đây." in text
    assert text.index("Điều 1. Tiêu đề 1") < text.index("Điều 2. Tiêu đề 2") < text.index("Điều 3. Tiêu đề 3")


@pytest.mark.parametrize("fields", [{"confidential": True, "articles": 1}, {"live": False, "articles": 1}, {}])
def test_no_word_file_of_what_is_not_shown_or_has_no_text(get, fields):
    make_document(CIRCULAR, **fields)
    assert get("/van-ban/15-2024-tt-bgddt/tai-ve.docx").status_code == 404
    assert "tai-ve.docx" not in get("/van-ban/15-2024-tt-bgddt/").content.decode()
