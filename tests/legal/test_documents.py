import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core import versions
from cms.legal.documents import library
from cms.legal.documents.identity import DuplicateDocument
from cms.legal.models import IssuingBody, LegalDocument, LegalDocumentIssuer, LegalEvent, LegalRelation
from cms.legal.signals import documents_changed
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


def test_what_save_derives():
    document = make_document("05/2024/tt-bgd&đt")
    assert document.number_raw == "05/2024/tt-bgd&đt"
    assert document.number_norm == "5/2024/TT-BGDĐT"
    assert document.slug == "5-2024-tt-bgddt"
    assert document.missing == []
    assert document.level == LegalDocument.Level.CENTRAL
    assert document.education  # its issuer is of the education sector
    assert document.nature == LegalDocument.Nature.NORMATIVE


def with_rows(number, relations):
    document = LegalDocument(number_raw=number, title="Mẫu")
    document.issuers = [LegalDocumentIssuer(body=IssuingBody.objects.first())]
    document.relations = [LegalRelation(kind="related", target=other) for other in relations]
    document.events = [LegalEvent(kind="amended", by=relations[0], day=datetime.date(2025, 1, 1))]
    document.save()
    return document


def pointed_at(document):
    rows = ReferenceIndex.objects.filter(object_id=str(document.pk))
    return set(rows.values_list("to_content_type__model", "to_object_id", "model_path"))


def test_a_new_document_is_read_once_for_the_reference_index():
    others = [make_document() for _number in range(3)]
    with CaptureQueriesContext(connection) as few:
        with_rows("1/2024/TT-BGDĐT", others[:1])
    with CaptureQueriesContext(connection) as many:
        document = with_rows("2/2024/TT-BGDĐT", others)
    asked = [[q["sql"] for q in found if "wagtailcore_referenceindex" in q["sql"]] for found in (few, many)]
    assert len(asked[0]) == len(asked[1]) == 2  # what is there, and what is new
    found = pointed_at(document)
    assert {("legaldocument", str(other.pk), "relations.item.target") for other in others} <= found
    assert ("legaldocument", str(others[0].pk), "events.item.by") in found
    ReferenceIndex.create_or_update_for_object(document)
    assert pointed_at(document) == found


def test_whoever_tells_the_reference_index_later_is_left_to_it():
    other = make_document()
    with disable_reference_index_auto_update():
        document = with_rows("1/2024/TT-BGDĐT", [other])
        assert pointed_at(document) == set()
        second = with_rows("2/2024/TT-BGDĐT", [other])
    assert pointed_at(second) == set()


def test_nature_follows_type_and_number():
    plan = make_document("29/KH-UBND", type_name="Kế hoạch", issuers=["Ủy ban nhân dân huyện Thanh Trì"])
    single = make_document("06/QĐ-TTg", type_name="Quyết định", issuers=["Thủ tướng Chính phủ"])
    general = make_document("08/2024/QĐ-TTg", type_name="Quyết định", issuers=["Thủ tướng Chính phủ"])
    assert [d.nature for d in (plan, single, general)] == ["administrative", "individual", "normative"]
    assert plan.level == LegalDocument.Level.LOCAL
    assert plan.badge.code == "running"


def test_missing_data_is_named():
    document = make_document(
        "7/2019/TT-BGDĐT", type_name=None, issuers=[], title="", issued_on=None, effective_from=None
    )
    assert set(document.missing) == {"title", "issued_on", "issuer", "doc_type", "effective_from"}
    assert document.badge.code == "unknown"
    assert len(document.missing_labels) == 5


def test_the_same_document_cannot_come_twice():
    first = make_document("15/2024/TT-BGDĐT")
    with pytest.raises(DuplicateDocument):
        make_document("15/2024/tt-bgddt")
    again = make_document("16/2024/TT-BGDĐT")
    again.number_raw = "015 / 2024 / TT-BGD&ĐT"
    with pytest.raises(ValidationError) as error:
        again.full_clean()
    assert first.number_raw in str(error.value)


