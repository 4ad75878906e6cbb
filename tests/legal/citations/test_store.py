import datetime
import json

import pytest
from django.core.management import call_command

from cms.home.models import NewsPage, StandardPage
from cms.legal.citations import store
from cms.legal.citations.content import page_pieces, rewrite_page
from cms.legal.models import Citation, LegalDocument, LegalNewsPage, LegalNewsPageDocument, Provision
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

NUMBER = "Thông tư 37/2020/TT-BGDĐT"


def body(*blocks) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def cite(school, text=f"<p>Theo khoản 2 Điều 5 {NUMBER}.</p>", model=NewsPage, **fields):
    page = make_page(model, school, live=False, body=body(("text", text)), **fields)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def rows(**lookup) -> list[tuple]:
    found = Citation.objects.filter(**lookup).order_by("place", "start")
    return [(row.span, row.state, row.document_id, row.anchor) for row in found]


def test_published_pages_are_recorded_with_their_school(a, b):
    document = make_document("37/2020/TT-BGDĐT")
    for school in (a, b):
        page = cite(school, title=f"Triển khai {NUMBER}")
        found = Citation.objects.filter(page=page)
        assert {row.school_id for row in found} == {school.pk}
        assert {(row.place, row.anchor) for row in found} == {("title", ""), ("body.0", "dieu-5-khoan-2")}
        assert {row.document_id for row in found} == {document.pk}
        page.unpublish()
        assert not Citation.objects.filter(page=page).exists()
    page = cite(a)
    page.delete()
    assert not Citation.objects.exists()


def test_drafts_are_not_recorded(school):
    page = cite(school, "<p>Không có gì.</p>")
    page.body = body(("text", f"<p>{NUMBER}</p>"))
    page.save_revision()
    assert not Citation.objects.exists()


def test_recording_again_writes_nothing(school):
    page = cite(school)
    before = list(Citation.objects.values_list("pk", flat=True))
    assert store.record_page(page) == 0
    assert list(Citation.objects.values_list("pk", flat=True)) == before
    call_command("rebuild_citations")
    assert list(Citation.objects.values_list("pk", flat=True)) == before


def test_bound_when_the_document_arrives_and_loosened_when_it_goes(committed, a):
    page = cite(a)
    assert rows(page=page) == [(f"khoản 2 Điều 5 {NUMBER}", "unresolved", None, "dieu-5-khoan-2")]
    with committed():
        document = make_document("37/2020/TT-BGDĐT")
    assert rows(page=page)[0][1:3] == ("resolved", document.pk)
    with committed():
        document.number_raw = "38/2020/TT-BGDĐT"
        document.save()
    assert rows(page=page)[0][1:3] == ("unresolved", None)
    with committed():
        document.number_raw = "37/2020/TT-BGDĐT"
        document.save()
    assert rows(page=page)[0][1:3] == ("resolved", document.pk)
    with committed():
        document.confidential = True
        document.save()
    assert rows(page=page)[0][1:3] == ("unresolved", None)
    with committed():
        document.confidential = False
        document.save()
    assert rows(page=page)[0][1:3] == ("resolved", document.pk)
    with committed():
        document.delete()
    assert rows(page=page)[0][1:3] == ("unresolved", None)


def test_a_second_law_of_the_number_makes_it_ambiguous(committed, a):
    with committed():
        make_document("43/2019/QH14", type_name="Nghị quyết", issuers=["Quốc hội"], title="Nghị quyết A")
    page = cite(a, "<p>43/2019/QH14 và Luật Giáo dục 2019</p>")
    assert [row[1] for row in rows(page=page)] == ["ambiguous", "unresolved"]
    with committed():
        law = make_document(
            "43/2019/QH14", type_name="Luật", issuers=["Quốc hội"], title="Luật Giáo dục",
            issued_on=datetime.date(2019, 6, 14), effective_from=datetime.date(2020, 7, 1),
        )  # fmt: skip
    assert [row[1:3] for row in rows(page=page)] == [("ambiguous", None), ("resolved", law.pk)]


