"""Rounds of opinions, from the draft to the results, in two schools and at the office."""

import datetime
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from cms.advice.intake import form_tokens
from cms.opinions.collection import opinion_intake, opinion_table
from cms.opinions.collection.opinion_intake import OpinionInput
from cms.opinions.collection.word_export import export_to_word
from cms.opinions.consultation import draft_articles, transitions
from cms.opinions.models import Consultation, Opinion
from cms.tenancy.models import Notice
from cms.tenancy.roles import Role
from tests.advice.conftest import solved, soup, visitor
from tests.factories import client_of, make_office, make_superuser, make_user
from tests.killed import run_and_kill

pytestmark = pytest.mark.django_db
DRAFT = """QUY CHẾ
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc dạy thêm.
Điều 2. Đối tượng
1. Học sinh.
2. Giáo viên."""
SECRET = "Dự thảo riêng của trường này"


def make_round(school=None, audience="public", opened=True, days=7, **more) -> Consultation:
    row = Consultation.objects.create(
        school=school, title=more.pop("title", "Dự thảo quy chế dạy thêm"), audience=audience,
        closes_at=timezone.now() + datetime.timedelta(days=days), **more,
    )  # fmt: skip
    transitions.set_articles(row, draft_articles.split_into_articles(DRAFT))
    if opened:
        Consultation.objects.filter(pk=row.pk).update(opened_at=timezone.now() - datetime.timedelta(days=30))
        row.refresh_from_db()
    return row


def path(row, name="opinions_draft") -> str:
    return reverse(name, args=[row.pk, row.slug])


def say(row, text="Nên nói rõ hơn.", **more) -> Opinion:
    form = form_tokens.create_form_token(1)
    opinion_intake.save_opinion(row, form, OpinionInput(text, more.pop("asker", "parent"), **more))
    return Opinion.objects.get(form_hash=form_tokens.hash_form_number(form.number))


def over(row) -> Consultation:
    Consultation.objects.filter(pk=row.pk).update(closes_at=timezone.now() - datetime.timedelta(minutes=1))
    row.refresh_from_db()
    return row


def filled(client, row, proof=True, **more) -> dict[str, str]:
    form = soup(client.get(path(row))).select_one("form[data-challenge]")
    return {
        "text": "Khoản 1 Điều 2 nên ghi rõ lớp.", "asker": "parent", "consent": "1", "name": "Chị Hoa",
        "article": str(row.articles.last().pk), "token": form.select_one("[name=token]")["value"],
        "proof": solved(form["data-challenge"]) if proof else "", **more,
    }  # fmt: skip


def test_a_draft_is_taken_apart():
    assert [part.label for part in draft_articles.split_into_articles(DRAFT)] == ["Điều 1", "Điều 2"]
    assert "2. Giáo viên." in draft_articles.split_into_articles(DRAFT)[1].text
    assert len(draft_articles.split_into_articles("Chỉ một đoạn văn.")) == 1
    assert draft_articles.split_into_articles("") == []


