"""Clauses of the library's documents: read, kept, bound to what they mean, decided, taken back."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import LogContext
from wagtail.models import Locale, ModelLogEntry

from cms.legal.admin_views import reviews
from cms.legal.documents.merging import merge_documents
from cms.legal.models import (
    ClauseProposal,
    ClauseReading,
    LegalDocument,
    LegalRelation,
    Provision,
    ReviewTask,
    StatusPeriod,
)
from cms.legal.modifications import auto_accept, review
from cms.legal.modifications.open_ends import find_open_ends, find_plainly_over
from cms.legal.modifications.signal_handlers import bring_up_to_date
from cms.legal.modifications.store import record_modifications
from tests import shared
from tests.factories import make_superuser
from tests.factories.legal import make_document
from tests.legal.modifications.library import BEGUN, ENDS, NEW, OLD, make_decree, read, write

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@shared.once
def old():
    return make_decree(OLD)


@pytest.fixture
def new(old):
    return make_decree(NEW, ENDS)


@pytest.fixture
def person():
    return make_superuser()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def state():
    return list(ClauseProposal.objects.order_by("pk").values_list("state", flat=True))


def test_what_a_text_says_is_kept_with_its_sentence_and_place(old, new):
    [row] = read(new)
    assert (row.acting, row.target, row.kind, row.state) == (new, old, "ends", "open")
    assert (row.sentence, row.place, row.anchor) == (ENDS, "khoản 2 Điều 9", "dieu-9-khoan-2")
    assert (row.day, row.day_source, row.sure, row.doubts, row.exceptions) == (BEGUN, "own", True, [], [])
    assert row.target_text == f"Nghị định số {OLD}"
    assert not LegalRelation.objects.exists()
    assert old.status_on(BEGUN).code == "in_force"


def test_it_is_read_when_it_comes_in(old, committed):
    with committed():
        make_decree(NEW, ENDS).save()
    assert state() == ["open"]


def test_many_at_once_are_left_to_the_worker(committed):
    from django_tasks_db.models import DBTaskResult

    from cms.legal.documents.lifecycle import announce_documents

    documents = [make_document() for _number in range(11)]
    with committed():
        announce_documents([document.pk for document in documents])
    assert (
        DBTaskResult.objects.filter(
            task_path__endswith="modifications.signal_handlers.read_modifications_later"
        ).count()
        == 1
    )


def test_the_same_text_again_changes_nothing(new):
    read(new)
    rows = list(ClauseProposal.objects.values())
    assert record_modifications([new.pk]) == 0
    assert record_modifications([new.pk], again=True) == 1
    bring_up_to_date([new.pk], again=True)
    assert list(ClauseProposal.objects.values()) == rows


def test_an_unchanged_text_is_not_read_twice(new, monkeypatch):
    read(new)
    monkeypatch.setattr(
        "cms.legal.modifications.store.read_modifications", lambda document: pytest.fail("it was read again")
    )
    new.signer = "Người Ký"
    new.save()
    read(new)


def test_what_is_no_longer_read_is_gone_and_comes_back(new):
    [row] = read(new)
    write(new, "2. Điều này không nói gì.")
    read(new)
    assert state() == ["gone"]
    assert ReviewTask.objects.get().state == "done"
    write(new, ENDS)
    read(new)
    assert state() == ["open"]
    assert fresh(row).pk == row.pk
    assert ReviewTask.objects.get().state == "open"


def test_a_changed_text_keeps_what_was_decided(new, person):
    other = make_decree("12/2021/NĐ-CP")
    write(new, f"{ENDS}\n3. Bãi bỏ Nghị định số 12/2021/NĐ-CP.")
    first, second = read(new)
    assert second.target == other
    review.accept_modifications([first.pk], person)
    review.decline_modifications([second.pk], person, "Không phải")
    write(new, "2. Điều này không nói gì.")
    read(new)
    assert state() == ["by_person", "declined"]
    write(new, f"{ENDS}\n4. Bãi bỏ Nghị định số 12/2021/NĐ-CP.")  # elsewhere in the text
    read(new)
    assert state() == ["by_person", "declined"]


def test_the_day_of_an_open_one_follows_its_document(new):
    read(new)
    new.effective_from = BEGUN + DAY
    new.save()
    [row] = read(new)
    assert row.day == BEGUN + DAY


def test_translations_are_not_read(new):
    english = new.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    read(new, english)
    assert ClauseReading.objects.get().document == new


# --- the other document ---------------------------------------------------------------------------------------


def test_a_document_that_arrives_is_bound():
    new = make_decree(NEW, ENDS)
    [row] = read(new)
    assert row.target is None
    assert not ReviewTask.objects.exists()
    old = make_decree(OLD)
    [row] = read(old)
    assert row.target == old
    assert (ReviewTask.objects.get().document, ReviewTask.objects.get().cause) == (old, new)


def test_a_law_by_its_name_is_bound_when_it_arrives():
    new = make_decree(NEW, "1. Luật Vườn trường năm 2015 hết hiệu lực kể từ ngày 01 tháng 8 năm 2026.")
    [row] = read(new)
    assert (row.target, row.sure) == (None, False)
    law = make_document(
        "90/2015/QH13", type_name="Luật", issuers=["Quốc hội"], title="Vườn trường", issued_on=datetime.date(2015, 6, 1)
    )
    [row] = read(law)
    assert row.target == law


def test_what_may_mean_two_documents_is_bound_to_none_and_asks(new, old):
    row = read(new)[0]
    LegalDocument.objects.filter(pk=old.pk).update(identity_key="")
    twin = make_decree(OLD, issuers=["Bộ Giáo dục và Đào tạo"])
    read(twin)
    row = fresh(row)
    assert (row.target, row.sure, row.doubts) == (None, False, ["ambiguous"])
    merge_documents(old, twin, make_superuser())
    read(old)
    assert (fresh(row).target, fresh(row).sure) == (old, True)


def test_a_local_number_is_that_of_the_own_body():
    values = {"type_name": "Quyết định", "issued_on": datetime.date(2021, 2, 1)}
    body = "Ủy ban nhân dân Thành phố Hà Nội"
    from cms.legal.models import IssuingBody

    make_document()
    for name, territory in ((body, "Hà Nội"), ("Ủy ban nhân dân tỉnh Nghệ An", "Nghệ An")):
        IssuingBody.objects.get_or_create(name=name, defaults={"territory": territory, "level": "province"})
    own = make_document("5/2021/QĐ-UBND", issuers=[body], **values)
    make_document("5/2021/QĐ-UBND", issuers=["Ủy ban nhân dân tỉnh Nghệ An"], **values)
    text = "1. Quyết định này thay thế Quyết định số 05/2021/QĐ-UBND."
    new = make_decree("9/2026/QĐ-UBND", text, type_name="Quyết định", issuers=[body])
    [row] = read(new)
    assert row.target == own
    write(new, "1. Quyết định này thay thế Quyết định số 05/2021/QĐ-UBND của Ủy ban nhân dân tỉnh Nghệ An.")
    [row] = read(new)
    assert row.target is not None
    assert row.target != own


def test_nothing_younger_is_ended():
    old = make_decree("91/2026/NĐ-CP", issued_on=datetime.date(2026, 9, 1))
    new = make_decree(NEW, "1. Bãi bỏ Nghị định số 91/2026/NĐ-CP.")
    [row] = read(new)
    assert (row.target, row.sure, row.doubts) == (old, False, ["younger"])


def test_a_deleted_target_is_bound_again_when_it_returns(new, old, person):
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    LegalDocument.objects.get(pk=old.pk).delete()
    read(new)
    assert (fresh(row).target, fresh(row).state) == (None, "by_person")
    again = make_decree(OLD)
    read(again)
    assert fresh(row).target == again
    assert LegalRelation.objects.get().target == again
    assert again.status_on(BEGUN).code == "expired"


def test_looking_up_does_not_grow_with_the_library(new, old):
    read(new)

    def queries_after(numbers):
        for number in numbers:  # each empties what is kept of the library in memory
            make_document(f"{number}/2020/TT-BGDĐT")
        ClauseReading.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            bring_up_to_date([new.pk])
        # The counters, and the types where a counter has moved, are read once a second, however much there is.
        timed = ("core_version", 'FROM "legal_documenttype"')
        return [query["sql"] for query in captured if not any(table in query["sql"] for table in timed)]

    few = queries_after([300])
    many = queries_after(range(301, 331))
    assert len(many) == len(few)
    assert not any("number_key" in query and "LIKE" in query for query in many)


# --- deciding -------------------------------------------------------------------------------------------------


def test_taken_it_is_a_relation_that_ends_the_document(new, old, person):
    [row] = read(new)
    assert [one.pk for one in review.accept_modifications([row.pk], person, "Đúng")] == [row.pk]
    row, relation = fresh(row), LegalRelation.objects.get()
    assert (row.state, row.decided_by, row.note, row.relation) == ("by_person", person, "Đúng", relation)
    assert (relation.source, relation.target, relation.kind) == (new, old, "abolishes")
    assert (relation.source_provisions, relation.day, relation.origin) == ("khoản 2 Điều 9", None, "clause")
    assert old.status_on(BEGUN - DAY).code == "in_force"
    assert old.status_on(BEGUN).code == "expired"
    assert ReviewTask.objects.get().state == "done"
    entries = ModelLogEntry.objects.filter(action="legal.clause_taken")
    assert {entry.object_id for entry in entries} == {str(old.pk), str(new.pk)}
    assert "Đúng" in entries[0].message
    assert "khoản 2 Điều 9" in entries[0].message
    assert review.accept_modifications([row.pk], person) == []
    assert LegalRelation.objects.count() == 1


def test_a_day_of_its_own_is_the_relations(new, old, person):
    write(new, f"2. Nghị định số {OLD} hết hiệu lực kể từ ngày 01 tháng 9 năm 2026.")
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    assert LegalRelation.objects.get().day == datetime.date(2026, 9, 1)
    assert old.status_on(datetime.date(2026, 8, 31)).code == "in_force"
    assert old.status_on(datetime.date(2026, 9, 1)).code == "expired"


def test_provisions_are_understood_again_in_the_relation(new, old, person):
    write(new, f"2. Bãi bỏ khoản 2 Điều 5 và Điều 7 Nghị định số {OLD}.")
    [row] = read(new)
    assert (row.kind, row.anchors) == ("ends_part", ["dieu-5-khoan-2", "dieu-7"])
    review.accept_modifications([row.pk], person)
    relation = LegalRelation.objects.get()
    assert (relation.kind, relation.anchors) == ("abolishes_part", row.anchors)
    assert old.status_on(BEGUN).code == "partly_expired"


def test_an_exception_stands_in_the_relations_note(new, old, person):
    write(new, f"2. Bãi bỏ Nghị định số {OLD}, trừ Điều 5.")
    [row] = read(new)
    assert (row.sure, row.doubts, row.exceptions) == (False, ["exception"], ["trừ Điều 5"])
    review.accept_modifications([row.pk], person)
    assert LegalRelation.objects.get().note == "trừ Điều 5"


def test_what_is_not_held_may_be_taken_and_counts_when_it_arrives(person):
    new = make_decree(NEW, ENDS)
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    old = make_decree(OLD)
    assert LegalRelation.objects.get().target == old
    assert old.status_on(BEGUN).code == "expired"


def test_taken_back_the_relation_goes_and_the_clause_is_open(new, old, person):
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    review.revoke_modifications([row.pk], person, "Nhầm")
    row = fresh(row)
    assert (row.state, row.relation, row.taken_back, row.note) == ("open", None, True, "Nhầm")
    assert not LegalRelation.objects.exists()
    assert old.status_on(BEGUN).code == "in_force"
    assert ModelLogEntry.objects.filter(action="legal.clause_taken_back").count() == 2
    assert ReviewTask.objects.get().state == "open"
    review.accept_modifications([row.pk], person)
    assert old.status_on(BEGUN).code == "expired"


def test_a_declined_one_is_opened_again(new, person):
    [row] = read(new)
    review.decline_modifications([row.pk], person, "Không")
    read(new)
    assert (fresh(row).state, fresh(row).note, fresh(row).decided_by) == ("declined", "Không", person)
    assert review.accept_modifications([row.pk], person) == []
    review.reopen_modifications([row.pk], person)
    assert fresh(row).state == "open"


def test_a_relation_that_somebody_deletes_opens_its_clause(new, person):
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    with LogContext(user=person):
        LegalRelation.objects.get().delete()
    assert (fresh(row).state, fresh(row).taken_back) == ("open", True)
    assert {entry.user for entry in ModelLogEntry.objects.filter(action="legal.clause_taken_back")} == {person}


def test_the_form_of_the_document_keeps_the_relation_and_may_take_it_away(new, old, person):
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    document = LegalDocument.objects.get(pk=new.pk)
    document.save_revision().publish()
    assert fresh(row).relation == LegalRelation.objects.get()
    document = LegalDocument.objects.get(pk=new.pk)
    document.relations = []
    document.save()
    assert not LegalRelation.objects.exists()
    assert fresh(row).state == "open"


def test_a_draft_that_was_begun_has_it_too(new, old, person):
    [row] = read(new)
    new.title = "Tên đang sửa"
    new.save_revision()
    review.accept_modifications([row.pk], person)
    LegalDocument.objects.get(pk=new.pk).get_latest_revision().publish()
    assert old.status_on(BEGUN).code == "expired"
    draft = LegalDocument.objects.get(pk=new.pk)
    draft.title = "Tên khác"
    draft.save_revision()
    review.revoke_modifications([row.pk], person)
    LegalDocument.objects.get(pk=new.pk).get_latest_revision().publish()
    assert not LegalRelation.objects.exists()


def test_a_task_that_a_person_closed_stays_closed(new, old, person):
    read(new)
    task = ReviewTask.objects.get()
    reviews.close_review(task, person, "Không phải văn bản này.")
    write(new, f"{ENDS}\n3. Bãi bỏ Nghị định số {OLD}, trừ Điều 5.")
    read(new)
    assert state() == ["open", "open"]
    task.refresh_from_db()
    assert (task.state, task.note) == ("done", "Không phải văn bản này.")


def test_deleting_the_acting_document_takes_its_clauses_along(new, old, person):
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    LegalDocument.objects.get(pk=new.pk).delete()
    assert not ClauseProposal.objects.exists()
    assert not ReviewTask.objects.exists()
    assert old.status_on(BEGUN).code == "in_force"


# --- what the library knows already ---------------------------------------------------------------------------


def relation(new, old, kind="replaces", **values):
    return LegalRelation.objects.create(source=new, target=old, kind=kind, **values)


def test_what_the_library_has_already_is_linked_and_not_doubled(new, old, person):
    stands = relation(new, old)
    [row] = read(new)
    assert (row.state, row.relation) == ("known", stands)
    assert not ReviewTask.objects.exists()
    assert review.accept_modifications([row.pk], person) == []
    stands.delete()
    assert fresh(row).state == "open"


def test_a_relation_that_comes_later_makes_an_open_one_known(new, old, committed):
    [row] = read(new)
    with committed():
        relation(new, old)
    assert fresh(row).state == "known"
    assert ReviewTask.objects.get().state == "done"


def test_a_relation_that_comes_later_stands_in_place_of_the_one_that_was_taken(new, old, person, committed):
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    with committed():
        theirs = relation(new, old, origin="codification")
    assert LegalRelation.objects.get() == theirs
    assert (fresh(row).state, fresh(row).relation) == ("known", theirs)


def test_another_day_is_a_doubt(new, old):
    relation(new, old, day=BEGUN + DAY)
    [row] = read(new)
    assert (row.state, row.sure, row.doubts) == ("open", False, ["other_day"])


@pytest.mark.parametrize(
    ("kind", "provisions", "known"),
    [
        ("abolishes_part", "khoản 2 Điều 5; Điều 7", True),
        ("abolishes_part", "Điều 5; Điều 7", True),
        ("abolishes_part", "Điều 5", False),
        ("abolishes", "", True),
        ("amends", "khoản 2 Điều 5; Điều 7", False),
    ],
)
def test_a_relation_has_to_say_as_much(new, old, kind, provisions, known):
    write(new, f"2. Bãi bỏ khoản 2 Điều 5 và Điều 7 Nghị định số {OLD}.")
    relation(new, old, kind, provisions=provisions)
    [row] = read(new)
    assert row.state == ("known" if known else "open")


def test_two_sentences_of_one_document_become_one_relation(new, old, person):
    write(new, f"{ENDS}\n3. Bãi bỏ Nghị định số {OLD}.")
    first, second = read(new)
    review.accept_modifications([first.pk, second.pk], person)
    assert LegalRelation.objects.count() == 1
    assert state() == ["by_person", "known"]
    assert fresh(second).relation == LegalRelation.objects.get()
    review.revoke_modifications([first.pk], person)
    assert state() == ["open", "open"]


# --- merging --------------------------------------------------------------------------------------------------


@pytest.fixture
def twin(new):
    """The new decree, entered a second time."""
    return make_decree(NEW, ENDS, issuers=["Bộ Giáo dục và Đào tạo"])


@pytest.mark.parametrize("step", ["accept_modifications", "decline_modifications"])
@pytest.mark.parametrize("kept", ["new", "twin"])
def test_a_decision_outlives_the_merging_of_the_acting_document(new, twin, old, person, committed, step, kept):
    first, _second = read(new, twin)
    getattr(review, step)([first.pk], person, "Đã xem")
    documents = (new, twin) if kept == "new" else (twin, new)
    with committed():
        merge_documents(*documents, person)
    standing = ClauseProposal.objects.exclude(state="gone")
    decided = "by_person" if step == "accept_modifications" else "declined"
    assert [(row.state, row.acting_id) for row in standing] == [(decided, documents[0].pk)]
    assert LegalRelation.objects.count() == (step == "accept_modifications")
    assert not ReviewTask.objects.filter(state="open").exists()


def test_two_decisions_become_one_relation(new, twin, old, person, committed):
    for row in read(new, twin):
        review.accept_modifications([row.pk], person)
    assert LegalRelation.objects.count() == 2
    with committed():
        merge_documents(new, twin, person)
    assert LegalRelation.objects.count() == 1
    assert old.status_on(BEGUN).code == "expired"


def test_a_decision_outlives_the_merging_of_the_target(new, old, person, committed):
    [row] = read(new)
    review.accept_modifications([row.pk], person)
    other = make_decree(OLD, issuers=["Bộ Giáo dục và Đào tạo"])
    with committed():
        merge_documents(other, old, person)
    assert (fresh(row).target, fresh(row).state) == (other, "by_person")
    assert LegalRelation.objects.get().target == other
    assert other.status_on(BEGUN).code == "expired"


# --- the rule -------------------------------------------------------------------------------------------------


def test_off_by_default_it_takes_nothing(new, old):
    read(new)
    assert auto_accept.accept_waiting() == 0
    assert state() == ["open"]


def test_switched_on_it_takes_what_is_sure(new, old, person):
    make_decree("12/2021/NĐ-CP")
    write(new, f"{ENDS}\n3. Bãi bỏ Nghị định số 12/2021/NĐ-CP, trừ Điều 5.\n4. Bãi bỏ Nghị định số 13/2021/NĐ-CP.")
    read(new)
    assert auto_accept.switch_rule(True, person)
    assert not auto_accept.switch_rule(True, person)
    assert auto_accept.accept_waiting() == 1
    assert state() == ["by_rule", "open", "open"]
    assert old.status_on(BEGUN).code == "expired"
    assert ClauseProposal.objects.get(state="by_rule").decided_by is None
    assert ModelLogEntry.objects.get(action="legal.clause_rule_on").user == person


def test_while_on_it_takes_what_comes_in_and_what_arrives(old, person):
    auto_accept.switch_rule(True, person)
    new = make_decree(NEW, f"{ENDS}\n4. Bãi bỏ Nghị định số 13/2021/NĐ-CP.")
    read(new)
    assert state() == ["by_rule", "open"]
    read(make_decree("13/2021/NĐ-CP"))
    assert state() == ["by_rule", "by_rule"]


def test_a_draft_does_nothing_until_it_is_published(old, person):
    auto_accept.switch_rule(True, person)
    new = make_decree(NEW, ENDS, live=False)
    read(new)
    assert state() == ["open"]
    assert find_open_ends([old.pk], BEGUN) == {}
    assert not ReviewTask.objects.exists()
    LegalDocument.objects.filter(pk=new.pk).update(live=True)
    read(new)
    assert state() == ["by_rule"]


def test_what_a_person_took_back_the_rule_leaves_to_people(new, person):
    read(new)
    auto_accept.switch_rule(True, person)
    auto_accept.accept_waiting()
    review.revoke_modifications(auto_accept.accepted_modifications().values_list("pk", flat=True), person)
    read(new)
    assert auto_accept.accept_waiting() == 0
    assert state() == ["open"]


def test_switched_off_it_takes_nothing_back_and_all_of_it_where_asked(new, old, person):
    read(new)
    auto_accept.switch_rule(True, person)
    auto_accept.accept_waiting()
    assert auto_accept.revoke_all(person) == 0  # first it is switched off
    auto_accept.switch_rule(False, person)
    assert state() == ["by_rule"]
    assert auto_accept.revoke_all(person) == 1
    assert state() == ["open"]
    assert old.status_on(BEGUN).code == "in_force"
    auto_accept.switch_rule(True, person)
    assert auto_accept.accept_waiting() == 1


# --- for others -----------------------------------------------------------------------------------------------


def test_open_ends_are_those_that_nobody_decided(new, old, person):
    [row] = read(new)
    assert find_open_ends([old.pk, new.pk], BEGUN) == {old.pk: [row]}
    assert find_open_ends([old.pk], BEGUN - DAY) == {}
    assert find_open_ends([new.pk], BEGUN) == {}
    review.decline_modifications([row.pk], person)
    assert find_open_ends([old.pk], BEGUN) == {}


def test_the_command_reads_what_was_not_read_and_counts_what_is_plainly_over(new, old, person):
    def output(*options):
        call_command("read_clauses", *options, stdout=(out := StringIO()))
        return out.getvalue()

    assert old.status_on(BEGUN).shown != "unknown"
    first = output()
    assert "2 of 2 documents read" in first
    assert "       0 documents are plainly" in first  # a clause that waits takes the ground away
    assert list(find_plainly_over(BEGUN)) == []
    assert LegalDocument.objects.get(pk=old.pk).status_on(BEGUN).shown == "unknown"
    StatusPeriod.objects.filter(document=old).update(how="stated")  # as if nobody had seen the clause
    assert list(find_plainly_over(BEGUN)) == list(ClauseProposal.objects.all())
    assert list(find_plainly_over(BEGUN - DAY)) == []
    assert "0 of 2 documents read" in output()
    auto_accept.switch_rule(True, person)
    assert "2 of 2 documents read" in output("--all")
    assert list(find_plainly_over(BEGUN)) == []
    assert old.status_on(BEGUN).code == "expired"


def test_possible_ends_count_too_and_parts_do_not(new, old):
    write(new, f"2. Bãi bỏ Nghị định số {OLD}, trừ Điều 5.\n3. Bãi bỏ Điều 7 Nghị định số {OLD}.")
    read(new)
    assert [row.kind for row in find_open_ends([old.pk], BEGUN)[old.pk]] == ["ends"]


def test_an_end_without_a_known_day_may_have_come(old):
    new = make_decree(NEW, ENDS, effective_from=None)
    [row] = read(new)
    assert (row.day, row.sure) == (None, False)
    assert find_open_ends([old.pk], new.issued_on) == {old.pk: [row]}
    assert find_open_ends([old.pk], new.issued_on - DAY) == {}


def test_open_ends_are_one_query(new, old):
    read(new)
    with CaptureQueriesContext(connection) as captured:
        for rows in find_open_ends([old.pk], BEGUN).values():
            assert [str(row.acting.doc_type) for row in rows] == ["Nghị định"]
    assert len(captured) == 1


def test_only_articles_are_read(old):
    new = make_decree(NEW)
    Provision.objects.create(document=new, kind="preamble", anchor="mo-dau", number="", label="", order=1, text=ENDS)
    assert read(new) == []
