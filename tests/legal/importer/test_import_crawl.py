"""A crawl of the national database with its dirt: what is taken, what is told, what is left out."""

import datetime
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from cms.legal.models import LegalDocument

CRAWL = Path(settings.LEGAL_DATA_DIR) / "legal" / "vbpl_documents_fulltext.jsonl.xz"
ROW = {
    "id": "1", "url": "https://vbpl.vn/x--1", "type": "Thông tư", "number": "15/2024/TT-BGDĐT", "lang": "vi",
    "title": "Thông tư số 15/2024/TT-BGDĐT quy định mẫu", "status": "Còn hiệu lực", "issued_guess": "2024-04-20",
    "effective": "2024-04-20", "updated": "2026-04-07", "chars": "1",
    "text": "BỘ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 15/2024/TT-BGDĐT\nHà Nội, ngày 02 tháng 3 năm 2024\nTHÔNG TƯ\nQuy định mẫu\n"
    "Căn cứ Luật Mẫu;\nĐiều 1. Phạm vi\n1. Một.\nĐiều 2. Hiệu lực\nTừ ngày ký./.\nBỘ TRƯỞNG\nNguyễn Văn Mẫu",
}  # fmt: skip


@pytest.fixture
def load(tmp_path):
    def _load(*rows) -> dict:
        path = tmp_path / "crawl.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return run(path)

    return _load


def run(path) -> dict:
    out = StringIO()
    call_command("import_legal_documents", str(path), json=True, stdout=out)
    return json.loads(out.getvalue())


def codes(report, name="flags"):
    return [entry["code"] for entry in report[name]]


@pytest.mark.django_db
class TestRows:
    def test_the_text_becomes_structure(self, load):
        report = load(ROW)
        document = LegalDocument.objects.get()
        assert (document.title, document.vbpl_id, document.signer) == ("Quy định mẫu", "1", "Nguyễn Văn Mẫu")
        assert [row.label for row in document.provisions.filter(kind="article").order_by("order")] == [
            "Điều 1",
            "Điều 2",
        ]
        assert (document.issuer_names, document.issued_on.isoformat()) == (["Bộ Giáo dục và Đào tạo"], "2024-03-02")
        assert codes(report) == ["read_from_text"]
        assert load(ROW)["unchanged"] == 1

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"status": "soft-404", "number": None, "type": None, "text": ""}, "no_page"),
            ({"lang": "en", "type": "Circular"}, "translation"),
            ({"number": None}, "no_number"),
        ],
    )
    def test_what_is_no_document_is_rejected(self, load, change, code):
        report = load(ROW, ROW | change)
        assert codes(report, "rejections") == [code]

    @pytest.mark.parametrize(
        ("change", "code", "issuers"),
        [
            ({"text": ""}, "no_text", []),
            ({"number": "16/2024/TT-BGDĐT"}, "other_number", []),
            ({"text": ROW["text"].replace("năm 2024", "năm 2014")}, "other_year", ["Bộ Giáo dục và Đào tạo"]),
        ],
    )
    def test_doubt_is_told(self, load, change, code, issuers):
        report = load(ROW | change)
        assert code in codes(report)
        document = LegalDocument.objects.get()
        assert (document.issued_on, document.issuer_names) == (None, issuers)

    def test_a_record_of_another_document_gives_its_text_to_the_librarian_and_nothing_to_the_public(self, load):
        """The row of an amending law that bears the number of the law it amends."""
        law = {"type": "Luật", "number": "43/2019/QH14", "text": ""}
        load(ROW | law | {"title": "Luật Mẫu số 43/2019/QH14", "url": "https://vbpl.vn/luat-mau-so-43-2019-qh14--1"})
        before = LegalDocument.objects.get()
        slug = "luat-sua-doi-luat-mau-so-43-2019-qh14-so-123-2025-qh15"
        title = "Luật sửa đổi Luật Mẫu số 43/2019/QH14. số 123/2025/QH15"
        wrong = ROW | law | {"id": "2", "title": title, "url": f"https://vbpl.vn/{slug}--2", "text": ROW["text"]}
        report = load(wrong | {"status": "Hết hiệu lực toàn bộ", "effective": "2026-01-01"})
        assert "other_document" in codes(report)
        document = LegalDocument.objects.get()
        for field in ("vbpl_id", "source_url", "title", "effective_from"):
            assert getattr(document, field) == getattr(before, field)
        assert document.badge.shown != "expired"
        assert not document.provisions.exists()
        assert [conflict.field for conflict in document.source_conflicts.all()] == ["text"]

    def test_a_title_that_speaks_of_other_documents_is_its_own(self, load):
        title = "Thông tư số 15/2024/TT-BGDĐT sửa đổi Thông tư số 9/2020/TT-BGDĐT"
        url = "https://vbpl.vn/thong-tu-so-15-2024-tt-bgddt-sua-doi-thong-tu-so-9-2020-tt-bgddt--1"
        assert "other_document" not in codes(load(ROW | {"title": title, "url": url}))

    def test_what_the_source_calls_expired_never_stands_as_in_force(self, load):
        load(ROW | {"status": "Hết hiệu lực toàn bộ"})
        document = LegalDocument.objects.get()
        badge = document.badge
        assert (badge.shown, badge.how, badge.source) == ("expired", "stated", "vbpl")
        assert badge.known_on == datetime.date(2026, 4, 7)
        assert document.status_override == ""

    def test_one_number_of_two_years_stays_two_documents(self, load):
        row = ROW | {"type": "Văn bản hợp nhất", "number": "03/VBHN-BNV", "text": "", "effective": None}
        rows = [
            row | {"title": title, "id": key}
            for title, key in (("Về mẫu một", "1"), ("Về mẫu hai", "2"), ("Về mẫu hai", "3"))
        ]
        report = load(*rows)
        assert (report["created"], report["merged"]) == (2, 1)
        assert (load(*rows)["unchanged"], LegalDocument.objects.count()) == (2, 2)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.skipif(not CRAWL.exists(), reason="LEGAL_DATA_DIR has no crawl")
def test_the_real_crawl(tmp_path):
    """The first 250 rows, twice; ``make bench-import`` takes all."""
    import lzma
    from itertools import islice

    path = tmp_path / "crawl.jsonl"
    with lzma.open(CRAWL) as file:
        path.write_bytes(b"".join(islice(file, 250)))
    report = run(path)
    assert report["created"] + report["merged"] + report["rejected"] == 250
    assert set(codes(report, "rejections")) <= {"translation", "no_page"}
    again = run(path)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, report["created"])
