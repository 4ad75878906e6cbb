import datetime
import json
import lzma

import pytest
from django.core.management import CommandError, call_command

from cms.legal.documents.issuers import split_issuers
from cms.legal.documents.seeds import seed_library
from cms.legal.importer.articles import article_records
from cms.legal.importer.records import FileLine, RowError
from cms.legal.importer.rows import document_record
from cms.legal.models import DocumentType, IssuingBody, LegalDocument, LegalDocumentIssuer, Provision

ROW = {
    "type": "Thông tư",
    "number": "15/2024/TT-BGDĐT",
    "title": "Ban hành quy chế mẫu",
    "issuer": "Bộ Giáo dục và Đào tạo",
    "issued": "2024-03-05",
    "effective": "2024-05-01",
    "vbpl_item_id": "1",
    "topics": ["13.1 Giáo dục"],
    "articles": [{"no": "1", "label": "Điều 1", "heading": "Phạm vi", "text": "1. Một.\u2028 2. Hai."}],
}


def run(path, *options) -> dict:
    from io import StringIO

    out = StringIO()
    call_command("import_legal_documents", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def write(tmp_path):
    def _write(*rows, name="rows.jsonl"):
        path = tmp_path / name
        lines = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    return _write


def everything():
    """All that an import writes, without the clock."""
    return (
        list(
            LegalDocument.objects.order_by("pk").values_list(
                "pk", "number_raw", "title", "slug", "missing", "updated_at"
            )
        ),
        list(LegalDocumentIssuer.objects.order_by("pk").values_list("pk", "body_id", "name_as_printed")),
        list(Provision.objects.order_by("pk").values_list("pk", "document_id", "anchor", "text", "order")),
        IssuingBody.objects.count(),
        DocumentType.objects.count(),
    )


def test_joint_issuers():
    text = (
        "Bộ Tư pháp, Bộ Văn hoá - Thông tin, Bộ Nông nghiệp và Phát triển nông thôn, "
        "Uỷ ban Dân tộc và Miền núi và Hội Nông dân Việt Nam"
    )
    assert split_issuers(text) == [
        "Bộ Tư pháp",
        "Bộ Văn hoá - Thông tin",
        "Bộ Nông nghiệp và Phát triển nông thôn",
        "Uỷ ban Dân tộc và Miền núi",
        "Hội Nông dân Việt Nam",
    ]
    assert split_issuers("Bộ trưởng Bộ Giáo dục và Đào tạo ngày 15/07/2013 của Bộ Giáo dục và Đào tạo") == [
        "Bộ Giáo dục và Đào tạo"
    ]
    assert split_issuers("Bộ Văn hóa, Thể thao và Du lịch và Bộ Tài chính") == [
        "Bộ Văn hóa, Thể thao và Du lịch",
        "Bộ Tài chính",
    ]
    assert split_issuers("") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": ""}, "no_number"),
        ({"number": None}, "no_number"),
        ({"number": "///"}, "no_number"),
        ({"number": "9" * 130}, "number_too_long"),
        ({"number": ["x"]}, "not_text"),
        ({"number": float("nan")}, "no_value"),
        ({"number": "NaN"}, "no_value"),
        ({"title": "x" * 6000}, "too_long"),
        ({"topics": ["x"] * 200}, "too_many_names"),
    ],
)
def test_bad_rows_say_why(change, code):
    with pytest.raises(RowError) as error:
        document_record(ROW | change, FileLine(1))
    assert error.value.problem.code == code


