"""From a parent's question to the answer that everybody reads, and on to the law that changes: clerk, expert, approver,
asker. Each through the own screens."""

import datetime
import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.advice.intake import tracking
from cms.advice.models import AdviceRules, Draft, FieldTarget, Question, QuestionEvent, Review, Usefulness
from cms.advice.workflow import asker_emails, deadlines
from cms.core.instance_hooks import use_instance_hook
from cms.legal.models import LegalField, QuestionPage
from cms.tenancy.models import Notice
from cms.tenancy.roles import Role
from cms.tenancy.row_access.policy import RowAccessPolicy
from tests.advice.conftest import TEXT, asked, editor_text, newest, on, soup, visitor
from tests.factories import client_of, make_user
from tests.factories.legal import make_document
from tests.killed import run_and_kill

pytestmark = pytest.mark.django_db
TITLE = "Nhà trường xử lý thế nào khi học sinh bị đe dọa trên mạng?"
ANSWER = "<p>Theo Điều 6 <b>Luật Trẻ em</b> số 102/2016/QH13, hành vi này bị nghiêm cấm.</p>"


@pytest.fixture
def law(a):
    return make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",), articles=10)


def step(user, question, name, task=False, **data):
    question.refresh_from_db()
    url = reverse("advice_task_step" if task else "advice_step", args=[question.pk, name])
    response = client_of(user).post(url, {"version": question.version, **data})
    question.refresh_from_db()
    return response


def draft(user, question, title=TITLE, answer=ANSWER, law="luật trẻ em 2016", base=0, task=False):
    return step(user, question, "draft", task, title=title, answer=editor_text(answer), law=law, base=base)


def answered(people, question, outcome="public"):
    step(people.clerk, question, "assign", person=people.expert.pk)
    assert draft(people.expert, question, task=True).status_code == 302
    step(people.expert, question, "send_in", task=True)
    response = step(people.approver, question, "send_out", outcome=outcome, draft=1)
    assert response.status_code == 302, soup(response).get_text()
    return question


def test_from_the_question_to_the_page_and_to_changed_law(a, law, people, django_capture_on_commit_callbacks):
    client = visitor(a)
    code = asked(client, mail="me@example.vn")
    question = newest()
    queue = client_of(people.clerk).get(reverse("advice_queue"))
    assert "Con tôi bị bạn cùng lớp đe dọa" in queue.content.decode()

    answered(people, question)
    assert question.state == "answered"
    page = question.page
    assert (page.title, page.live, page.owner) == (TITLE, True, people.expert)
    assert page.answered_by == "Phạm Luật sư"
    assert [link.document for link in page.document_links.all()] == [law]
    public = client.get(page.get_url())
    assert "Luật Trẻ em" in public.content.decode()
    assert TEXT not in public.content.decode()  # as edited, not as asked
    listed = client.get(page.get_parent().get_url()).content.decode()
    assert TITLE in listed
    assert "/hoi-dap/dat-cau-hoi/" in listed

    followed = soup(client.get(f"/hoi-dap/theo-doi/{code}/"))
    assert page.get_url().endswith(followed.select_one("a.button")["href"])
    asker_emails.send_queued_emails()
    assert mail.outbox[-1].to == ["me@example.vn"]
    assert f"/hoi-dap/theo-doi/{code.replace('-', '')}/" in mail.outbox[-1].body
    assert TITLE not in mail.outbox[-1].body

    assert "changed since" not in public.content.decode()
    librarian = make_user(Role.OFFICE_LIBRARIAN)  # who reads no school's pages
    with use_instance_hook(RowAccessPolicy(librarian, True)), django_capture_on_commit_callbacks(execute=True):
        law.status_override, law.status_reason = "expired", "Luật mới thay thế"
        law.save()
    review = Review.objects.get()
    assert (review.page_id, review.document, review.assigned_to, review.school) == (page.pk, law, people.expert, a)
    assert "102/2016/QH13" in soup(client.get(page.get_url())).select_one(".alert--warning").get_text()
    assert Notice.objects.filter(user=people.expert, kind="reviews").exists()

    expert = client_of(people.expert)
    url = reverse("advice_review", args=[review.pk])
    assert url in expert.get(reverse("advice_tasks")).content.decode()
    assert expert.post(url, {"words": " "}).status_code == 200
    assert expert.post(url, {"words": "Nội dung vẫn đúng theo luật mới."}).status_code == 302
    assert soup(client.get(page.get_url())).select_one("article .alert--warning") is None


