"""The law that questions cite: bound, watched, out of draws when it changes, back after a review."""

import datetime

import pytest

from cms.contests.bank import law, questions
from cms.contests.models import BankQuestion, QuestionLaw
from cms.contests.organising import pools
from cms.contests.organising.log import StepRefused
from cms.legal.models import LegalDocument, LegalRelation, Provision
from tests.contests.factories import make_contest, make_question
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db

NUMBER = "Nghị định số 30/2020/NĐ-CP"


@pytest.fixture
def decree():
    row = make_document(
        "30/2020/NĐ-CP",
        type_name="Nghị định",
        issuers=("Chính phủ",),
        title="Về công tác văn thư",
        issued_on=datetime.date(2020, 3, 5),
        effective_from=datetime.date(2020, 3, 5),
    )
    for number in (5, 6):
        Provision.objects.create(
            document=row, number=str(number), label=f"Điều {number}", text=f"Lời của Điều {number}", order=number,
            anchor=f"dieu-{number}",
        )  # fmt: skip
    return row


def test_a_citation_is_bound_to_the_library_and_its_article(decree):
    row = make_question(law=f"khoản 2 Điều 5 {NUMBER}")
    bound = QuestionLaw.objects.get()
    assert (bound.question, bound.document, bound.anchor) == (row, decree, "dieu-5-khoan-2")


def test_what_is_not_in_the_library_is_told(decree):
    row = BankQuestion(kind="short", text="?", law="Điều 1 Nghị định số 99/2019/NĐ-CP")
    assert questions.save_question(row, ["x"]) == ["Điều 1 Nghị định số 99/2019/NĐ-CP"]
    row.law = "theo lời thầy"
    assert questions.save_question(row, ["x"]) == ["theo lời thầy"]


def test_nothing_changed_changes_nothing(decree):
    make_question(law=f"Điều 5 {NUMBER}")
    assert law.check_law() == 0
    LegalDocument.objects.get(pk=decree.pk).save()
    assert not BankQuestion.objects.exclude(law_changed_at=None).exists()


def test_words_of_the_article_alone_matter(decree):
    here, there = (make_question(law=f"Điều {number} {NUMBER}", text=f"Câu {number}?") for number in (5, 6))
    Provision.objects.filter(document=decree, anchor="dieu-5").update(text="Lời mới")
    assert law.check_law([decree.pk]) == 1
    here.refresh_from_db()
    there.refresh_from_db()
    assert here.law_changed_at
    assert not there.law_changed_at
    assert list(questions.usable_questions(None)) == [there]
    law.mark_reviewed(here)
    assert questions.usable_questions(None).count() == 2
    assert law.check_law() == 0


@pytest.mark.parametrize(("provisions", "marked"), [("Điều 5", {5}), ("", {5, 6}), ("Điều 9", set())])
def test_an_amendment_marks_those_whose_article_it_touches(decree, provisions, marked):
    rows = {number: make_question(law=f"Điều {number} {NUMBER}", text=f"Câu {number}?") for number in (5, 6)}
    amending = make_document("31/2021/NĐ-CP", type_name="Nghị định", issuers=("Chính phủ",), title="Sửa đổi")
    LegalRelation.objects.create(source=amending, target=decree, kind="amends", provisions=provisions)
    law.check_law([decree.pk])
    changed = set(BankQuestion.objects.exclude(law_changed_at=None).values_list("pk", flat=True))
    assert changed == {rows[number].pk for number in marked}


def test_the_library_tells_by_itself(decree, django_capture_on_commit_callbacks, a):
    """An edit in the library reaches questions of every school."""
    row = make_question(law=f"Điều 5 {NUMBER}", school=a)
    with django_capture_on_commit_callbacks(execute=True):
        document = LegalDocument.objects.get(pk=decree.pk)
        Provision.objects.filter(document=document, anchor="dieu-5").update(text="Lời mới")
        document.title = "Về công tác văn thư (sửa)"
        document.save()
    row.refresh_from_db()
    assert row.law_changed_at


def test_a_pool_with_changed_law_is_not_closed(decree):
    contest = make_contest(kinds=("one",), freeze=False, publish=False)
    row = BankQuestion.objects.get()
    row.law = f"Điều 5 {NUMBER}"
    questions.save_question(row, ["*a", "b"])
    Provision.objects.filter(document=decree, anchor="dieu-5").update(text="Lời mới")
    law.check_law()
    with pytest.raises(StepRefused):
        pools.freeze_pool(contest.rounds.get(), None)


def test_practice_shows_the_article(decree):
    row = make_question(law=f"Điều 5 {NUMBER}")
    frozen = pools.freeze_question(row)
    assert frozen["laws"] == [{"words": f"Điều 5 {NUMBER}", "path": f"{decree.get_absolute_url()}#dieu-5"}]
