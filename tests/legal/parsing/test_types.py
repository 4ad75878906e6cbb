"""What the office edits among the document types reaches the parsers of every process."""

import time

import pytest
from django.db import transaction
from django.urls import reverse

from cms.core import versions
from cms.core.text import fold_diacritics
from cms.legal.citations.resolve import RESOLVED, resolve_citations
from cms.legal.importer.documents.front_matter import read_front_matter
from cms.legal.models import DocumentType
from cms.legal.parsing import types
from cms.legal.parsing.citation_finder import find_citations
from cms.legal.parsing.numbers import lookup_key, parse_number
from cms.legal.parsing.types import TypeRow, types_of
from search.query_planning.known_item import find_number, keys_of_document
from tests.factories.legal import make_document

SENTENCE = "Thực hiện Quy trình liên tịch số 05/2026/QTLt-BGDĐT-BCA và số 7/QTLt-UBND ngày 05/01/2026."
NAME, SHORT = "Quy trình liên tịch", "QTLt"


def found(text=SENTENCE) -> list[tuple]:
    return [(citation.type, citation.number) for citation in find_citations(text)]


def test_the_file_holds_what_the_grammars_know():
    known = types.built_in_types()
    assert known.words["nghi quyet lien tich"] == "Nghị quyết liên tịch"
    assert known.symbols["TTLN"] == known.symbols["TTLT"] == "Thông tư liên tịch"
    assert known.ends["tich"] == 4
    assert {"Kế hoạch", "Công văn"} <= known.administrative
    assert "Dự án" not in known.administrative  # held in the library, cited nowhere
    assert known.in_numbers["nghi quyet"] == ""
    assert known.mixed == {"CTR": "CTr", "QYĐ": "QyĐ", "TTR": "TTr"}
    assert set(known.words.values()) >= set(known.names.values()) & known.by_year


def test_an_older_claim_to_a_word_holds():
    own = types_of([TypeRow("Kế hoạch", "KH", "administrative"), TypeRow("Kỳ hạn", "KH")])
    assert (own.symbols["KH"], own.words["kh"], own.words["ky han"]) == ("Kế hoạch", "Kế hoạch", "Kỳ hạn")
    renamed = types_of([TypeRow("Kế hoạch hành động", "KH", "administrative")])  # the office has no "Kế hoạch"
    assert renamed.symbols["KH"] == "Kế hoạch hành động"
    assert renamed.words["ke hoach"] == "Kế hoạch"  # somebody may still write it
    again = types_of([TypeRow("Kế hoạch", "KHo", "administrative")])
    assert (again.symbols["KHo"], again.symbols["KH"]) == ("Kế hoạch", "Kế hoạch")


@pytest.fixture
def seeded(db):
    make_document()


def add_type(client, **fields):
    data = {"name": NAME, "abbreviation": SHORT, "nature": "administrative", "rank": "105", "name_en": ""} | fields
    response = client.post(reverse(DocumentType.snippet_viewset.get_url_name("add")), data)
    assert response.status_code == 302, response.context["form"].errors


def test_a_type_that_the_office_adds_is_understood_at_once(librarian, seeded):
    assert (NAME, "05/2026/QTLt-BGDĐT-BCA") not in found()
    assert parse_number("5/2026/QTLT-SGDĐT").symbol == "QTLT-SGDĐT"
    add_type(librarian)
    assert found() == [(NAME, "05/2026/QTLt-BGDĐT-BCA"), (NAME, "7/QTLt-UBND")]
    assert found("theo 05/2026/QTLt-BGDĐT-BCA") == [(NAME, "05/2026/QTLt-BGDĐT-BCA")]
    assert [citation.kind for citation in find_citations(SENTENCE)] == ["admin", "admin"]
    number = parse_number("quy trinh lien tich số 5/2026/qtlt-bgdđt-bca")
    assert (number.norm, number.names_type) == ("5/2026/QTLt-BGDĐT-BCA", True)
    assert lookup_key("quy trình liên tịch 5/2026") == "5-2026-qtlt"
    document = make_document("05/2026/QTLt-BGDĐT-BCA", type_name=NAME)
    assert [row.document for row in resolve_citations(find_citations(SENTENCE)) if row.status == RESOLVED] == [document]


