"""Steps that lead back between the desk and those who answer: given back, returned, gone on with without an answer; and
what does not fit (any more)."""

import pytest
from django.urls import reverse

from cms.advice.answering import publication
from cms.advice.models import Question
from cms.advice.workflow import working_days
from cms.legal.models import LegalField
from cms.tenancy.models import Notice
from tests.advice.conftest import asked, newest, on, soup, visitor
from tests.advice.test_flow import draft, step
from tests.factories import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(a, people):
    asked(visitor(a))
    step(people.clerk, newest(), "assign", person=people.expert.pk)
    return newest()


def said(response) -> str:
    return soup(response).get_text(" ", strip=True)


def told(user) -> list[str]:
    return [notice.subject for notice in Notice.objects.filter(user=user)]


def words_of(question, kind) -> list[str]:
    return list(question.events.filter(kind=kind).values_list("note", flat=True))


def test_an_expert_gives_a_question_back(people, question):
    without = step(people.expert, question, "give_back", task=True)
    assert without.status_code == 409
    assert question.assigned_to == people.expert
    response = step(people.expert, question, "give_back", task=True, words="Không đúng lĩnh vực của tôi")
    assert response.url == reverse("advice_tasks")  # the expert sees it no more
    assert (question.state, question.assigned_to) == ("new", None)
    assert words_of(question, "back") == ["Không đúng lĩnh vực của tôi"]
    assert any(subject.startswith("Câu hỏi được trả lại") for subject in told(people.approver)), told(people.approver)
    assert client_of(people.expert).get(reverse("advice_task", args=[question.pk])).status_code == 404
    assert step(people.expert, question, "give_back", task=True, words="Lần nữa").status_code == 404
    assert step(people.clerk, question, "assign", person=people.expert.pk).status_code == 302


def test_who_approves_returns_an_answer(people, question):
    draft(people.expert, question, law="", task=True)
    step(people.expert, question, "send_in", task=True)
    assert question.state == "approval"
    assert step(people.approver, question, "return").status_code == 409
    assert step(people.approver, question, "return", words="Nêu rõ Điều 6").status_code == 302
    assert (question.state, question.assigned_to) == ("assigned", people.expert)
    assert words_of(question, "returned") == ["Nêu rõ Điều 6"]
    assert len(told(people.expert)) == 2  # assigned, and that it came back
    page = client_of(people.expert).get(reverse("advice_task", args=[question.pk]))
    assert "Nêu rõ Điều 6" in said(page)
    assert step(people.approver, question, "return", words="Lần nữa").status_code == 409  # it came back already
    draft(people.expert, question, law="", base=1, task=True)
    step(people.expert, question, "send_in", task=True)
    assert step(people.approver, question, "send_out", outcome="public", draft=2).status_code == 302
    assert question.state == "answered"


def test_nothing_is_sent_in_or_out_without_an_answer(people, question):
    for person, name, task, data in (
        (people.expert, "send_in", True, {}),
        (people.approver, "send_out", False, {"outcome": "public", "draft": 1}),
        (people.approver, "send_out", False, {"outcome": "somehow", "draft": 1}),
        (people.clerk, "assign", False, {"person": people.office_expert.pk + 1000}),
        (people.clerk, "merge", False, {"target": "#x"}),
        (people.clerk, "merge", False, {"target": question.pk}),
        (people.clerk, "resume", False, {}),  # nobody was asked anything
        (people.clerk, "to_office", False, {"words": "  "}),
        (people.clerk, "refuse", False, {"words": ""}),
        (people.clerk, "split", False, {"words": " "}),
    ):
        response = step(person, question, name, task=task, **data)
        assert response.status_code == 409, name
        assert question.state == "assigned", name


def test_gone_on_with_without_an_answer_of_who_asked(people, question):
    due = question.due_on
    with on("2026-03-02"):
        Question.objects.filter(pk=question.pk).update(due_on="2026-03-10")
        assert step(people.expert, question, "ask_back", task=True, words="Cháu học lớp mấy?").status_code == 302
        assert (question.state, str(question.paused_on)) == ("waiting", "2026-03-02")
    with on("2026-03-05"):
        assert step(people.clerk, question, "resume").status_code == 302
    assert (question.state, question.paused_on, question.assigned_to) == ("assigned", None, people.expert)
    assert question.due_on == working_days.add_working_days(question.due_on.replace(day=10), 3)
    assert due != question.due_on
    assert question.events.filter(kind="resumed").count() == 1


def test_where_there_is_no_page_of_answers_nothing_is_lost(people, question):
    draft(people.expert, question, law="", task=True)
    index = publication.find_question_index(question)
    type(index).objects.filter(pk=index.pk).update(live=False)  # the section's guard lets nobody do it
    response = step(people.approver, question, "send_out", outcome="public", draft=1)
    assert response.status_code == 409
    assert (question.state, question.page) == ("assigned", None)
    assert question.drafts.count() == 1
    assert step(people.approver, question, "send_out", outcome="private", draft=1).status_code == 302


def test_an_answer_written_when_the_question_was_closed_is_shown_again(people, question):
    stale = client_of(people.expert)
    page = reverse("advice_task_step", args=[question.pk, "draft"])
    step(people.clerk, question, "refuse", words="Không phải câu hỏi về pháp luật")
    response = stale.post(page, {"title": "Của tôi", "answer": "null", "law": "", "base": 0})
    assert response.status_code in (200, 404)
    assert question.drafts.count() == 0
    other = client_of(people.clerk).post(
        reverse("advice_step", args=[question.pk, "triage"]),
        {"version": question.version, "field": LegalField.objects.create(name="Thử").pk},
    )
    assert other.status_code in (404, 409)
    assert Question.objects.get(pk=question.pk).field is None