def test_one_number_of_two_issuers_or_years_is_two_documents():
    for issuers, day in (
        (["Ủy ban nhân dân xã Thanh Trì"], datetime.date(2026, 1, 5)),
        (["Ủy ban nhân dân xã Nam Phù"], datetime.date(2026, 1, 5)),
        (["Ủy ban nhân dân xã Nam Phù"], datetime.date(2027, 1, 5)),
    ):
        make_document("29/KH-UBND", type_name="Kế hoạch", issuers=issuers, issued_on=day)
    slugs = set(LegalDocument.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    assert "29-kh-ubnd-2027" in slugs
    assert all(slug.startswith("29-kh-ubnd-2026-") for slug in slugs - {"29-kh-ubnd-2027"})


def test_a_law_and_a_resolution_may_share_a_number():
    law = make_document("18/2008/QH12", type_name="Luật", issuers=["Quốc hội"])
    resolution = make_document("18/2008/QH12", type_name="Nghị quyết", issuers=["Quốc hội"])
    law.refresh_from_db()
    assert law.slug == "18-2008-qh12-luat"
    assert resolution.slug == "18-2008-qh12-nghi-quyet"


def test_unknown_issuers_do_not_collide():
    make_document("31/2024/NQ-HĐND", type_name="Nghị quyết", issuers=[])
    make_document("31/2024/NQ-HĐND", type_name="Nghị quyết", issuers=[])
    assert LegalDocument.objects.exclude(identity_key="").count() == 0


def test_joint_documents_do_not_depend_on_the_order_of_issuers():
    make_document(
        "1/2024/TTLT-BGDĐT-BNV", type_name="Thông tư liên tịch", issuers=["Bộ Giáo dục và Đào tạo", "Bộ Nội vụ"]
    )
    with pytest.raises(DuplicateDocument):
        make_document(
            "01/2024/TTLT-BGDĐT-BNV", type_name="Thông tư liên tịch", issuers=["Bộ Nội vụ", "Bộ Giáo dục và Đào tạo"]
        )


def test_a_status_set_by_hand_needs_a_reason_and_wins():
    document = make_document(status_override="obsolete")
    with pytest.raises(ValidationError) as error:
        document.full_clean()
    assert set(error.value.message_dict) == {"status_reason"}
    document.status_reason = "Theo thông báo"
    document.full_clean()
    assert document.badge.code == "obsolete"


def test_dates_in_order():
    document = make_document(effective_to=datetime.date(2024, 1, 1))
    with pytest.raises(ValidationError) as error:
        document.full_clean()
    assert set(error.value.message_dict) == {"effective_to"}


def test_changes_raise_the_version_and_are_announced(django_capture_on_commit_callbacks):
    heard = []
    listener = lambda ids, **kwargs: heard.append(ids)  # noqa: E731
    documents_changed.connect(listener)
    try:
        before = versions.current_versions(versions.LIBRARY)
        with django_capture_on_commit_callbacks(execute=True):
            document = make_document()
        versions.forget_known()
        assert versions.current_versions(versions.LIBRARY) > before
        assert heard == [[document.pk]]
        with django_capture_on_commit_callbacks(execute=True):
            pk = document.pk
            document.delete()
        assert heard[1:] == [[pk]]
    finally:
        documents_changed.disconnect(listener)


def test_groups_do_not_overlap_and_hide_what_is_not_public():
    education = make_document()
    central = make_document("43/2019/QH14", type_name="Luật", issuers=["Quốc hội"])
    city = make_document("5/2024/QĐ-UBND", type_name="Quyết định", issuers=["Ủy ban nhân dân thành phố Hà Nội"])
    local = make_document("6/KH-UBND", type_name="Kế hoạch", issuers=["Ủy ban nhân dân xã Nam Phù"])
    make_document(confidential=True)
    make_document(live=False)
    found = library.newest_of_each(10, None)
    assert found == {"central": [central], "province": [city], "local": [local], "education": [education]}
    assert library.counts_by_level(None) == {"central": 1, "province": 1, "local": 1, "education": 1}


def test_new_this_month_counts_dates_of_issue_up_to_today():
    day = datetime.date(2026, 11, 24)
    inside = make_document(issued_on=datetime.date(2026, 11, 1))
    make_document(issued_on=datetime.date(2026, 10, 31))
    make_document(issued_on=datetime.date(2026, 11, 25))
    make_document(issued_on=None)
    assert library.new_this_month(None, day=day) == [inside]


def test_lists_take_a_fixed_number_of_queries(django_assert_num_queries):
    for _number in range(6):
        make_document()
    assert len(library.newest(10, None)) == 6  # SQLite is asked once whether it knows JSON
    with django_assert_num_queries(3):
        rows = library.newest(10, None)
        assert (
            len(
                [
                    (row.doc_type.name, row.issuer_names, [link.body.name for link in row.issuer_links.all()])
                    for row in rows
                ]
            )
            == 6
        )


def test_bodies_are_found_by_any_spelling():
    from cms.legal.documents.issuers import BodyFinder

    make_document()
    finder = BodyFinder()
    body = IssuingBody.objects.get(name="Tòa án nhân dân tối cao")
    assert finder.find("Toà án Nhân dân tối cao") == body
    assert finder.find("Bộ Giáo Dục và Ðào Tạo").abbreviation == "BGDĐT"
    assert finder.find("Bộ GD&ĐT").abbreviation == "BGDĐT"
    assert finder.find("Bộ Không Có") is None