@pytest.mark.parametrize(
    ("rows", "code"), [("x", "articles_not_list"), ([3], "article_not_object"), ([{"text": {}}], "not_text")]
)
def test_bad_articles_say_why(rows, code):
    with pytest.raises(RowError) as error:
        article_records(rows)
    assert error.value.problem.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"issued": "31/02/2024"}, "bad_date"),
        ({"issued": "31/02"}, "bad_date"),
        ({"issued": "mai"}, "bad_date"),
        ({"effective": "1024-01-01"}, "bad_date"),
        ({"expires": "NaN"}, "no_value"),
        ({"issued": float("inf")}, "no_value"),
        ({"gazette_on": "30/02/2024"}, "bad_date"),
    ],
)
def test_a_date_that_is_none_is_left_out_and_told(change, code):
    record = document_record(ROW | change, FileLine(1))
    (name,) = change
    assert [(problem.code, dict(problem.values)["field"]) for problem in record.problems] == [(code, name)]
    fields = {"issued": "issued_on", "effective": "effective_from", "expires": "effective_to"}
    assert (getattr(record, fields[name]) if name in fields else dict(record.facts).get(name)) is None
    assert record.title == ROW["title"]


TOMORROW = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
CONTRADICTORY = [
    ({"issued": "2024-03-05", "effective": "2024-05-01", "expires": "2024-04-30"}, "end_before_start"),
    ({"number": "15/TT-BGDĐT", "issued": TOMORROW, "effective": ""}, "issued_in_future"),
    ({"type": "Thông tư", "number": "15/2020/NĐ-CP"}, "type_contradicts_symbol"),
]


@pytest.mark.parametrize(("change", "code"), CONTRADICTORY)
def test_facts_that_cannot_all_be_true_are_told(change, code):
    record = document_record(ROW | change, FileLine(1))
    assert code in [problem.code for problem in record.problems]
    assert record.is_contradictory


@pytest.mark.parametrize(
    "change",
    [
        {"type": "Thông tư liên tịch", "number": "92/TT-LB"}, {"type": "Nghị quyết", "number": "1/2025/NQLT-CP"},
        {"type": "Luật", "number": "43/2019/QH14"}, {"type": "Quyết định", "number": "15/2020/QĐ-TTg"},
        {"issued": "2024-03-05", "effective": "2024-03-05", "expires": "2024-03-05"},
    ],
)  # fmt: skip
def test_facts_that_go_together_are_no_contradiction(change):
    assert not document_record(ROW | change, FileLine(1)).is_contradictory


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "code"), CONTRADICTORY)
def test_a_contradictory_row_makes_a_draft_and_withdraws_nothing(write, change, code):
    seed_library()
    report = run(write(ROW | change))
    assert code in [flag["code"] for flag in report["flags"]]
    document = LegalDocument.objects.get()
    assert not document.live
    LegalDocument.objects.update(live=True)  # a person has confirmed it
    run(write(ROW | change | {"title": "Tên khác"}))
    document.refresh_from_db()
    assert (document.live, document.title) == (True, "Tên khác")


def test_a_status_by_hand_whose_day_cannot_be_read_is_not_set():
    told = {"status_override": "expired", "status_reason": "x", "status_from": "31/02/2024"}
    record = document_record(ROW | told, FileLine(1))
    assert ("status_override" in dict(record.facts), [p.code for p in record.problems]) == (False, ["bad_date"])


def test_dates_in_two_shapes():
    record = document_record(ROW | {"issued": "05/03/2024", "effective": "2024-05-01T00:00:00"}, FileLine(1))
    assert (record.issued_on.isoformat(), record.effective_from.isoformat()) == ("2024-03-05", "2024-05-01")


def test_articles_keep_apart_by_anchor():
    rows = [{"no": "3", "text": "A"}, {"no": "3", "text": "B"}, {"no": "12a", "text": "C"}, {"text": "D"}]
    assert [article.anchor for article in article_records(rows)] == ["dieu-3", "dieu-3-lan-2", "dieu-12a", "doan-4"]