def test_every_step_is_logged_with_who_and_when(a, law, people):
    asked(visitor(a))
    question = answered(people, newest())
    steps = list(question.events.values_list("kind", "by__email"))
    assert steps == [
        ("asked", None), ("assigned", "van-thu@a.vn"), ("drafted", "luat-su@a.vn"), ("sent_in", "luat-su@a.vn"),
        ("answered", "duyet@a.vn"),
    ]  # fmt: skip
    seen = soup(client_of(people.approver).get(reverse("advice_item", args=[question.pk]))).get_text()
    assert "– Đã đăng" in seen  # how it went out, in words
    assert "public" not in seen
    event = question.events.first()
    with pytest.raises(ValueError, match="not changed"):
        event.save()
    with pytest.raises(ValueError, match="not deleted"):
        event.delete()


class TestSecondPerson:
    def test_who_wrote_does_not_send_out(self, a, law, people):
        asked(visitor(a))
        question = newest()
        draft(people.approver, question)
        response = step(people.approver, question, "send_out", outcome="public", draft=1)
        assert response.status_code == 409
        assert question.state == "new"
        assert not QuestionPage.objects.exists()

    def test_unless_the_office_says_so(self, a, law, people):
        AdviceRules(second_person=False).save()
        asked(visitor(a))
        question = newest()
        draft(people.approver, question)
        step(people.approver, question, "send_out", outcome="unnamed", draft=1)
        assert (question.state, question.page.answered_by) == ("answered", "")

    def test_a_clerk_or_an_expert_never(self, a, law, people):
        asked(visitor(a))
        question = newest()
        step(people.clerk, question, "assign", person=people.expert.pk)
        draft(people.clerk, question)
        for user, task in ((people.clerk, False), (people.expert, True)):
            assert step(user, question, "send_out", task, outcome="public", draft=1).status_code == 404
        assert question.state == "assigned"


def test_names_are_looked_at_before_they_go_out(a, law, people):
    asked(visitor(a))
    question = newest()
    draft(people.clerk, question, title="Em Nguyễn Thị Hoa lớp 7A bị đe dọa thì sao?")
    response = step(people.approver, question, "send_out", outcome="public", draft=1)
    assert response.status_code == 409
    assert not QuestionPage.objects.exists()
    mark = soup(response).select_one("[name=looked_at]")["value"]
    assert "Nguyễn Thị Hoa" in mark
    draft(people.clerk, question, title="Em Trần Văn Bình bị đe dọa thì sao?", base=1)
    assert step(people.approver, question, "send_out", outcome="public", draft=2, looked_at=mark).status_code == 409
    draft(people.clerk, question, base=2)
    assert step(people.approver, question, "send_out", outcome="public", draft=3).status_code == 302


def test_what_is_approved_is_what_was_read(a, law, people):
    asked(visitor(a))
    question = newest()
    draft(people.clerk, question)
    draft(people.expert, question, task=True)  # not assigned: nothing happens
    draft(people.clerk, question, title="Câu hỏi viết lại sau khi đã đọc", base=1)
    assert step(people.approver, question, "send_out", outcome="public", draft=1).status_code == 409
    assert not QuestionPage.objects.exists()


