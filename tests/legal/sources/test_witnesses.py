"""Two sources speak of one document: nothing is lost, the order does not matter, differences are asked about."""

import datetime
import itertools
import json

import pytest

from cms.legal.importer.run import import_files
from cms.legal.models import LegalDocument, Provision, ReviewTask, SourceConflict, SourceRecord, TextVersion
from tests.factories.legal import make_document
from tests.legal.sources.conftest import DAY
from tests.legal.sources.rows import CODIFIED, articles, crawled

pytestmark = pytest.mark.django_db


def shown() -> dict:
    """All that a reader can see of the library, without keys and moments."""
    document = LegalDocument.objects.select_related("doc_type").get()
    return {
        "facts": [
            document.number_raw, document.title, document.doc_type.name, document.issued_on, document.effective_from,
            document.vbpl_id, document.source_url, document.slug, document.level, document.nature, document.education,
            document.issuer_names, document.signer,
        ],
        "badge": document.badge,
        "text": list(document.provisions.order_by("order").values_list("anchor", "text", "kind")),
        "versions": sorted(document.text_versions.values_list("source", "articles", "shown", "current")),
        "conflicts": sorted(document.source_conflicts.values_list("field", "shown_source", "other_source")),
        "records": sorted(document.source_records.filter(replaced_at=None).values_list("source", "status")),
    }  # fmt: skip


def test_a_text_that_names_another_document_is_held_and_destroys_nothing(take):
    take(CODIFIED)
    report = take(crawled(in_text="758/2024/QĐ-CTN", count=3))
    document = LegalDocument.objects.get()
    assert document.provisions.filter(kind="article").count() == 10
    assert document.title == "Trẻ em"
    assert {"other_number", "text_held"} <= {entry.problem.code for entry in report.flagged}
    conflict = document.source_conflicts.get(field="text")
    assert (conflict.other_source, conflict.other_value["articles"]) == ("vbpl", 3)
    assert set(conflict.other_value["doubts"]) == {"other_number", "fewer"}


def test_a_text_with_far_fewer_articles_is_held(take):
    take(CODIFIED)
    take(crawled(count=4))
    assert LegalDocument.objects.get().provisions.filter(kind="article").count() == 10
    assert SourceConflict.objects.get(field="text").other_value["doubts"] == ["fewer"]


@pytest.mark.parametrize("count", [4, 10])
def test_every_order_gives_the_same_and_a_second_run_changes_nothing(take, count):
    found = []
    for rows in itertools.permutations([CODIFIED, crawled(count=count)]):
        LegalDocument.objects.all().delete()
        for row in rows:
            take(row)
        found.append(shown())
        for row in rows:
            again = take(row)
            assert (again.created, again.updated, again.unchanged, again.kept) == (0, 0, 1, 0)
        assert shown() == found[-1]
    assert found[0] == found[1]


def test_a_document_with_another_text_alone_shows_none(take):
    take(crawled(in_text="758/2024/QĐ-CTN"))
    document = LegalDocument.objects.get()
    assert not document.provisions.exists()
    assert document.text_versions.get().shown is False
    take(CODIFIED)
    assert LegalDocument.objects.get().provisions.count() == 10


def test_where_sources_differ_the_table_chooses_and_a_person_is_asked(take):
    take(CODIFIED)
    take(crawled(effective="2017-07-01"))
    document = LegalDocument.objects.get()
    assert document.effective_from == datetime.date(2017, 6, 1)
    conflict = document.source_conflicts.get(field="effective_from")
    assert (conflict.shown_source, conflict.shown_value) == ("codification", "2017-06-01")
    assert (conflict.other_source, conflict.other_value) == ("vbpl", "2017-07-01")


def test_a_conflict_goes_when_the_source_says_the_same(take):
    take(CODIFIED, crawled(effective="2017-07-01"))
    assert SourceConflict.objects.filter(field="effective_from").exists()
    take(crawled(updated="2026-05-07"))
    assert not SourceConflict.objects.filter(field="effective_from").exists()
    former = SourceRecord.objects.get(source="vbpl", replaced_at__isnull=False)
    assert former.values["effective_from"] == "2017-07-01"