class TestEverybody:
    def test_says_something_once(self, a):
        row, client = make_round(a), visitor(a)
        assert "Điều 2. Đối tượng" in client.get(path(row)).content.decode()
        sent = filled(client, row)
        for _press in range(2):
            assert client.post(path(row), sent).status_code == 303
        said = Opinion.objects.get()
        assert (said.article.label, said.name, said.by, said.marks) == ("Điều 2", "Chị Hoa", None, [])

    def test_is_told_what_is_wrong_and_loses_nothing(self, a):
        row, client = make_round(a), visitor(a)
        good = filled(client, row)
        for wrong in ({"text": ""}, {"asker": "x"}, {"consent": ""}, {"article": "999999"}, {"text": "y" * 4001},
                      {"token": "x"}, {"proof": "", "token": good["token"]}):  # fmt: skip
            answer = client.post(path(row), {**good, **wrong})
            assert answer.status_code == 200, wrong
            if "text" not in wrong:
                assert good["text"] in answer.content.decode(), wrong
        assert not Opinion.objects.exists()

    def test_without_scripts_after_a_while_with_a_mark(self, a, monkeypatch):
        row, client = make_round(a), visitor(a)
        sent = filled(client, row, proof=False)
        monkeypatch.setattr(form_tokens, "MIN_AGE", 0)
        assert client.post(path(row), sent).status_code == 303
        assert "unproven" in Opinion.objects.get().marks

    def test_too_much_is_refused_with_the_text(self, a, settings):
        row, client = make_round(a), visitor(a)
        settings.LIMITS = {**settings.LIMITS, "questions": 1}
        client.post(path(row), filled(client, row))
        answer = client.post(path(row), filled(client, row))
        assert answer.status_code == 429
        assert "Khoản 1 Điều 2 nên ghi rõ lớp." in answer.content.decode()

    def test_a_pupils_name_is_not_kept(self, a):
        assert say(make_round(a), asker="pupil", name="Nguyễn Văn A").name == ""

    def test_it_closes_on_time(self, a):
        row, client = make_round(a), visitor(a)
        sent = filled(client, row)
        over(row)
        answer = client.post(path(row), sent)
        assert answer.status_code == 409
        assert client.get(path(row)).status_code == 200
        with pytest.raises(transitions.TransitionNotAllowed):
            say(row)
        assert not Opinion.objects.exists()

    def test_sees_no_round_of_others(self, a, b):
        rows = [make_round(a, "public", False), make_round(a, "staff"), make_round(None, "schools", school_ids=[a.pk])]
        for row in rows:
            for school in (a, b, None):
                make_office()
                assert visitor(school).get(path(row)).status_code == 404
        theirs = make_round(a, title=SECRET)
        assert visitor(b).get(path(theirs)).status_code == 404
        assert SECRET not in visitor(b).get("/gop-y/").content.decode()
        assert SECRET in visitor(a).get("/gop-y/").content.decode()

    def test_a_schools_site_leads_to_the_office(self, a):
        row = make_round(None, title="Dự thảo của phòng")
        assert f"http://cong.localhost{path(row)}" in visitor(a).get("/gop-y/").content.decode()
        assert visitor(a).get(path(row)).status_code == 404