class TestTwoAtOnce:
    def test_a_second_version_is_shown_beside_and_nothing_is_lost(self, a, law, people):
        asked(visitor(a))
        question = newest()
        step(people.clerk, question, "assign", person=people.expert.pk)
        draft(people.expert, question, title="Bản của luật sư", task=True)
        response = draft(people.clerk, question, title="Bản của văn thư")
        assert response.status_code == 409
        page = soup(response)
        assert "Bản của luật sư" in page.select_one(".district-note h2").find_parent("section").get_text()
        assert page.select_one("[name=title]")["value"] == "Bản của văn thư"
        base = page.select_one("[name=base]")["value"]
        assert draft(people.clerk, question, title="Bản của văn thư", base=base).status_code == 302
        titles = Draft.objects.order_by("number").values_list("title", flat=True)
        assert list(titles) == ["Bản của luật sư", "Bản của văn thư"]

    def test_a_step_on_what_has_moved_is_not_taken_and_its_words_stay(self, a, people):
        asked(visitor(a))
        question = newest()
        seen = question.version
        step(people.clerk, question, "assign", person=people.expert.pk)
        url = reverse("advice_step", args=[question.pk, "refuse"])
        response = client_of(people.approver).post(url, {"version": seen, "words": "Không thuộc thẩm quyền"})
        assert response.status_code == 409
        assert "Không thuộc thẩm quyền" in soup(response).select_one("[name=words]").get_text()
        question.refresh_from_db()
        assert question.state == "assigned"

    def test_saved_twice_it_is_one_version(self, a, law, people):
        asked(visitor(a))
        draft(people.clerk, newest())
        draft(people.clerk, newest())
        assert Draft.objects.count() == 1


def test_law_is_found_as_people_type_it(a, law, people):
    asked(visitor(a))
    question = newest()
    response = draft(people.clerk, question, law="điều 6 luật trẻ em\n999/2099/TT-KHÔNG")
    assert response.status_code == 200
    assert "999/2099" in soup(response).get_text()
    assert soup(response).select_one("[name=title]")["value"] == TITLE
    draft(people.clerk, question, law="điều 6 luật trẻ em\n102/2016/QH13")
    assert Draft.objects.get().cited == [law.pk]