def test_what_an_older_crawl_says_fills_gaps_alone(take):
    take(crawled(updated="2026-05-07"))
    take(crawled(updated="2020-01-01", status="Còn hiệu lực", effective="2011-01-01"))
    record = SourceRecord.objects.get(source="vbpl", replaced_at=None)
    assert (record.status, record.values["effective_from"]) == ("partly_expired", "2017-06-01")


def test_what_a_librarian_entered_is_not_overwritten(take):
    make_document(
        "102/2016/QH13", type_name="Luật", issuers=["Quốc hội"], title="Luật Trẻ em", articles=2,
        issued_on=datetime.date(2016, 4, 5), effective_from=datetime.date(2017, 6, 2),
    )  # fmt: skip
    take(CODIFIED)
    document = LegalDocument.objects.get()
    assert (document.title, document.effective_from) == ("Luật Trẻ em", datetime.date(2017, 6, 2))
    assert document.vbpl_id == "102303"  # a gap is filled
    assert document.provisions.count() == 2
    conflicts = set(document.source_conflicts.values_list("field", "other_source"))
    assert conflicts == {("effective_from", "codification")}
    assert set(document.text_versions.values_list("source", "shown")) == {("office", True), ("codification", False)}


def test_what_a_librarian_changes_stays_through_later_imports(take):
    take(CODIFIED)
    document = LegalDocument.objects.get()
    document.title, document.vbpl_id = "Luật Trẻ em của thư viện", ""
    document.save()
    take(CODIFIED | {"title": "Trẻ em, bản mới", "effective": "2017-06-03"})
    document.refresh_from_db()
    assert (document.title, document.vbpl_id) == ("Luật Trẻ em của thư viện", "")  # emptied by hand stays empty
    assert document.effective_from == datetime.date(2017, 6, 3)  # nobody decided about it
    office = SourceRecord.objects.get(source="office", replaced_at=None)
    assert office.values == {"title": "Luật Trẻ em của thư viện", "cleared": ["vbpl_id"]}


def test_a_new_text_stands_beside_the_old_one(take):
    take(CODIFIED)
    take(CODIFIED | {"articles": articles(10, "Nội dung đã sửa, số {}.")})
    document = LegalDocument.objects.get()
    assert document.provisions.first().text == "Nội dung đã sửa, số 1."
    assert sorted(document.text_versions.values_list("shown", "current")) == [(False, False), (True, True)]
    take(CODIFIED)  # and back
    assert LegalDocument.objects.get().provisions.first().text == "Nội dung mẫu số 1."
    assert TextVersion.objects.count() == 2


def test_a_code_and_a_law_of_one_number_are_one(take):
    code = CODIFIED | {"type": "Bộ luật", "number": "100/2015/QH13", "title": "Hình sự", "vbpl_item_id": "96122"}
    report = take(code, code | {"type": "Luật", "topics": ["1.1 Khác"]})
    assert (report.created, report.merged) == (1, 1)
    take(code | {"type": "Luật"})
    assert LegalDocument.objects.count() == 1


def test_a_law_and_a_resolution_of_one_day_stay_two(take):
    law = CODIFIED | {"number": "18/2008/QH12", "title": "Năng lượng nguyên tử", "vbpl_item_id": "1"}
    take(law, law | {"type": "Nghị quyết", "title": "Xã hội hóa", "vbpl_item_id": "2"})
    assert LegalDocument.objects.count() == 2


