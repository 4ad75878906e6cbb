"""Two entries become one: what sources say of either is kept, and nothing speaks twice."""

import datetime

import pytest

from cms.legal.documents.merging import merge_documents
from cms.legal.models import LegalDocument, LegalRelation, ReviewTask, SourceConflict, SourceRecord, TextVersion
from cms.legal.sources import visibility
from cms.legal.sources.resolution import SHOWN, resolve_conflict
from tests.factories import make_superuser
from tests.factories.legal import make_document
from tests.legal.sources.rows import CODIFIED, crawled

pytestmark = pytest.mark.django_db
JUNE = datetime.date(2017, 6, 1)


@pytest.fixture
def user():
    return make_superuser()


def pair(take, first, second) -> tuple[LegalDocument, LegalDocument]:
    """Each row comes in as an entry of its own, because the numbers differ; then they get one number."""
    take(first)
    kept = LegalDocument.objects.get()
    take(second)
    return kept, LegalDocument.objects.exclude(pk=kept.pk).get()


OTHER = {"number": "57/2020/QH14"}


def test_two_sources_stand_side_by_side_and_differences_are_asked_about(take, user):
    kept, other = pair(take, CODIFIED, crawled(**OTHER, effective="2017-07-01"))
    version = other.text_versions.get()
    merge_documents(kept, other, user)
    document = LegalDocument.objects.get()
    current = dict(document.source_records.filter(replaced_at=None).values_list("source", "status"))
    assert current == {"codification": "", "vbpl": "partly_expired"}
    assert document.badge.shown == "partly_expired"
    assert document.effective_from == JUNE
    conflict = document.source_conflicts.get(field="effective_from")
    assert (conflict.shown_source, conflict.other_value) == ("codification", "2017-07-01")
    version.refresh_from_db()
    assert (version.document_id, version.shown, version.current) == (document.pk, False, True)
    assert document.provisions.first().text == "Nội dung mẫu số 1."
    assert document.text_versions.get(shown=True).source == "codification"


def test_of_one_source_the_second_s_word_becomes_former_and_fills_gaps(take, user):
    bare = {name: value for name, value in CODIFIED.items() if name != "effective"}
    kept, other = pair(take, bare, CODIFIED | {"number": OTHER["number"]})
    merge_documents(kept, other, user)
    document = LegalDocument.objects.get()
    record = document.source_records.get(replaced_at=None)
    assert (record.source, record.values["number"], record.values["effective_from"]) == (
        "codification", "102/2016/QH13", "2017-06-01",
    )  # fmt: skip
    assert document.effective_from == JUNE
    former = {row.values["number"] for row in document.source_records.exclude(replaced_at=None)}
    assert former == {"102/2016/QH13", "57/2020/QH14"}
    assert not SourceRecord.objects.filter(source="office").exists()


@pytest.mark.parametrize("by_hand_is_kept", [True, False])
def test_what_was_entered_by_hand_keeps_its_voice(take, user, by_hand_is_kept):
    by_hand = make_document(
        "57/2020/QH14", type_name="Luật", issuers=["Quốc hội"], title="Tên của thư viện", articles=2
    )
    take(CODIFIED)
    imported = LegalDocument.objects.exclude(pk=by_hand.pk).get()
    kept, other = (by_hand, imported) if by_hand_is_kept else (imported, by_hand)
    merge_documents(kept, other, user)
    document = LegalDocument.objects.get()
    office = document.source_records.get(source="office")
    assert office.values["title"] == "Tên của thư viện"
    assert (office.replaced_at is None) == by_hand_is_kept
    assert document.title == ("Tên của thư viện" if by_hand_is_kept else "Trẻ em")
    shown = document.text_versions.get(shown=True)
    assert shown.source == ("office" if by_hand_is_kept else "codification")
    assert document.text_versions.count() == 2
    assert document.provisions.count() == (2 if by_hand_is_kept else 10)
    take(CODIFIED)
    document.refresh_from_db()
    assert document.title == ("Tên của thư viện" if by_hand_is_kept else "Trẻ em")


def test_a_text_that_only_the_second_has_is_shown(take, user):
    bare = {name: value for name, value in CODIFIED.items() if name != "articles"} | {"n_articles": 0}
    kept, other = pair(take, bare, crawled(**OTHER))
    merge_documents(kept, other, user)
    document = LegalDocument.objects.get()
    assert document.provisions.filter(kind="article").count() == 10
    assert document.text_versions.get().shown


