"""A person decides between sources: the document shows it, later imports leave it, and it can be taken back."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from cms.legal.models import LegalDocument, SourceConflict, SourceRecord, TextVersion
from cms.legal.sources import resolution as deciding
from cms.legal.sources.resolution import (
    OTHER,
    SHOWN,
    ResolutionRefused,
    release_text,
    resolve_conflict,
    resolve_conflicts,
    show_version,
    undo_resolution,
)
from tests.factories import make_superuser
from tests.factories.legal import make_document
from tests.legal.sources.rows import CODIFIED, crawled

pytestmark = pytest.mark.django_db
JUNE, JULY = datetime.date(2017, 6, 1), datetime.date(2017, 7, 1)
LATER = crawled(effective="2017-07-01")


@pytest.fixture
def user():
    return make_superuser()


def conflict(field="effective_from") -> SourceConflict:
    return SourceConflict.objects.get(field=field)


def open_fields() -> list[str]:
    return sorted(SourceConflict.objects.filter(state="open").values_list("field", flat=True))


def law() -> LegalDocument:
    return LegalDocument.objects.get()


class TestValues:
    @pytest.mark.parametrize(("take_side", "day", "source"), [(OTHER, JULY, "vbpl"), (SHOWN, JUNE, "codification")])
    def test_what_was_decided_is_shown_and_stays(self, take, user, take_side, day, source):
        take(CODIFIED, LATER)
        resolve_conflict(conflict(), take_side, user, "theo công báo")
        assert law().effective_from == day
        row = conflict()
        assert (row.state, row.taken, row.decided_by, row.note) == ("decided", source, user, "theo công báo")
        assert row.decided_at
        assert open_fields() == []  # not asked again as "office against the other one"
        office = SourceRecord.objects.get(source="office", replaced_at=None)
        assert office.values == {"effective_from": day.isoformat()}
        take(LATER, CODIFIED)
        assert law().effective_from == day
        assert open_fields() == []
        entry = ModelLogEntry.objects.get(action="legal.source_decided")
        assert (entry.object_id, entry.user) == (str(law().pk), user)
        assert "theo công báo" in entry.message

    def test_a_new_word_of_a_source_is_asked_about(self, take, user):
        take(CODIFIED, LATER)
        resolve_conflict(conflict(), SHOWN, user)
        take(crawled(effective="2017-08-01", updated="2026-06-01"))
        assert law().effective_from == JUNE
        row = SourceConflict.objects.get(state="open")
        assert (row.shown_source, row.other_source, row.other_value) == ("office", "vbpl", "2017-08-01")

    @pytest.mark.parametrize("take_side", [OTHER, SHOWN])
    def test_taken_back_everything_is_as_before(self, take, user, take_side):
        take(CODIFIED, LATER)
        resolve_conflict(conflict(), take_side, user, "x")
        assert undo_resolution(conflict(), user).state == "open"
        assert law().effective_from == JUNE
        row = conflict()
        assert (row.taken, row.note, row.decided_by, row.decided_at) == ("", "", None, None)
        assert not SourceRecord.objects.filter(source="office", replaced_at=None).exists()
        assert SourceRecord.objects.filter(source="office").count() == 1  # said once, and kept
        assert ModelLogEntry.objects.filter(action="legal.source_decision_undone").count() == 1

    def test_what_somebody_entered_since_outlives_the_decision(self, take, user):
        take(CODIFIED, LATER)
        resolve_conflict(conflict(), OTHER, user)
        document = law()
        document.effective_from = datetime.date(2017, 9, 1)
        document.save()
        undo_resolution(SourceConflict.objects.get(state="decided"), user)
        assert law().effective_from == datetime.date(2017, 9, 1)
        assert set(SourceConflict.objects.filter(state="open").values_list("shown_source", flat=True)) == {"office"}

    def test_against_the_office_s_own_word_and_back(self, take, user):
        make_document(
            "102/2016/QH13", type_name="Luật", issuers=["Quốc hội"], title="Luật Trẻ em",
            issued_on=datetime.date(2016, 4, 5), effective_from=datetime.date(2017, 6, 2),
        )  # fmt: skip
        take(CODIFIED)
        resolve_conflict(conflict(), "codification", user)
        assert law().effective_from == JUNE
        assert open_fields() == []
        undo_resolution(conflict(), user)
        assert law().effective_from == datetime.date(2017, 6, 2)
        assert open_fields() == ["effective_from"]

    def test_type_and_issuers(self, take, user):
        take(CODIFIED | {"number": "15/2024/TT-BGDĐT", "type": "Thông tư", "issuer": "Bộ Giáo dục và Đào tạo"})
        document = law()
        for field, value in (("type", "Quyết định"), ("issuers", ["Ủy ban nhân dân tỉnh Mẫu"])):
            row = SourceConflict.objects.create(
                document=document, field=field, shown_source="codification", other_source="vbpl", digest=field,
                shown_value=document.issuer_names if field == "issuers" else "Thông tư", other_value=value,
            )  # fmt: skip
            resolve_conflict(row, OTHER, user)
        document = law()
        assert (document.doc_type.name, document.issuer_names) == ("Quyết định", ["Ủy ban nhân dân tỉnh Mẫu"])
        assert document.level == document.issuer_links.get().body.level
        assert not document.education

    def test_a_draft_that_waits_gets_it_too_and_stays_a_draft(self, take, user):
        take(CODIFIED, LATER)
        document = law()
        document.summary = "Đang viết"
        document.save_revision(user=user)
        resolve_conflict(conflict(), OTHER, user)
        document = law()
        assert (document.effective_from, document.summary, document.has_unpublished_changes) == (JULY, "", True)
        draft = document.get_latest_revision_as_object()
        assert (draft.effective_from, draft.summary) == (JULY, "Đang viết")

    def test_refused_where_another_entry_has_the_number(self, take, user):
        take(CODIFIED)
        make_document("57/2020/QH14", type_name="Luật", issuers=["Quốc hội"], issued_on=datetime.date(2020, 6, 16))
        document = LegalDocument.objects.get(number_norm="102/2016/QH13")
        row = SourceConflict.objects.create(
            document=document, field="number", shown_source="codification", shown_value="102/2016/QH13",
            other_source="vbpl", other_value="57/2020/QH14", digest="x",
        )  # fmt: skip
        with pytest.raises(ResolutionRefused):
            resolve_conflict(row, OTHER, user)
        document.refresh_from_db()
        assert document.number_raw == "102/2016/QH13"
        assert not SourceRecord.objects.filter(source="office").exists()
        row.refresh_from_db()
        assert row.state == "open"

    def test_refused_where_the_end_would_come_first(self, take, user):
        take(CODIFIED | {"expires": "2017-06-15"}, LATER)
        with pytest.raises(ResolutionRefused):
            resolve_conflict(conflict(), OTHER, user)
        assert law().effective_from == JUNE

    def test_refused_while_somebody_has_locked_it(self, take, user):
        take(CODIFIED, LATER)
        LegalDocument.objects.update(locked=True, locked_by=make_superuser())
        with pytest.raises(ResolutionRefused):
            resolve_conflict(conflict(), OTHER, user)
        with pytest.raises(ResolutionRefused):
            resolve_conflict(conflict(), OTHER, None)

    def test_the_second_to_decide_changes_nothing(self, take, user):
        take(CODIFIED, LATER)
        row = conflict()
        resolve_conflict(row, SHOWN, user)
        with pytest.raises(ResolutionRefused):
            resolve_conflict(row, OTHER, user)
        assert law().effective_from == JUNE
        with pytest.raises(ResolutionRefused):
            resolve_conflict(row, "nobody", user)


class TestMany:
    def test_one_that_cannot_be_decided_does_not_stop_the_others(self, take, user):
        for number in ("102/2016/QH13", "43/2019/QH14", "57/2020/QH14"):
            law_row = {"number": number, "vbpl_item_id": number[:3]}
            take(CODIFIED | law_row, crawled(number, effective="2017-07-01", id=number[:3]))
        locked = LegalDocument.objects.get(number_norm="43/2019/QH14")
        LegalDocument.objects.filter(pk=locked.pk).update(locked=True, locked_by=make_superuser())
        rows = SourceConflict.objects.filter(field="effective_from").order_by("pk")
        told = resolve_conflicts(rows, "vbpl", user, dry_run=True)
        assert (told.count, len(told.refused)) == (2, 1)
        assert set(LegalDocument.objects.values_list("effective_from", flat=True)) == {JUNE}
        told = resolve_conflicts(rows, "vbpl", user)
        assert (told.count, [number for number, _why in told.refused]) == (2, ["43/2019/QH14"])
        days = dict(LegalDocument.objects.values_list("number_norm", "effective_from"))
        assert days == {"102/2016/QH13": JULY, "43/2019/QH14": JUNE, "57/2020/QH14": JULY}
        assert resolve_conflicts(rows, "vbpl", user).count == 0  # taken already

    def test_of_one_document_all_are_decided_or_none(self, take, user):
        take(CODIFIED, LATER | {"type": "Loại chưa ai biết"})
        assert open_fields() == ["effective_from", "type"]
        told = resolve_conflicts(SourceConflict.objects.order_by("field"), "vbpl", user)
        assert (told.count, len(told.refused)) == (0, 1)
        assert law().effective_from == JUNE
        assert open_fields() == ["effective_from", "type"]


class TestTexts:
    def test_the_held_text_is_taken_and_taken_back(self, take, user):
        take(CODIFIED, crawled(count=4))
        resolve_conflict(conflict("text"), OTHER, user, "đã đối chiếu")
        assert law().provisions.filter(kind="article").count() == 4
        assert TextVersion.objects.get(shown=True).decided
        take(CODIFIED, crawled(count=4))
        assert law().provisions.filter(kind="article").count() == 4
        undo_resolution(conflict("text"), user)
        assert law().provisions.filter(kind="article").count() == 10
        assert not TextVersion.objects.filter(decided=True).exists()
        assert open_fields() == ["text"]

    def test_a_text_that_was_declined_is_kept_and_not_asked_about_again(self, take, user):
        take(CODIFIED, crawled(count=4))
        resolve_conflict(conflict("text"), SHOWN, user)
        take(crawled(count=4))
        take(CODIFIED | {"articles": CODIFIED["articles"][:9]})  # still the same question
        assert law().provisions.filter(kind="article").count() == 10
        assert open_fields() == []
        assert TextVersion.objects.filter(source="vbpl").exists()

    def test_going_back_to_an_older_version(self, take, user):
        take(CODIFIED)
        first = TextVersion.objects.get()
        changed = [{**row, "text": f"Đã sửa {row['no']}."} for row in CODIFIED["articles"]]
        take(CODIFIED | {"articles": changed})
        assert law().provisions.first().text == "Đã sửa 1."
        show_version(first, user, "bản mới thiếu khoản")
        assert law().provisions.first().text == "Nội dung mẫu số 1."
        assert list(TextVersion.objects.filter(shown=True).values_list("pk", "decided", "current")) == [
            (first.pk, True, False)
        ]
        take(CODIFIED | {"articles": changed})
        assert law().provisions.first().text == "Nội dung mẫu số 1."
        assert "bản mới thiếu khoản" in ModelLogEntry.objects.get(action="legal.text_shown").message
        release_text(law(), user)
        assert law().provisions.first().text == "Đã sửa 1."

    def test_showing_the_held_version_answers_the_question(self, take, user):
        take(CODIFIED, crawled(count=4))
        show_version(TextVersion.objects.get(source="vbpl"), user)
        assert (conflict("text").state, conflict("text").taken) == ("decided", "vbpl")

    def test_the_office_s_text_comes_back_when_the_decision_goes(self, take, user):
        make_document(
            "102/2016/QH13", type_name="Luật", issuers=["Quốc hội"], articles=2, issued_on=datetime.date(2016, 4, 5)
        )
        take(CODIFIED)
        row = SourceConflict.objects.create(
            document=law(), field="text", shown_source="office", other_source="codification", digest="x",
            text=TextVersion.objects.get(source="codification"),
        )  # fmt: skip
        resolve_conflict(row, OTHER, user)
        assert law().provisions.count() == 10
        undo_resolution(row, user)
        assert law().provisions.count() == 2


def test_listeners_are_told_after_the_commit(take, user, django_capture_on_commit_callbacks):
    from cms.legal.signals import documents_changed

    take(CODIFIED, LATER)
    told = []

    def hear(ids, **kwargs):
        told.append(set(ids))

    documents_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            deciding.resolve_conflict(conflict(), OTHER, user)
    finally:
        documents_changed.disconnect(hear)
    assert {law().pk} in told