class TestStatus:
    def test_green_only_where_somebody_says_so(self, take):
        take(CODIFIED)
        badge = LegalDocument.objects.get().badge
        assert (badge.code, badge.shown, badge.source, badge.known_on) == (
            "in_force", "not_contradicted", "codification", DAY,
        )  # fmt: skip
        take(crawled(status="Còn hiệu lực"))
        badge = LegalDocument.objects.get().badge
        assert (badge.shown, badge.how, badge.source) == ("in_force", "stated", "vbpl")

    def test_partly_expired_as_the_source_says(self, take):
        take(CODIFIED, crawled())
        assert LegalDocument.objects.get().badge.shown == "partly_expired"

    def test_a_crawl_without_a_status_is_not_known(self, take):
        take(crawled(status=""))
        assert LegalDocument.objects.get().badge.shown == "unknown"

    def test_without_issuer_nothing_is_green(self, take):
        take(CODIFIED | {"issuer": None})
        assert LegalDocument.objects.get().badge.shown == "unknown"

    def test_contradicting_sources_are_named_and_asked_about(self, take):
        from cms.legal.models import LegalRelation

        take(crawled(status="Còn hiệu lực"))
        document = LegalDocument.objects.get()
        new = make_document(
            "1/2025/QH15", type_name="Luật", issuers=["Quốc hội"], effective_from=datetime.date(2025, 1, 1)
        )
        relation = LegalRelation.objects.create(source=new, target=document, kind="replaces")
        document = LegalDocument.objects.get(pk=document.pk)
        assert document.badge.shown == "unknown"
        codes = [reason.code for reason in document.status_on(DAY).reasons]
        assert codes[0] == "stated_otherwise"
        assert "event" in codes
        task = ReviewTask.objects.get(kind="contradicted")
        assert (task.document, task.cause) == (document, document)
        assert document.status_on(datetime.date(2024, 1, 1)).shown == "in_force"  # then both agreed
        relation.delete()
        assert not ReviewTask.objects.filter(kind="contradicted").exists()


def test_provisions_are_those_of_the_version_that_is_shown(take):
    from cms.legal.sources.nodes import unpack_nodes

    take(CODIFIED, crawled())
    version = TextVersion.objects.get(shown=True)
    rows = Provision.objects.order_by("order").values_list("anchor", "text")
    assert [(node.anchor, node.text) for node in unpack_nodes(version.packed)] == list(rows)


class TestOneSource:
    """What the same source says again, later or earlier."""

    def test_a_newer_text_of_another_document_does_not_take_the_good_one_away(self, take):
        take(crawled())
        take(crawled(in_text="758/2024/QĐ-CTN", count=3, updated="2026-05-07"))
        document = LegalDocument.objects.get()
        assert document.provisions.filter(kind="article").count() == 10
        assert "other_number" in document.source_conflicts.get(field="text").other_value["doubts"]

    def test_a_newer_text_with_far_fewer_articles_waits(self, take):
        take(crawled())
        report = take(crawled(count=4, updated="2026-05-07"))
        document = LegalDocument.objects.get()
        assert document.provisions.filter(kind="article").count() == 10
        assert document.source_conflicts.get(field="text").other_value["doubts"] == ["fewer"]
        assert "text_held" in {entry.problem.code for entry in report.flagged}
        again = take(crawled(count=4, updated="2026-05-07"))
        assert (again.updated, again.kept) == (0, 0)
        take(crawled(updated="2026-06-07"))
        assert not LegalDocument.objects.get().source_conflicts.filter(field="text", state="open").exists()

    def test_an_older_text_is_kept_and_not_shown(self, take):
        take(crawled())
        take(crawled(updated="2020-01-01", count=9))
        document = LegalDocument.objects.get()
        assert document.provisions.filter(kind="article").count() == 10
        assert sorted(document.text_versions.values_list("current", "shown")) == [(False, False), (True, True)]

    def test_articles_told_in_parts_stand_in_their_order(self, take):
        parts = articles(3)
        for first, second in (((0, 2), (1,)), ((1,), (0, 2))):
            LegalDocument.objects.all().delete()
            for part in (first, second):
                take(CODIFIED | {"articles": [parts[place] for place in part]})
            document = LegalDocument.objects.get()
            assert list(document.provisions.order_by("order").values_list("anchor", flat=True)) == [
                "dieu-1", "dieu-2", "dieu-3",
            ]  # fmt: skip

    @pytest.mark.parametrize("days", [("2020-01-01", "2026-01-01"), ("2026-01-01", "2020-01-01")])
    def test_a_status_is_of_the_day_on_which_it_was_said(self, take, days):
        for day in days:
            take(crawled(updated=day, status="Còn hiệu lực" if day.startswith("2020") else ""))
        badge = LegalDocument.objects.get().badge
        assert (badge.shown, badge.known_on) == ("in_force", datetime.date(2020, 1, 1))

    def test_a_new_status_alone_is_shown_at_once(self, take):
        take(crawled(status="Còn hiệu lực"))
        take(crawled(status="Hết hiệu lực toàn bộ", updated="2026-05-07"))
        assert LegalDocument.objects.get().badge.shown == "expired"

    def test_what_the_office_emptied_stays_empty(self, take):
        ministry = CODIFIED | {"type": "Thông tư", "number": "15/2024/TT-BGDĐT", "issuer": "Bộ Giáo dục và Đào tạo"}
        take(ministry | {"issued": "2024-04-05"})
        document = LegalDocument.objects.get()
        assert document.education
        document.education = False
        document.save()
        take(ministry | {"issued": "2024-04-05", "title": "Trẻ em, bản mới"})
        assert not LegalDocument.objects.get().education

    def test_a_draft_gets_what_was_not_changed_in_it(self, take):
        take(CODIFIED)
        document = LegalDocument.objects.get()
        document.title = "Tên trong bản nháp"
        document.save_revision()
        take(CODIFIED | {"effective": "2017-06-03", "title": "Trẻ em, bản mới"})
        LegalDocument.objects.get().latest_revision.publish()
        document = LegalDocument.objects.get()
        assert (document.title, document.effective_from) == ("Tên trong bản nháp", datetime.date(2017, 6, 3))


