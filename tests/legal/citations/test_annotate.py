import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core import versions
from cms.home.models import NewsPage, StandardPage
from cms.legal.citations.annotate import AnnotatedText, annotate_texts
from cms.legal.models import LegalNewsPage, Provision, QuestionIndexPage, QuestionPage
from cms.legal.parsing.self_references import find_self_references
from tests.factories.legal import make_document
from tests.factories.pages import make_page, only_page
from tests.home.html import read

pytestmark = pytest.mark.django_db


def link(path: str, words: str) -> str:
    return f'<a class="citation" href="{path}">{words}</a>'


def body(*html: str, quote: str = "") -> str:
    blocks = [{"type": "text", "value": text} for text in html]
    return json.dumps([*blocks, *([{"type": "quote", "value": quote}] if quote else [])])


def one(html: str, **kwargs) -> str:
    return annotate_texts([AnnotatedText(html, **kwargs)])[0]


def test_links_lead_to_the_provision_of_a_public_document():
    make_document("37/2020/TT-BGDĐT")
    make_document("38/2020/TT-BGDĐT", confidential=True)
    make_document("39/2020/TT-BGDĐT", live=False)
    words = "điểm đ khoản 2 Điều 9 Thông tư số 37/2020/TT-BGDĐT"
    assert one(f"<p>{words}</p>") == f"<p>{link('/van-ban/37-2020-tt-bgddt/#dieu-9-khoan-2-diem-dd', words)}</p>"
    for number in ("38/2020/TT-BGDĐT", "39/2020/TT-BGDĐT", "40/2020/TT-BGDĐT"):
        assert one(f"<p>Thông tư {number}</p>") == f"<p>Thông tư {number}</p>"


def test_what_could_be_two_documents_is_not_linked():
    make_document("43/2019/QH14", type_name="Luật", issuers=["Quốc hội"], title="Luật A")
    make_document("43/2019/QH14", type_name="Nghị quyết", issuers=["Quốc hội"], title="Nghị quyết B")
    assert one("<p>Theo 43/2019/QH14.</p>") == "<p>Theo 43/2019/QH14.</p>"
    assert "citation" in one("<p>Theo Luật số 43/2019/QH14.</p>")


def test_a_change_of_the_library_is_seen_at_once():
    assert "citation" not in one("<p>Thông tư 37/2020/TT-BGDĐT</p>")
    document = make_document("37/2020/TT-BGDĐT")
    assert "citation" in one("<p>Thông tư 37/2020/TT-BGDĐT</p>")
    document.confidential = True
    document.save()
    assert "citation" not in one("<p>Thông tư 37/2020/TT-BGDĐT</p>")


def test_one_number_of_queries_for_any_number_of_citations():
    for number in range(30, 60):
        make_document(f"{number}/2020/TT-BGDĐT")
    one("<p>Thông tư 30/2020/TT-BGDĐT</p>")  # a process reads the types of documents once
    counts = []
    for many in (1, 29):
        versions.forget_known()  # as after the commit of the documents
        texts = [
            AnnotatedText(f"<p>Thông tư {number}/2020/TT-BGDĐT, Luật Giáo dục 2019</p>")
            for number in range(30, 30 + many)
        ]
        with CaptureQueriesContext(
            connection,
        ) as cold:
            assert sum(html.count("citation") for html in annotate_texts(texts)) == many
        with CaptureQueriesContext(connection) as warm:
            annotate_texts(texts)
        # The counters are looked at once a second, however much there is.
        counts.append(sum("core_version" not in query["sql"] for query in cold))
        assert not [query for query in warm if "legal_" in query["sql"]]
    assert counts[1] <= counts[0] <= 5


@pytest.fixture
def schools(a, b):
    return a, b


def get(client, page, school):
    path = "/" + page.url_path.partition("/")[2].partition("/")[2]
    return client.get(path, headers={"host": school.site.hostname})


def test_pages_of_every_school_lead_to_the_library_on_their_own_site(client, schools):
    make_document("37/2020/TT-BGDĐT")
    expected = link("/van-ban/37-2020-tt-bgddt/", "Thông tư 37/2020/TT-BGDĐT")
    text = "<p>Theo Thông tư 37/2020/TT-BGDĐT.</p><h2>Thông tư 37/2020/TT-BGDĐT</h2>"
    for school in schools:
        for model in (LegalNewsPage, NewsPage):
            page = make_page(model, school, body=body(text, quote="Thông tư 37/2020/TT-BGDĐT <b>"))
            content = get(client, page, school).content.decode()
            assert content.count(expected) == 2, "in the text and in the quotation, not in the heading"
            assert "&lt;b&gt;" in content
        home = school.home_page.specific
        page = home.add_child(instance=StandardPage(title="Quy định", slug="quy-dinh", body=body(text)))
        assert expected in get(client, page, school).content.decode()
        home.body = body("<p>Thông tư 37/2020/TT-BGDĐT</p>")
        home.save_revision().publish()
        assert expected in client.get("/", headers={"host": school.site.hostname}).content.decode()
        assert client.get("/van-ban/37-2020-tt-bgddt/", headers={"host": school.site.hostname}).status_code == 200