def test_a_text_that_is_held_back_gives_way_to_the_one_that_was_shown(take, user):
    kept, other = pair(take, crawled(in_text="758/2024/QĐ-CTN", count=3), crawled(**OTHER))
    assert not kept.provisions.exists()
    merge_documents(kept, other, user)
    document = LegalDocument.objects.get()
    versions = document.text_versions.order_by("pk").values_list("shown", "current")
    assert list(versions) == [(False, False), (True, True)]
    assert document.provisions.filter(kind="article").count() == 10


def test_a_text_that_both_have_stands_once(take, user):
    second = CODIFIED | {"number": OTHER["number"]}
    kept, other = pair(take, CODIFIED, second)
    merge_documents(kept, other, user)
    version = TextVersion.objects.get()
    assert (version.document_id, version.shown, version.current) == (kept.pk, True, True)


def test_decisions_stay_as_history(take, user):
    kept, other = pair(take, CODIFIED, crawled(**OTHER))
    take(CODIFIED | {"number": OTHER["number"]})
    held = crawled(**OTHER, count=3, updated="2026-06-01")
    take(held)
    resolve_conflict(SourceConflict.objects.get(document=other, field="text"), SHOWN, user, "thiếu điều")
    merge_documents(kept, other, user)
    row = SourceConflict.objects.get(state="decided")
    assert (row.document_id, row.note, row.text.document_id) == (kept.pk, "thiếu điều", kept.pk)


class TestReviewTasks:
    def test_what_a_document_raises_about_itself_survives(self, take, user):
        kept, other = pair(take, CODIFIED, crawled(**OTHER, status="Còn hiệu lực"))
        new = make_document(
            "1/2025/QH15", type_name="Luật", issuers=["Quốc hội"], effective_from=datetime.date(2025, 1, 1)
        )
        LegalRelation.objects.create(source=new, target=other, kind="replaces")
        assert ReviewTask.objects.get().document == other
        merge_documents(kept, other, user)
        task = ReviewTask.objects.get(kind="contradicted")
        assert (task.document_id, task.cause_id) == (kept.pk, kept.pk)

    def test_what_asked_to_look_at_the_two_goes(self, take, user):
        kept, other = pair(take, CODIFIED, crawled(**OTHER))
        ReviewTask.objects.create(document=other, cause=kept, kind=ReviewTask.Kind.NOT_PUBLISHED)
        merge_documents(kept, other, user)
        assert not ReviewTask.objects.exists()

    def test_one_that_was_done_is_not_asked_again(self, take, user):
        kept, other = pair(take, CODIFIED, crawled(**OTHER, status="Còn hiệu lực"))
        ReviewTask.objects.create(document=kept, cause=kept, kind=ReviewTask.Kind.CONTRADICTED, state="done", note="x")
        ReviewTask.objects.create(document=other, cause=other, kind=ReviewTask.Kind.CONTRADICTED)
        merge_documents(kept, other, user)
        assert ReviewTask.objects.get().note == "x"


def test_what_the_official_source_said_of_either_is_still_ground(take, user):
    kept, other = pair(take, crawled(status=""), crawled(**OTHER, id="9", status="Còn hiệu lực"))
    assert kept.badge.shown == "unknown"
    merge_documents(kept, other, user)
    badge = LegalDocument.objects.get().badge
    assert (badge.shown, badge.how, badge.source) == ("in_force", "stated", "vbpl")


@pytest.mark.parametrize("hidden", [{"confidential": True}, {"live": False}])
def test_what_nobody_could_read_does_not_become_public(take, user, client, hidden):
    kept, other = pair(take, {**CODIFIED, "articles": []}, crawled(**OTHER))
    LegalDocument.objects.filter(pk=other.pk).update(**hidden)
    merge_documents(kept, LegalDocument.objects.get(pk=other.pk), user)
    document = LegalDocument.objects.get()
    version = document.text_versions.get()
    assert (version.shown, version.current, version.doubts) == (False, False, ["not_public"])
    assert not document.provisions.exists()
    assert document.confidential is hidden.get("confidential", False)
    assert visibility.sound_versions(document) == []