def test_another_abbreviation_counts_beside_the_old_one(librarian, seeded):
    row = DocumentType.objects.get(name="Phương án")
    sentence = "Phương án số 3/2026/PAn-SGDĐT, 4/2026/PAn-SGDĐT"
    assert ("Phương án", "4/2026/PAn-SGDĐT") not in found("theo 4/2026/PAn-SGDĐT")
    address = reverse(DocumentType.snippet_viewset.get_url_name("edit"), args=[row.pk])
    data = {"name": row.name, "abbreviation": "PAn", "nature": row.nature, "rank": row.rank, "name_en": row.name_en}
    assert librarian.post(address, data).status_code == 302
    assert found(sentence) == [("Phương án", "3/2026/PAn-SGDĐT"), ("Phương án", "4/2026/PAn-SGDĐT")]
    assert found("theo 4/2026/PAn-SGDĐT") == [("Phương án", "4/2026/PAn-SGDĐT")]


def test_a_type_that_is_deleted_is_no_more(librarian, seeded):
    add_type(librarian)
    DocumentType.objects.get(name=NAME).delete()
    assert (NAME, "05/2026/QTLt-BGDĐT-BCA") not in found()


def test_the_head_of_a_file_says_it(librarian, seeded):
    head = ["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 05/2026/QTLt-SGDĐT", NAME.upper(), "Về phối hợp", "Điều 1. Một"]
    assert read_front_matter(head).values.get("type") != NAME
    add_type(librarian)
    proposal = read_front_matter(head)
    assert (proposal.values["type"], proposal.values["number"]) == (NAME, "05/2026/QTLt-SGDĐT")


def test_the_search_reads_it_in_a_query(librarian, seeded):
    assert find_number("quy trinh lien tich 5/2026").keys == ("n:5/2026",)
    add_type(librarian)
    assert find_number("quy trinh lien tich 5/2026").keys == ("n:qtlt 5/2026", "n:5/2026")
    assert "n:qtlt 5/2026" in keys_of_document("05/2026/QTLt-BGDĐT", NAME, "", "2026")


def test_another_worker_follows_within_a_second(seeded, monkeypatch):
    """A type written by another process: this one hears nothing and finds the library's counter raised."""
    assert (NAME, "05/2026/QTLt-BGDĐT-BCA") not in found()
    DocumentType.objects.bulk_create([DocumentType(name=NAME, abbreviation=SHORT, nature="administrative")])
    row = versions.Version.objects.get_or_create(name=versions.LIBRARY)[0]
    versions.Version.objects.filter(pk=row.pk).update(value=row.value + 1)
    # as after the commit of the other process: nothing of it stands in this one's transaction
    monkeypatch.setattr(versions, "_last_bump_marker", lambda: None)
    assert (NAME, "05/2026/QTLt-BGDĐT-BCA") not in found()  # not yet
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 1.1)
    assert (NAME, "05/2026/QTLt-BGDĐT-BCA") in found()


def test_a_rolled_back_type_leaves_nothing(seeded, monkeypatch):
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with transaction.atomic():
        DocumentType.objects.create(name=NAME, abbreviation=SHORT, nature="administrative")
        assert (NAME, "05/2026/QTLt-BGDĐT-BCA") in found()
        transaction.set_rollback(True)
    monkeypatch.setattr(time, "monotonic", lambda: now + 1.1)
    assert (NAME, "05/2026/QTLt-BGDĐT-BCA") not in found()


def test_no_type_of_the_library_is_unknown_to_the_reading(seeded):
    for row in DocumentType.objects.all():
        assert types.current_types().names[fold_diacritics(row.name)] == row.name