def test_a_codification_without_a_day_speaks_of_the_last_day_that_it_knows(tmp_path):
    path = tmp_path / "phap-dien.jsonl"
    later = CODIFIED | {"number": "1/2020/QH14", "vbpl_item_id": "2", "issued": "2020-06-16", "effective": "2021-01-01"}
    ahead = CODIFIED | {"number": "1/2999/QH14", "vbpl_item_id": "3", "issued": "2999-06-16", "effective": None}
    rows = (CODIFIED, later, ahead)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    import_files([path])
    badge = LegalDocument.objects.get(number_norm="102/2016/QH13").badge
    assert (badge.source, badge.known_on) == ("codification", datetime.date(2020, 6, 16))


def test_the_codification_s_tables_speak_for_it_too(tmp_path):
    """Its documents as CSV, its articles in a file beside it."""
    documents, articles = tmp_path / "documents.csv", tmp_path / "articles.jsonl"
    documents.write_text(
        "type,number,title,issuer,issued,effective,vbpl_item_id,topics,n_articles\n"
        "Luật,102/2016/QH13,Trẻ em,Quốc hội,2016-04-05,2017-06-01,102,36.1 Trẻ em,1\n"
        "Luật,1/2020/QH14,Thanh niên,Quốc hội,2020-06-16,2021-01-01,103,36.3 Thanh niên,0\n",
        encoding="utf-8",
    )
    article = {"type": "Luật", "number": "102/2016/QH13", "article": "1", "anchor": "36001", "pd_title": "36.1.LQ.1."}
    articles.write_text(json.dumps(article | {"note": "", "text": "Trẻ em là người dưới 16 tuổi."}) + "\n")
    import_files([documents, articles])
    assert {(row.source, row.stated_on) for row in SourceRecord.objects.all()} == {
        ("codification", datetime.date(2020, 6, 16))
    }
    assert {row.source for row in TextVersion.objects.all()} == {"codification"}


def test_a_row_of_a_crawl_without_a_day_speaks_of_the_crawl_s_last_one(tmp_path):
    path = tmp_path / "crawl.jsonl"
    rows = (crawled(updated="", status="Còn hiệu lực"), crawled("1/2020/QH14", id="2"))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    import_files([path])
    badge = LegalDocument.objects.get(number_norm="102/2016/QH13").badge
    assert (badge.shown, badge.known_on) == ("in_force", datetime.date(2026, 4, 7))