class TestTheOffice:
    def test_prepares_opens_responds_and_publishes(self, a, b):
        make_office()
        decider, boss = make_user(Role.SCHOOL_APPROVER, a), client_of(make_user(Role.OFFICE_ADMIN))
        day = timezone.localdate() + datetime.timedelta(days=5)
        fields = {
            "title": "Dự thảo kế hoạch", "intro": "Xin ý kiến.", "audience": "schools", "last_day": day.isoformat(),
            "schools": "A B", "draft": DRAFT,
        }  # fmt: skip
        assert boss.post(reverse("opinions_add"), fields).status_code == 302
        row = Consultation.objects.get()
        assert (row.school, row.school_ids, row.articles.count()) == (None, sorted([a.pk, b.pk]), 2)
        assert row.last_day == day
        boss.post(reverse("opinions_step", args=[row.pk, "open"]))
        assert Notice.objects.filter(user=decider, kind="opinion_asked").exists()
        school = client_of(decider)
        url = reverse("opinions_answer", args=[row.pk])
        page = soup(school.get(url))
        sent = {"token": page.select_one("[name=token]")["value"], "text": "Nhất trí.", "article": ""}
        assert school.post(url, sent).status_code == 302
        school.post(url, sent)
        opinion = Opinion.objects.get()
        assert (opinion.school, opinion.by) == (a, decider)
        screen = boss.get(reverse("opinions_round", args=[row.pk])).content.decode()
        assert a.name in screen
        assert f"{b.name}" in screen  # has not answered
        publish = reverse("opinions_step", args=[row.pk, "publish"])
        assert boss.post(publish, {"summary": "Đã tiếp thu."}).status_code == 409  # still open
        over(row)
        answer = boss.post(publish, {"summary": "Đã tiếp thu."})
        assert answer.status_code == 409  # one waits for its response
        assert "Đã tiếp thu." in answer.content.decode()
        respond = reverse("opinions_respond", args=[row.pk, opinion.pk])
        assert boss.post(respond, {"taken": "explained", "response": ""}).status_code == 409
        assert boss.post(respond, {"taken": "accepted", "response": "Cảm ơn."}).status_code == 302
        assert boss.post(publish, {"summary": "Đã tiếp thu."}).status_code == 302
        row.refresh_from_db()
        assert row.state == "results"
        assert "Cảm ơn." in school.get(url).content.decode()
        assert visitor().get(path(row, "opinions_results")).status_code == 404  # it was no public round

    @pytest.mark.parametrize(
        "wrong",
        [{"last_day": "2001-01-01"}, {"last_day": "9999-12-31"}, {"title": ""}, {"audience": "x"},
         {"schools": "A KHONG-CO"}, {"audience": "schools", "schools": ""}, {"law": "99/9999/XX"},
         {"draft": DRAFT, "law": "99/9999/XX"}],
    )  # fmt: skip
    def test_bad_input(self, a, wrong):
        boss = client_of(make_user(Role.OFFICE_ADMIN))
        day = timezone.localdate().isoformat()
        fields = {"title": "Dự thảo", "audience": "public", "last_day": day, "intro": "Giữ nguyên", **wrong}
        answer = boss.post(reverse("opinions_add"), fields)
        assert answer.status_code == 200
        assert "Giữ nguyên" in answer.content.decode()
        assert not Consultation.objects.exists()

    def test_a_word_file_is_a_draft(self, a):
        document, out = Document(), io.BytesIO()
        for line in DRAFT.split("\n"):
            document.add_paragraph(line)
        document.save(out)
        client = client_of(make_user(Role.SCHOOL_ADMIN, a))
        fields = {"title": "Nội quy", "audience": "public", "last_day": timezone.localdate().isoformat()}
        upload = SimpleUploadedFile("noi-quy.docx", out.getvalue())
        assert client.post(reverse("opinions_add"), {**fields, "upload": upload}).status_code == 302
        row = Consultation.objects.get()
        assert (row.school, row.file.school_id, row.articles.count()) == (a, a.pk, 2)
        for name, content in (("a.docx", b"khong phai word"), ("b.exe", b"MZ"), ("c.pdf", b"%PDF-1.4 hong")):
            again = {**fields, "upload": SimpleUploadedFile(name, content)}
            assert client.post(reverse("opinions_add"), again).status_code == 200, name
        assert Consultation.objects.count() == 1

    def test_an_open_round_keeps_its_text(self, a):
        row = make_round(a)
        with pytest.raises(transitions.TransitionNotAllowed):
            transitions.set_articles(row, [])
        client = client_of(make_user(Role.SCHOOL_ADMIN, a))
        assert client.post(reverse("opinions_edit", args=[row.pk]), {"title": "Khác"}).status_code == 302
        row.refresh_from_db()
        assert (row.title, row.articles.count()) == ("Dự thảo quy chế dạy thêm", 2)

    def test_is_told_once_that_it_is_over(self, a):
        decider = make_user(Role.SCHOOL_ADMIN, a)
        over(make_round(a))
        make_round(a)
        assert transitions.notify_closed_consultations() == "1 closed"
        assert transitions.notify_closed_consultations() == "0 closed"
        assert Notice.objects.filter(user=decider, kind="opinions").count() == 1