@pytest.mark.django_db
def test_one_bad_row_stops_nothing(write):
    path = write(
        ROW,
        b"{not json",
        b"\xff\xfe",
        ROW | {"number": ""},
        ROW | {"number": "16/2024/TT-BGDĐT", "issued": "x"},
        ["list"],
        ROW | {"number": "17/2024/TT-BGDĐT", "articles": []},
    )
    report = run(path)
    assert (report["created"], report["rejected"]) == (3, 4)
    assert [(entry["line"], entry["code"]) for entry in report["rejections"]] == [
        (2, "not_json"),
        (3, "not_utf8"),
        (4, "no_number"),
        (6, "not_object"),
    ]
    assert [entry["line"] for entry in report["flags"] if entry["code"] == "bad_date"] == [5]
    assert all(entry["reason"] for entry in report["rejections"])


@pytest.mark.django_db
def test_characters_that_no_database_takes_are_left_out(write):
    halves = (
        b'{"type": "Th\\u00f4ng t\\u01b0", "number": "15/2024/TT-BGD\\u0110T", '
        b'"title": "A\\ud800B\\u0000C", "issued": "x\\u0000"}'
    )
    report = run(
        write(
            halves.replace(b', "issued": "x\\u0000"', b""),
            halves,
            halves.replace(b"15/2024/TT-BGD\\u0110T", b"\\ud800"),
        )
    )
    assert LegalDocument.objects.get().title == "ABC"
    assert (report["created"], report["merged"], report["rejected"]) == (1, 1, 1)
    assert [entry["line"] for entry in report["flags"] if entry["code"] == "bad_date"] == [2]


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_stops_nothing_either(write, monkeypatch):
    from django.db import DatabaseError

    from cms.legal.sources import texts

    real = texts.write_provisions

    def refuse(texts):
        if any(document.number_raw.startswith("16/") for document in texts):
            raise DatabaseError("value refused")
        return real(texts)

    monkeypatch.setattr(texts, "write_provisions", refuse)
    report = run(write(ROW, ROW | {"number": "16/2024/TT-BGDĐT"}, ROW | {"number": "17/2024/TT-BGDĐT"}))
    assert report["created"] == 2
    assert [(entry["line"], entry["code"]) for entry in report["rejections"]] == [(2, "database")]
    assert set(LegalDocument.objects.values_list("number_norm", flat=True)) == {"15/2024/TT-BGDĐT", "17/2024/TT-BGDĐT"}
    assert Provision.objects.count() == 2


@pytest.mark.django_db
def test_rows_of_one_document_are_merged(write):
    incomplete = {
        "type": "Thông tư",
        "number": "15/2024/tt-bgdđt",
        "title": None,
        "issuer": None,
        "issued": None,
        "effective": "2024-05-01",
        "articles": [{"no": "2", "label": "Điều 2", "heading": "", "text": "Hai."}],
    }
    for rows in ((ROW, incomplete), (incomplete, ROW)):
        report = run(write(*rows))
        assert report["merged"] == 1
        document = LegalDocument.objects.get()
        assert (document.title, document.missing) == (ROW["title"], [])
        assert list(document.provisions.values_list("anchor", flat=True)) == ["dieu-1", "dieu-2"]


@pytest.mark.django_db
def test_incomplete_documents_come_in_flagged_and_are_completed_later(write):
    bare = {
        "type": "Thông tư",
        "number": "15/2024/TT-BGDĐT",
        "title": None,
        "issuer": None,
        "issued": None,
        "effective": None,
    }
    report = run(write(bare))
    assert (report["created"], report["incomplete"]) == (1, 1)
    document = LegalDocument.objects.get()
    assert set(document.missing) == {"title", "issued_on", "issuer", "effective_from"}
    assert document.level == LegalDocument.Level.CENTRAL
    report = run(write(ROW))
    assert (report["created"], report["updated"]) == (0, 1)
    document = LegalDocument.objects.get()
    assert document.missing == []
    assert document.identity_key
    assert document.education


@pytest.mark.django_db
def test_an_empty_value_erases_nothing(write):
    run(write(ROW))
    report = run(write(ROW | {"title": "", "issuer": None, "effective": None, "articles": []}))
    assert (report["unchanged"], report["updated"]) == (1, 0)
    document = LegalDocument.objects.get()
    assert document.title == ROW["title"]
    assert document.provisions.count() == 1