def test_an_answer_holds_text_and_nothing_that_runs(a, law, people):
    asked(visitor(a))
    question = newest()
    url = reverse("advice_step", args=[question.pk, "draft"])
    client = client_of(people.clerk)
    block = {"key": "a", "text": "<script>x</script>", "type": "unstyled", "depth": 0}
    hostile = json.dumps({"blocks": [{**block, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})
    for sent in (hostile, "{", "[]", '{"blocks": 3}', "<img src=x onerror=alert(1)>"):
        assert client.post(url, {"title": TITLE, "answer": sent, "law": "", "base": "x"}).status_code == 200
        client.post(url, {"title": TITLE, "answer": sent, "law": "", "base": "0"})
    for kept in Draft.objects.values_list("answer", flat=True):
        assert "<script" not in kept
        assert "<img" not in kept


class TestPrivateReply:
    def test_it_is_behind_the_link_and_nowhere_else(self, a, law, people):
        client = visitor(a)
        code = asked(client)
        question = answered(people, newest(), "private")
        assert question.page is None
        assert not QuestionPage.objects.exists()
        assert "hành vi này bị nghiêm cấm" in client.get(f"/hoi-dap/theo-doi/{code}/").content.decode()

    def test_not_while_others_asked_the_same(self, a, law, people):
        asked(visitor(a))
        first = newest()
        asked(visitor(a))
        step(people.clerk, newest(), "merge", target=first.pk)
        draft(people.clerk, first)
        assert step(people.approver, first, "send_out", outcome="private", draft=1).status_code == 409


def test_who_was_merged_reads_the_others_answer_but_not_the_question(a, law, people):
    client = visitor(a)
    asked(client, text="Chuyện riêng của gia đình thứ nhất, xin hỏi luật sư về việc này.")
    first = newest()
    code = asked(client)
    merged = newest()
    step(people.clerk, merged, "merge", target=first.pk)
    assert merged.state == "merged"
    answered(people, first)
    page = client.get(f"/hoi-dap/theo-doi/{code}/").content.decode()
    assert f"/{first.page.slug}/" in page
    assert "gia đình thứ nhất" not in page


def test_who_was_merged_with_a_question_that_is_withdrawn_stands_alone_again(a, people):
    client = visitor(a)
    first_code = asked(client)
    first = newest()
    asked(client, text="Cùng một việc nhưng người khác hỏi, xin được trả lời.")
    merged = newest()
    step(people.clerk, merged, "merge", target=first.pk)
    step(people.clerk, first, "merge", target=merged.pk)  # not crosswise
    assert first.state == "new"
    client.post(f"/hoi-dap/theo-doi/{first_code}/", {"step": "withdraw", "sure": "1"})
    merged.refresh_from_db()
    assert (merged.state, merged.merged_into, merged.closed_at) == ("new", None, None)
    assert merged.text.startswith("Cùng một việc")


def test_a_second_matter_is_followed_by_the_same_code(a, people):
    client = visitor(a)
    code = asked(client)
    question = newest()
    step(people.clerk, question, "split", words="Nhà trường có được thu thêm tiền không?")
    assert Question.objects.get(part_of=question).state == "new"
    assert "thu thêm tiền" in client.get(f"/hoi-dap/theo-doi/{code}/").content.decode()


def test_refused_with_a_reason_that_the_asker_reads(a, people):
    client = visitor(a)
    code = asked(client)
    question = newest()
    assert step(people.clerk, question, "refuse", words="").status_code == 409
    step(people.clerk, question, "refuse", words="Việc này đã có tòa án giải quyết.")
    assert question.state == "refused"
    assert "đã có tòa án" in client.get(f"/hoi-dap/theo-doi/{code}/").content.decode()


class TestClock:
    def test_days_of_the_field_and_holidays(self, a):
        field = LegalField.objects.create(name="Giáo dục thử")
        FieldTarget.objects.create(field=field, days=3)
        with on("2026-04-28"):
            asked(visitor(a), field=str(field.pk))
        assert newest().due_on == datetime.date(2026, 5, 5)  # without 30 April, 1 May and the weekend

    def test_it_stands_still_while_the_asker_is_waited_for(self, a, people):
        client = visitor(a)
        with on("2026-03-02"):
            code = asked(client)
            question = newest()
            step(people.clerk, question, "ask_back", words="Việc xảy ra khi nào?")
            assert (question.state, question.due_on) == ("waiting", datetime.date(2026, 3, 16))
            assert "Việc xảy ra khi nào?" in client.get(f"/hoi-dap/theo-doi/{code}/").content.decode()
        with on("2026-03-09"):
            assert deadlines.send_deadline_warnings() == "0 soon, 0 late"
            client.post(f"/hoi-dap/theo-doi/{code}/", {"step": "add", "text": "Từ đầu năm học."})
        question.refresh_from_db()
        assert (question.state, question.due_on) == ("new", datetime.date(2026, 3, 23))

    def test_people_are_warned_before_and_after_once_each(self, a, people):
        with on("2026-03-02"):
            asked(visitor(a))
        question = newest()
        step(people.clerk, question, "assign", person=people.expert.pk)
        told = Notice.objects.filter(kind="due")
        with on("2026-03-13"):
            assert deadlines.send_deadline_warnings() == "1 soon, 0 late"
            assert deadlines.send_deadline_warnings() == "0 soon, 0 late"
        assert set(told.values_list("user__email", flat=True)) == {"luat-su@a.vn", "duyet@a.vn"}
        with on("2026-03-18"):
            assert deadlines.send_deadline_warnings() == "0 soon, 1 late"
            assert deadlines.send_deadline_warnings() == "0 soon, 0 late"

    def test_a_worker_killed_while_it_warns_warns_again(self, a, people, monkeypatch):
        with on("2026-03-02"):
            asked(visitor(a))
        told = Notice.objects.filter(kind="due")
        with on("2026-03-13"):
            run_and_kill(monkeypatch, deadlines.assignment, "notify_handlers", deadlines.send_deadline_warnings)
            assert not told.exists()
            assert deadlines.send_deadline_warnings() == "1 soon, 0 late"
            assert told.exists()


class TestForwarding:
    def test_to_the_office_and_back(self, a, people):
        asked(visitor(a))
        question = newest()
        step(people.clerk, question, "to_office", words="Vượt thẩm quyền của trường")
        assert question.at_office
        assert step(people.clerk, question, "refuse", words="x").status_code == 404  # no longer the school's to do
        assert client_of(people.clerk).get(reverse("advice_item", args=[question.pk])).status_code == 200
        assert step(people.boss, question, "assign", person=people.office_expert.pk).status_code == 302
        step(people.boss, question, "to_school", words="Trường trả lời được")
        assert (question.at_office, question.assigned_to, question.state) == (False, None, "new")

    def test_from_the_portal_to_a_school(self, a, people):
        asked(visitor())
        question = newest()
        assert step(people.boss, question, "to_school", words="Của trường").status_code == 409
        step(people.boss, question, "to_school", words="Của trường", school_code=a.code)
        assert (question.school, question.at_office) == (a, False)
        assert step(people.clerk, question, "refuse", words="Không rõ").status_code == 302


def test_useful_is_counted_without_a_cookie_once_a_day(a, law, people):
    client = visitor(a)
    asked(client)
    page = answered(people, newest()).page
    url = reverse("advice_useful", args=[page.pk])
    response = client.post(url, {"vote": "yes"})
    assert not response.cookies
    client.post(url, {"vote": "no"})
    other = visitor(a)
    other.defaults["REMOTE_ADDR"] = "198.51.100.9"
    assert other.post(url, {"vote": "no"}).status_code == 302
    assert Usefulness.objects.values_list("yes", "no").get() == (1, 1)
    assert client.post(url, {"vote": "maybe"}).status_code == 404
    assert client.post(reverse("advice_useful", args=[9**18]), {"vote": "yes"}).status_code == 404
    assert Client(headers={"host": "cong.localhost"}).post(url, {"vote": "yes"}).status_code == 404


def test_who_asked_carries_off_and_erases(a, people):
    client = visitor(a)
    code = asked(client, name="Chị Hoa", mail="hoa@example.vn")
    question = newest()
    data = client.post(f"/hoi-dap/theo-doi/{code}/du-lieu.json").json()
    assert (data["name"], data["mail"], data["question"]) == ("Chị Hoa", "hoa@example.vn", TEXT)
    client.post(f"/hoi-dap/theo-doi/{code}/", {"step": "withdraw"})
    question.refresh_from_db()
    assert question.text == TEXT  # not without being sure
    client.post(f"/hoi-dap/theo-doi/{code}/", {"step": "withdraw", "sure": "1"})
    question.refresh_from_db()
    assert (question.text, question.name, question.contact, question.state) == ("", "", "", "withdrawn")
    assert client.get(f"/hoi-dap/theo-doi/{code}/").status_code == 200
    assert tracking.find_question_by_code(code, a.site_id) == question


def test_after_the_term_a_job_erases_and_reports(a, law, people):
    from cms.advice.models import ErasureReport
    from cms.advice.workflow import erasure

    asked(visitor(a), name="Chị Hoa", mail="hoa@example.vn")
    question = answered(people, newest())
    assert erasure.erase_due_questions() == "0 erased"
    Question.objects.update(closed_at=timezone.now() - datetime.timedelta(days=400))
    asked(visitor(a))
    assert erasure.erase_due_questions() == "1 erased"
    assert erasure.erase_due_questions() == "0 erased"
    question.refresh_from_db()
    assert (question.text, question.name, question.contact) == ("", "", "")
    assert not Draft.objects.filter(question=question).exists()
    assert question.page.live  # what was published without names stays
    report = ErasureReport.objects.get()
    assert (report.count, report.by_school) == (1, {str(a.pk): 1})
    assert QuestionEvent.objects.filter(question=question, kind="erased").exists()