class TestSteps:
    @pytest.fixture
    def desk(self, a):
        return client_of(make_user(Role.SCHOOL_ADMIN, a))

    @staticmethod
    def step(client, row, name, **data) -> int:
        status = client.post(reverse("opinions_step", args=[row.pk, name]), data).status_code
        row.refresh_from_db()
        return status

    def test_what_is_not_ready_is_not_opened(self, a, desk):
        empty = Consultation.objects.create(school=a, title="Trống", closes_at=timezone.now() + datetime.timedelta(1))
        late, nobody = make_round(a, opened=False, days=-1), make_round(a, audience="schools", opened=False)
        for row in (empty, late, nobody):
            assert self.step(desk, row, "open") == 409
            assert row.opened_at is None
        ready = make_round(a, opened=False)
        assert self.step(desk, ready, "open") == 302
        opened = ready.opened_at
        assert self.step(desk, ready, "open") == 409  # pressed twice
        assert ready.opened_at == opened

    def test_a_round_that_is_over_is_prolonged_and_told_of_again(self, a, desk):
        row = over(make_round(a))
        transitions.notify_closed_consultations()
        before = row.closes_at
        for day in ("", "hôm qua", "2001-01-01", "9999-12-31", "2026-02-30"):
            assert self.step(desk, row, "prolong", day=day) == 409
            assert row.closes_at == before
        until = timezone.localdate() + datetime.timedelta(days=3)
        assert self.step(desk, row, "prolong", day=until.isoformat()) == 302
        assert (row.state, row.last_day) == ("open", until)
        over(row)
        assert transitions.notify_closed_consultations() == "1 closed"

    def test_other_steps_and_looks_at_steps(self, a, b, desk):
        row = make_round(a)
        assert self.step(desk, row, "erase") == 404
        assert desk.get(reverse("opinions_step", args=[row.pk, "open"])).status_code == 405
        assert self.step(client_of(make_user(Role.SCHOOL_ADMIN, b)), row, "prolong", day="2030-01-01") == 404

    def test_an_opinion_is_left_out_with_a_reason_and_comes_back(self, a, desk):
        row = make_round(a)
        opinion, other = say(row, "Cô Lan dạy lớp 5A rất kém."), say(row)
        respond = reverse("opinions_respond", args=[row.pk, opinion.pk])
        assert desk.get(respond).status_code == 405
        assert desk.post(respond, {"hide": "1", "response": " "}).status_code == 409
        assert desk.post(respond, {"hide": "1", "response": "Nêu tên người"}).status_code == 302
        over(row)
        opinion_table.respond_to_opinion(other, "accepted", "Cảm ơn.", make_superuser())
        assert self.step(desk, row, "publish", summary="Xong.") == 302  # what is left out waits for nothing
        results = path(row, "opinions_results")
        assert "Cô Lan" not in visitor(a).get(results).content.decode()
        assert desk.post(respond, {"taken": "accepted", "response": "Muộn"}).status_code == 409
        assert self.step(desk, row, "prolong", day="2030-01-01") == 409
        opinion.refresh_from_db()
        assert (opinion.hidden_reason, opinion.taken) == ("Nêu tên người", "")

    def test_it_comes_back_until_results_are_there(self, a, desk):
        row = make_round(a)
        opinion = say(row)
        opinion_table.hide_opinion(opinion, "Nhầm")
        assert desk.post(reverse("opinions_respond", args=[row.pk, opinion.pk]), {"show": "1"}).status_code == 302
        opinion.refresh_from_db()
        assert opinion.hidden_reason == ""


def test_a_worker_killed_while_it_tells_tells_again(a, monkeypatch):
    make_user(Role.SCHOOL_ADMIN, a)
    over(make_round(a))
    run_and_kill(monkeypatch, transitions.sending, "notify_school", transitions.notify_closed_consultations)
    assert not Notice.objects.filter(kind="opinions").exists()
    assert (transitions.notify_closed_consultations(), Notice.objects.filter(kind="opinions").count()) == (
        "1 closed",
        1,
    )


def test_the_same_said_often_stands_once_and_is_answered_once(a):
    row = make_round(a)
    article = row.articles.first()
    for text in ("Nhất trí!", "nhất  trí", "Nhất trí."):
        say(row, text, article_id=article.pk, name="Chị Hoa")
    say(row, "Nhất trí!")
    say(row, "Quảng cáo")
    found = opinion_table.build_opinion_lines(row)
    assert [(line.article, line.count) for line in found] == [(None, 1), (None, 1), (article, 3)]
    assert opinion_table.respond_to_opinion(found[2].first, "accepted", "", None) == 3
    opinion_table.hide_opinion(found[1].first, "Không liên quan")
    assert len(opinion_table.build_opinion_lines(row)) == 2
    document = Document(io.BytesIO(export_to_word(over(row), "Trường Mẫu")))
    cells = [[cell.text for cell in line.cells] for line in document.tables[0].rows]
    assert len(cells) == 3
    assert cells[2][1] == "Điều 1. Phạm vi điều chỉnh"
    assert "Nhất trí!" in cells[2][2]
    assert "3" in cells[2][2]
    assert "Chị Hoa" in cells[2][3]
    assert cells[2][4]


def test_results_stay_and_name_nobody(a):
    row = make_round(a)
    opinion = say(row, "Nên bỏ Điều 2.", name="Chị Hoa")
    over(row)
    opinion_table.respond_to_opinion(opinion, "explained", "Điều 2 cần có.", None)
    transitions.publish_results(row, "Một ý kiến.")
    page = visitor(a).get(path(row), follow=True).content.decode()
    for words in ("Nên bỏ Điều 2.", "Điều 2 cần có.", "Một ý kiến."):
        assert words in page
    assert "Chị Hoa" not in page