@pytest.mark.django_db
def test_a_changed_text_is_an_update(write, django_capture_on_commit_callbacks):
    from cms.legal.signals import documents_changed

    heard = []
    listener = lambda ids, **kwargs: heard.append(ids)  # noqa: E731
    run(write(ROW))
    documents_changed.connect(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            report = run(
                write(ROW | {"articles": [{"no": "1", "label": "Điều 1", "heading": "Phạm vi", "text": "Khác."}]})
            )
    finally:
        documents_changed.disconnect(listener)
    assert (report["updated"], report["articles_updated"]) == (1, 1)
    assert heard == [[LegalDocument.objects.get().pk]]


@pytest.mark.django_db
def test_new_bodies_come_with_their_name_and_unknown_types_are_flagged(write):
    report = run(write(ROW | {"number": "9/2024/QC-X", "issuer": "Hội Khuyến học xã Nam Phù", "type": "Loại lạ"}))
    assert {flag["code"] for flag in report["flags"]} >= {"new_body", "unknown_type", "missing"}
    body = IssuingBody.objects.get(name="Hội Khuyến học xã Nam Phù")
    assert body.level == IssuingBody.Level.LOCAL
    assert LegalDocument.objects.get().doc_type is None


@pytest.mark.django_db
def test_dry_run_writes_nothing(write):
    seed_library()
    before = everything()
    report = run(write(ROW | {"issuer": "Hội Khuyến học xã Nam Phù"}), "--dry-run")
    assert report["created"] == 1
    assert everything() == before


@pytest.mark.django_db
def test_limit_and_compressed_files(write, tmp_path):
    plain = write(*(ROW | {"number": f"{n}/2024/TT-BGDĐT"} for n in range(1, 6)))
    packed = tmp_path / "rows.jsonl.xz"
    packed.write_bytes(lzma.compress(plain.read_bytes()))
    assert run(packed, "--limit", "2")["created"] == 2
    assert run(packed)["created"] == 3


@pytest.mark.django_db
def test_files_that_cannot_be_read(tmp_path):
    broken = tmp_path / "broken.jsonl.xz"
    broken.write_bytes(b"no xz at all")
    for path in (tmp_path / "none.jsonl", broken, tmp_path):
        with pytest.raises(CommandError):
            run(path)


@pytest.mark.bare
@pytest.mark.django_db
def test_seeds_run_again_and_keep_the_office_s_edits():
    made = seed_library()
    assert made["document_types"] >= 40
    DocumentType.objects.filter(name="Luật").update(rank=3)
    IssuingBody.objects.filter(abbreviation="BGDĐT").update(aliases="Bộ Học")
    assert set(seed_library().values()) == {0}
    assert DocumentType.objects.get(name="Luật").rank == 3
    district = IssuingBody.objects.get(name="Phòng Giáo dục và Đào tạo huyện Thanh Trì")
    assert district.successors.count() == 5


@pytest.mark.django_db
@pytest.mark.legal_data
def test_the_real_education_library(legal_data):
    """270 rows with 2,243 articles; 35 rows without title, date and issuer, 3 of which complete a row in capitals."""
    path = legal_data / "legal" / "phapdien_education_library.jsonl"
    report = run(path)
    assert (report["rows"], report["rejected"], report["merged"]) == (270, 0, 3)
    assert (report["created"], report["articles_created"], report["incomplete"]) == (267, 2243, 32)
    assert LegalDocument.objects.count() == 267
    assert Provision.objects.count() == 2243
    assert LegalDocument.objects.exclude(missing=[]).count() == 32
    assert LegalDocument.objects.get(slug="127-2018-nd-cp").provisions.count() == 15
    assert LegalDocument.objects.values("slug").distinct().count() == 267
    before = everything()
    again = run(path)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 267)
    assert (again["articles_created"], again["articles_updated"]) == (0, 0)
    assert everything() == before