def test_answers_in_lists_and_on_their_own_page(client, schools):
    school = schools[0]
    make_document("37/2020/TT-BGDĐT")
    expected = link("/van-ban/37-2020-tt-bgddt/", "Thông tư 37/2020/TT-BGDĐT")
    index = only_page(QuestionIndexPage, school)
    page = make_page(QuestionPage, school, answer="<p>Có, theo Thông tư 37/2020/TT-BGDĐT.</p>")
    for one in (page, index, index.get_parent()):
        assert expected in get(client, one, school).content.decode()
    versions.forget_known()
    get(client, index, school)
    with CaptureQueriesContext(connection) as few:
        get(client, index, school)
    for _number in range(6):
        make_page(QuestionPage, school, answer="<p>Theo Thông tư 37/2020/TT-BGDĐT.</p>")
    versions.forget_known()
    get(client, index, school)
    with CaptureQueriesContext(connection) as many:
        get(client, index, school)
    assert len(many) <= len(few) + 1, "the counters are read again after a second"


def test_reading_a_page_again_asks_the_library_nothing(client, schools):
    make_document("37/2020/TT-BGDĐT")
    plain = make_page(LegalNewsPage, schools[0], body=body("<p>Không viện dẫn.</p>"))
    citing = make_page(LegalNewsPage, schools[0], body=body("<p>Thông tư 37/2020/TT-BGDĐT và Luật Giáo dục</p>" * 30))
    versions.forget_known()
    counts = []
    for page in (plain, citing):
        get(client, page, schools[0])
        with CaptureQueriesContext(connection) as queries:
            get(client, page, schools[0])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_english_pages_keep_their_language(client, schools, settings):
    from django.utils import translation

    make_document("37/2020/TT-BGDĐT")
    with translation.override("en"):
        assert 'href="/en/van-ban/37-2020-tt-bgddt/"' in one("<p>Circular 37/2020/TT-BGDĐT</p>")


def test_text_of_a_document_and_its_references_to_itself(client, schools):
    make_document("37/2020/TT-BGDĐT")
    document = make_document("10/2024/TT-BGDĐT", articles=3)
    text = (
        "1. Theo khoản 2 Điều 3 Thông tư này và Thông tư 37/2020/TT-BGDĐT.\n"
        "2. Trừ khoản 1 Điều này; điểm a khoản này.\na) Điểm đầu, Thông tư 10/2024/TT-BGDĐT.\n"
        "3. “Điều 1 Luật này” là lời trích."
    )
    Provision.objects.filter(document=document, number="2").update(text=text)
    content = client.get("/van-ban/10-2024-tt-bgddt/", headers={"host": schools[0].site.hostname}).content.decode()
    assert link("#dieu-3-khoan-2", "khoản 2 Điều 3") in content
    assert link("/van-ban/37-2020-tt-bgddt/", "Thông tư 37/2020/TT-BGDĐT") in content
    assert link("#dieu-2-khoan-1", "khoản 1") in content
    assert link("#dieu-2-khoan-2-diem-a", "điểm a") in content
    assert content.count('class="citation"') == 4, "neither the document itself nor what it quotes"
    assert read(client.get("/van-ban/10-2024-tt-bgddt/", headers={"host": schools[0].site.hostname}))


def test_own_references_need_the_article_they_stand_in():
    anchors = [(0, "dieu-4"), (40, "dieu-5"), (60, "dieu-5-khoan-2")]
    text = (
        "Điều 4. Đầu đề của điều này dài ra thêm " + "Điều 5. Đầu đề nữa. " + "2. Theo điểm b, điểm d khoản 1 Điều này."
    )
    assert [own.anchor for own in find_self_references(text, anchors)] == [
        "dieu-5-khoan-1-diem-b",
        "dieu-5-khoan-1-diem-d",
    ]
    assert find_self_references("khoản 1 Điều này", []) == []


def test_day_of_the_text_decides_about_names_without_a_year():
    make_document(
        "38/2005/QH11", type_name="Luật", issuers=["Quốc hội"], title="Luật Giáo dục",
        issued_on=datetime.date(2005, 6, 14), effective_from=datetime.date(2006, 1, 1),
    )  # fmt: skip
    make_document(
        "43/2019/QH14", type_name="Luật", issuers=["Quốc hội"], title="Luật Giáo dục",
        issued_on=datetime.date(2019, 6, 14), effective_from=datetime.date(2020, 7, 1),
    )  # fmt: skip
    html = "<p>Theo Luật Giáo dục.</p>"
    assert "38-2005-qh11" in one(html, on=datetime.date(2015, 5, 5))
    assert "43-2019-qh14" in one(html, on=datetime.date(2024, 5, 5))
    assert one(html) == html


def test_what_does_not_hold_says_so_in_pages_alone():
    old = make_document("38/2020/TT-BGDĐT", effective_to=datetime.date(2021, 1, 1))
    law = make_document("39/2020/TT-BGDĐT")
    html = "<p>Thông tư 38/2020/TT-BGDĐT, Thông tư 39/2020/TT-BGDĐT</p>"
    page, own = annotate_texts([AnnotatedText(html), AnnotatedText(html, own=law)])
    assert page.count("citation--expired") == 1
    assert f'data-status="{old.status_label}"' in page
    assert "citation--expired" not in own