class TestTwoSchools:
    def paths(self, row) -> list[str]:
        return [reverse(name, args=[row.pk]) for name in
                ("opinions_round", "opinions_edit", "opinions_word", "opinions_answer")]  # fmt: skip

    @pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN, Role.SCHOOL_EXPERT])
    def test_nothing_of_another_school(self, a, b, role):
        row = make_round(a, "staff", title=SECRET)
        opinion = say(row, SECRET)
        client = client_of(make_user(role, b))
        for url in (*self.paths(row), reverse("opinions_rounds"), reverse("opinions_asked")):
            answer = client.get(url)
            assert SECRET not in b"".join(answer).decode(errors="replace"), url
        for step in ("open", "prolong", "publish"):
            assert client.post(reverse("opinions_step", args=[row.pk, step]), {"day": "2030-01-01"}).status_code == 404
        url = reverse("opinions_respond", args=[row.pk, opinion.pk])
        assert client.post(url, {"taken": "accepted"}).status_code == 404
        opinion.refresh_from_db()
        assert (opinion.taken, Opinion.objects.count()) == ("", 1)

    def test_of_the_office_only_where_one_is_asked(self, a, b):
        row = make_round(None, "schools", school_ids=[a.pk], title=SECRET)
        url = reverse("opinions_answer", args=[row.pk])
        asked, other = client_of(make_user(Role.SCHOOL_ADMIN, a)), client_of(make_user(Role.SCHOOL_ADMIN, b))
        assert asked.get(url).status_code == 200
        assert other.get(url).status_code == 404
        assert SECRET in asked.get(reverse("opinions_asked")).content.decode()
        assert SECRET not in other.get(reverse("opinions_asked")).content.decode()
        for client in (asked, other):
            assert client.get(reverse("opinions_round", args=[row.pk])).status_code == 404
        editor = client_of(make_user(Role.SCHOOL_EDITOR, a))
        assert editor.get(url).status_code == 200
        sent = {"token": form_tokens.create_form_token(0).raw, "text": "Nhất trí."}
        assert editor.post(url, sent).status_code == 403  # who decides speaks for the school
        assert not Opinion.objects.exists()

    def test_one_school_does_not_read_what_another_said(self, a, b):
        row = make_round(None, "staff")
        say(row, SECRET, school_id=a.pk)
        url = reverse("opinions_answer", args=[row.pk])
        assert SECRET in client_of(make_user(Role.SCHOOL_EDITOR, a)).get(url).content.decode()
        assert SECRET not in client_of(make_user(Role.SCHOOL_EDITOR, b)).get(url).content.decode()

    def test_an_editor_changes_nothing_and_who_observes_reads(self, a):
        row = make_round(a, opened=False)
        editor = client_of(make_user(Role.SCHOOL_EDITOR, a))
        assert editor.get(reverse("opinions_round", args=[row.pk])).status_code == 200
        assert editor.post(reverse("opinions_step", args=[row.pk, "open"])).status_code == 403
        assert editor.get(reverse("opinions_add")).status_code == 403
        observer = client_of(make_user(Role.OFFICE_OBSERVER))
        assert observer.get(reverse("opinions_round", args=[row.pk])).status_code == 200
        assert observer.post(reverse("opinions_step", args=[row.pk, "open"])).status_code in (403, 404)
        assert client_of(make_superuser()).get(reverse("opinions_round", args=[row.pk])).status_code == 200
        assert Client(headers={"host": a.site.hostname}).get(reverse("opinions_rounds")).status_code == 302

    def test_an_opinion_of_another_round_is_not_answered_through_the_own(self, a, b):
        own, theirs = make_round(a), make_round(b)
        opinion = say(theirs)
        client = client_of(make_user(Role.SCHOOL_ADMIN, a))
        url = reverse("opinions_respond", args=[own.pk, opinion.pk])
        assert client.post(url, {"taken": "accepted"}).status_code == 404


def test_a_round_with_many_opinions_asks_as_often(a):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    row, client, counts = make_round(a), client_of(make_user(Role.SCHOOL_ADMIN, a)), []
    url = reverse("opinions_round", args=[row.pk])
    for number in (2, 20):
        for _turn in range(number):
            say(row, str(uuid.uuid4()), article_id=row.articles.first().pk, school_id=a.pk)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[1] <= counts[0]