def test_partial_numbers_are_tried_again(committed, a):
    page = cite(a, "<p>Quyết định 06/2010 ngày 5/3/2010</p>")
    assert rows(page=page)[0][1] == "unresolved"
    with committed():
        document = make_document(
            "06/2010/QĐ-TTg",
            type_name="Quyết định",
            issuers=["Thủ tướng Chính phủ"],
            issued_on=datetime.date(2010, 3, 5),
        )
    assert rows(page=page)[0][1:3] == ("resolved", document.pk)


def test_chosen_documents_count(school):
    document = make_document("37/2020/TT-BGDĐT")
    page = make_page(LegalNewsPage, school, live=False)
    page.document_links = [LegalNewsPageDocument(document=document)]
    page.save_revision().publish()
    assert [(row.kind, row.document_id) for row in Citation.objects.filter(page=page)] == [("chosen", document.pk)]


def test_text_of_documents_is_recorded_by_provision(committed):
    target = make_document("37/2020/TT-BGDĐT")
    with committed():
        document = make_document("10/2024/TT-BGDĐT")
        Provision.objects.create(
            document=document, number="2", label="Điều 2", anchor="dieu-2", order=2, text=f"Theo Điều 3 {NUMBER}."
        )
        document.save()
    assert [(row.source_id, row.place, row.document_id, row.anchor) for row in Citation.objects.all()] == [
        (document.pk, "dieu-2", target.pk, "dieu-3")
    ]
    with committed():
        document.delete()
    assert not Citation.objects.exists()


def test_many_documents_are_left_to_the_worker(committed):
    from django_tasks_db.models import DBTaskResult

    from cms.legal.documents.lifecycle import announce_documents

    documents = [make_document() for _number in range(51)]
    with committed():
        announce_documents([document.pk for document in documents])
    assert DBTaskResult.objects.filter(task_path__endswith="record_later").count() == 1


def test_pages_moved_to_another_school_take_their_citations_along(a, b):
    home = a.home_page.specific
    page = home.add_child(instance=StandardPage(title="Quy định", slug="quy-dinh", live=False))
    page.body = body(("text", f"<p>{NUMBER}</p>"))
    page.save_revision().publish()
    assert Citation.objects.get(page=page).school_id == a.pk
    page.refresh_from_db()
    page.move(b.home_page, pos="last-child")
    assert Citation.objects.get(page=page).school_id == b.pk


def test_pieces_are_read_and_rewritten_at_any_depth():
    page = NewsPage(
        title="Tên", summary="Tóm tắt", topic="x",
        body=body(
            ("text", "<p>Một</p>"),
            ("video", {"url": "https://example.vn", "title": "Phim", "transcript": "<p>Lời</p>"}),
            ("links", [{"text": "Chữ", "url": "https://example.vn/37/2020/TT-BGDĐT", "note": "Ghi", "page": None}]),
            ("quote", "Trích"),
        ),
    )  # fmt: skip
    found = {piece.place: (piece.value, piece.is_html) for piece in page_pieces(page)}
    assert found == {
        "title": ("Tên", False),
        "summary": ("Tóm tắt", False),
        "body.0": ("<p>Một</p>", True),
        "body.1.title": ("Phim", False),
        "body.1.transcript": ("<p>Lời</p>", True),
        "body.2.0.text": ("Chữ", False),
        "body.2.0.note": ("Ghi", False),
        "body.3": ("Trích", False),
    }
    before = page.body.get_prep_value()
    assert not rewrite_page(page, lambda piece: piece.value)
    assert rewrite_page(page, lambda piece: piece.value.replace("Lời", "Khác"))
    after = page.body.get_prep_value()
    assert after[1]["value"]["transcript"] == "<p>Khác</p>"
    after[1]["value"]["transcript"] = before[1]["value"]["transcript"]
    assert [child["value"] for child in after] == [child["value"] for child in before]


def test_real_documents_are_recorded(legal_data):
    rows = [json.loads(line) for line in (legal_data / "citations" / "gold_dev.jsonl").open()]
    texts = [store.Text(str(number), row["text"]) for number, row in enumerate(rows)]
    document = make_document()
    source = store.Source(None, document.pk, None, document.issued_on, texts, [])
    written = store.record_citations([source])
    assert written > 100
    assert store.record_citations([source]) == 0
    assert LegalDocument.objects.count() == 1
