"""The organiser's and the jury's screens, as people press them; two schools and the office."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.certificates.models import Certificate
from cms.contests.exchange import workbook
from cms.contests.models import Answer, Attempt, AttemptMark, BankQuestion, Contest, ContestEvent, Entrant, Round
from cms.contests.organising import pools, transitions
from cms.contests.results import ranking, scoring
from cms.contests.taking import answers, attempts, question_paper
from cms.contests.taking.tokens import AttemptToken
from cms.tenancy.models import Notice
from cms.tenancy.roles import Role
from tests.certificates.factories import make_template
from tests.contests.factories import make_contest, make_entrant, make_question
from tests.contests.test_taking import right
from tests.factories import client_of, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(school):
    return client_of(make_user(Role.SCHOOL_ADMIN, school))


def done(entrant, round_, share=1.0):
    """An attempt handed in with that share of right answers."""
    attempt, _new = attempts.begin_attempt(entrant, round_, 9)
    lines = list(question_paper.iterate_lines(attempt))
    for line in lines[: round(share * len(lines))]:
        assert answers.save_answer(AttemptToken(attempt.pk, attempt.device), line.place, 1, right(line)).value == "kept"
    attempt = Attempt.objects.select_related("round__contest", "entrant").get(pk=attempt.pk)
    scoring.finish_attempt(attempt)
    return attempt


def test_from_an_empty_bank_to_published_results(school, admin):
    """The whole way as an organiser goes it, without a step beside the screens."""
    file = SimpleUploadedFile("mau.xlsx", workbook.write_template())
    told = admin.post("/admin/question-bank/import/", {"file": file}).content.decode()
    assert BankQuestion.objects.filter(school=school, state="draft").count() == 4
    assert "Luật Trẻ em" in told
    answer = admin.post(
        "/admin/question-bank/new/one/",
        {"text": "Ai ban hành luật?", "lines": "*Quốc hội\nChính phủ", "difficulty": "2", "state": "ready", "law": ""},
    )
    assert answer.status_code == 302
    form = {
        "title": "Hội thi", "rules": "Thể lệ", "who": "list", "attempts_allowed": "1", "asks_name": "on",
        "for_children": "on", "consent_text": "Đồng ý", "parents_notice": "Kính gửi", "keep_days": "30",
        "publication": "initials", "protest_days": "3",
    }  # fmt: skip
    answer = admin.post("/admin/contests/add/", form)
    contest = Contest.objects.get()
    assert contest.school == school
    assert answer["Location"] == f"/admin/contests/{contest.pk}/"
    now = timezone.localtime()
    times = {
        "opens_at": (now - datetime.timedelta(hours=1)).strftime("%d/%m/%Y %H:%M"),
        "closes_at": (now + datetime.timedelta(hours=1)).strftime("%d/%m/%Y %H:%M"),
    }
    admin.post(
        f"/admin/contests/{contest.pk}/rounds/add/",
        {"title": "Vòng 1", **times, "minutes": "20", "grace_seconds": "30", "easy": "0", "medium": "1", "hard": "0"},
    )
    round_ = Round.objects.get()
    pool = f"/admin/contests/{contest.pk}/rounds/{round_.pk}/pool/"
    assert "Ai ban hành luật?" in admin.get(pool).content.decode()
    admin.post(pool, {"all": "1", "points": "2"})
    admin.post(pool, {"freeze": "1"})
    round_.refresh_from_db()
    assert round_.frozen_at
    assert round_.questions.count() == 1
    admin.post(f"/admin/contests/lists/{school.pk}/{contest.pk}/", {"class_name": "9A", "names": "Nguyễn An\nLê Bình"})
    assert contest.entrants.count() == 0 or contest.state == "draft"
    admin.post(f"/admin/contests/{contest.pk}/step/publish/")
    contest.refresh_from_db()
    assert contest.state == "published"
    page = admin.get(f"/admin/contests/lists/{school.pk}/{contest.pk}/").content.decode()
    assert "Nguyễn An" in page
    book = openpyxl.load_workbook(
        io.BytesIO(admin.get(f"/admin/contests/lists/{school.pk}/{contest.pk}/codes.xlsx").content)
    )
    assert [cell.value for cell in book.active["B"]][1:] == ["Lê Bình", "Nguyễn An"]
    for share, entrant in enumerate(Entrant.objects.order_by("pk")):
        done(entrant, round_, share)
    admin.post(f"/admin/contests/{contest.pk}/step/results/")
    contest.refresh_from_db()
    assert contest.results_at is None  # still running
    Round.objects.update(opens_at=now - datetime.timedelta(hours=3), closes_at=now - datetime.timedelta(hours=2))
    admin.post(f"/admin/contests/{contest.pk}/step/results/")
    contest.refresh_from_db()
    assert contest.results_at
    for part in ("", "edit/", "protests/", f"rounds/{round_.pk}/", f"rounds/{round_.pk}/ranking/",
                 f"rounds/{round_.pk}/marks/", f"attempts/{Attempt.objects.first().pk}/"):  # fmt: skip
        assert admin.get(f"/admin/contests/{contest.pk}/{part}").status_code == 200, part
    assert "Lê Bình" in admin.get(f"/admin/contests/{contest.pk}/rounds/{round_.pk}/ranking/").content.decode()
    sheet = openpyxl.load_workbook(
        io.BytesIO(admin.get(f"/admin/contests/{contest.pk}/rounds/{round_.pk}/ranking.xlsx").content)
    ).active
    assert [sheet.cell(2, column).value for column in (1, 2, 5)] == [1, "Lê Bình", 2]
    assert {"created", "pool", "frozen", "listed", "published", "results"} <= set(
        ContestEvent.objects.values_list("action", flat=True)
    )


class TestTheBank:
    def test_lists_and_forms_open(self, school, admin):
        row = make_question(school=school)
        for path in (
            "",
            "results/",
            "new/",
            "import/",
            f"{row.pk}/",
            "template.xlsx",
            "?q=mẫu&kind=one&origin=own",
        ):
            assert admin.get(f"/admin/question-bank/{path}").status_code == 200, path
        for kind in BankQuestion.KindCode.values:
            assert admin.get(f"/admin/question-bank/new/{kind}/").status_code == 200

    def test_bad_lines_are_told_at_their_field_and_nothing_is_lost(self, school, admin):
        answer = admin.post(
            "/admin/question-bank/new/one/", {"text": "Câu?", "lines": "a\nb", "difficulty": "1", "state": "draft"}
        )
        assert answer.status_code == 422
        assert not BankQuestion.objects.exists()
        assert "a\nb" in answer.content.decode()
        assert "*" in answer.content.decode()

    @pytest.mark.parametrize("kind", ["xlsx", "gift", "xml"])
    def test_out_and_into_another_school(self, school, admin, kind, b):
        for one in BankQuestion.KindCode.values:
            make_question(one, school, f"Câu {one}?")
        data = admin.get(f"/admin/question-bank/export.{kind}").content
        other = b
        client = client_of(make_user(Role.SCHOOL_EDITOR, other))
        client.post("/admin/question-bank/import/", {"file": SimpleUploadedFile(f"x.{kind}", data)})
        pairs = [
            sorted(BankQuestion.objects.filter(school=one).values_list("kind", "text", "fingerprint"))
            for one in (school, other)
        ]
        assert pairs[0] == pairs[1]
        assert len(pairs[0]) == 7
        client.post("/admin/question-bank/import/", {"file": SimpleUploadedFile(f"x.{kind}", data)})
        assert BankQuestion.objects.filter(school=other).count() == 7  # doubles are left out

    def test_a_bad_file_is_refused_in_words(self, admin):
        for name in ("x.xlsx", "x.xml", "x.exe", "x.gift"):
            answer = admin.post("/admin/question-bank/import/", {"file": SimpleUploadedFile(name, b"\xff\xfe\x00PK")})
            assert answer.status_code == 422, name

    def test_what_the_office_shares_is_read_and_used_not_changed(self, school, admin):
        shared, own = make_question(text="Của phòng?"), make_question(text="Nội bộ?", shared=False)
        page = admin.get("/admin/question-bank/").content.decode()
        assert "Của phòng?" in page
        assert "Nội bộ?" not in page
        assert admin.get(f"/admin/question-bank/{shared.pk}/").status_code == 200
        assert admin.get(f"/admin/question-bank/{own.pk}/").status_code == 404
        assert admin.post(f"/admin/question-bank/{shared.pk}/", {"text": "x"}).status_code == 403
        round_ = make_contest(school, publish=False, freeze=False).rounds.get()
        assert set(pools.addable_questions(round_)) == {shared}

    def test_another_schools_are_not_there(self, school, admin, b):
        theirs = make_question(school=b, text="Của trường khác?")
        assert "Của trường khác?" not in admin.get("/admin/question-bank/").content.decode()
        for path in (f"questions/{theirs.pk}/", f"questions/{theirs.pk}/review/"):
            assert admin.get(f"/admin/{path}").status_code in (404, 405)
            assert admin.post(f"/admin/{path}", {"text": "x"}).status_code == 404
        assert "Của trường khác?" not in admin.get("/admin/question-bank/export.gift").content.decode()


class TestTwoSchools:
    def test_a_contest_of_another_school_is_not_there(self, school, admin, b):
        contest = make_contest(b)
        round_ = contest.rounds.get()
        attempt = done(make_entrant(contest), round_)
        for part in ("", "edit/", "protests/", "rounds/add/", f"rounds/{round_.pk}/", f"rounds/{round_.pk}/pool/",
                     f"rounds/{round_.pk}/ranking/", f"rounds/{round_.pk}/ranking.xlsx", f"rounds/{round_.pk}/marks/",
                     f"attempts/{attempt.pk}/"):  # fmt: skip
            assert admin.get(f"/admin/contests/{contest.pk}/{part}").status_code == 404, part
        for part in (
            "step/close/",
            f"rounds/{round_.pk}/recount/",
            f"attempts/{attempt.pk}/out/",
            f"rounds/{round_.pk}/pool/",
        ):
            assert admin.post(f"/admin/contests/{contest.pk}/{part}", {"reason": "x"}).status_code == 404, part

    def test_a_round_or_attempt_of_another_contest_is_not_there(self, school, admin, b):
        own, theirs = make_contest(school), make_contest(b)
        attempt = done(make_entrant(theirs), theirs.rounds.get())
        for part in (
            f"rounds/{theirs.rounds.get().pk}/",
            f"rounds/{theirs.rounds.get().pk}/ranking/",
            f"attempts/{attempt.pk}/",
        ):
            assert admin.get(f"/admin/contests/{own.pk}/{part}").status_code == 404
        assert admin.post(f"/admin/contests/{own.pk}/attempts/{attempt.pk}/out/", {"reason": "x"}).status_code == 404

    def test_class_lists_for_the_offices_contest_stay_in_their_school(self, school, admin, b):
        other = b
        contest = make_contest(None, who=Contest.Who.LIST)
        admin.post(f"/admin/contests/lists/{school.pk}/{contest.pk}/", {"class_name": "9A", "names": "Nguyễn Kín Đáo"})
        entrant = Entrant.objects.get()
        assert entrant.school == school
        theirs = client_of(make_user(Role.SCHOOL_ADMIN, other))
        assert theirs.get(f"/admin/contests/lists/{school.pk}/{contest.pk}/").status_code == 404
        assert "Kín Đáo" not in theirs.get(f"/admin/contests/lists/{other.pk}/{contest.pk}/").content.decode()
        attempt = done(entrant, contest.rounds.get())
        office = client_of(make_user(Role.OFFICE_ADMIN))
        for part in (f"rounds/{attempt.round_id}/ranking/", f"attempts/{attempt.pk}/"):
            page = office.get(f"/admin/contests/{contest.pk}/{part}").content.decode()
            assert "N.K.Đ." in page
            assert "Kín Đáo" not in page
        assert office.get(f"/admin/contests/lists/{school.pk}/{contest.pk}/").status_code == 404
        assert admin.get(f"/admin/contests/{contest.pk}/").status_code == 404

    def test_an_editor_writes_questions_and_runs_no_contest(self, school):
        editor = client_of(make_user(Role.SCHOOL_EDITOR, school))
        contest = make_contest(school)
        assert editor.get("/admin/question-bank/new/one/").status_code == 200
        assert editor.get(f"/admin/contests/{contest.pk}/").status_code == 200
        assert editor.get("/admin/contests/add/").status_code in (302, 403)
        assert editor.post(f"/admin/contests/{contest.pk}/step/close/").status_code in (302, 403)
        contest.refresh_from_db()
        assert contest.state == "published"


def test_schools_are_asked_for_class_lists_once(school):
    approver = make_user(Role.SCHOOL_APPROVER, school)
    contest = make_contest(None, who=Contest.Who.LIST)
    transitions.publish_contest(contest, None)
    make_contest(None)
    make_contest(school, who=Contest.Who.LIST)
    notice = Notice.objects.get(kind="contest_call")
    assert (notice.user, notice.path) == (approver, f"/admin/contests/lists/{school.pk}/{contest.pk}/")


class TestCertificates:
    def test_from_published_results_to_the_paper(self, school, admin):
        contest = make_contest(school, keep_days=30)
        round_ = contest.rounds.get()
        for share, name in ((1, "Nguyễn Nhất"), (0.4, "Trần Nhì"), (0, "")):
            done(make_entrant(contest, name=name), round_, share)
        path = f"/admin/contests/{contest.pk}/certificates/"
        assert admin.get(path).status_code == 302  # not before the results
        Contest.objects.filter(pk=contest.pk).update(results_at=timezone.now())
        assert admin.get(path).status_code == 200
        template = make_template(school)
        form = {"template": template.pk, "words": "Hạng [hạng], [điểm] điểm", "issued_on": "20/11/2026", "best": "1"}
        assert admin.post(path, form).status_code == 302
        row = Certificate.objects.get()
        assert (row.person, row.words, row.unit) == ("Nguyễn Nhất", "Hạng 1, 5 điểm", f"9A, {school.name}")
        assert row.keep_until == (round_.closes_at + datetime.timedelta(days=30)).date()
        admin.post(path, {**form, "best": ""})
        assert Certificate.objects.count() == 2  # who has no name gets none
        assert admin.post(path, {**form, "template": make_template(make_school("B")).pk}).status_code == 422
        theirs = make_contest(make_school("B"))
        assert admin.get(f"/admin/contests/{theirs.pk}/certificates/").status_code == 404

    def test_the_office_gives_them_to_a_schools_pupils_without_their_names(self, school):
        contest = make_contest(None, who=Contest.Who.LIST)
        done(make_entrant(contest, school, name="Nguyễn Kín Đáo"), contest.rounds.get())
        Contest.objects.filter(pk=contest.pk).update(results_at=timezone.now())
        office = client_of(make_user(Role.OFFICE_ADMIN))
        form = {"template": make_template().pk, "words": "Hạng [hạng]", "issued_on": "20/11/2026"}
        answer = office.post(f"/admin/contests/{contest.pk}/certificates/", form, follow=True)
        assert "Kín Đáo" not in answer.content.decode()
        row = Certificate.objects.get()
        assert (row.school, row.batch.school, row.person) == (school, None, "Nguyễn Kín Đáo")


class TestTheJury:
    def test_cancelling_a_question_recounts_everybody(self, school, admin):
        contest = make_contest(school)
        round_ = contest.rounds.get()
        best, worst = done(make_entrant(contest), round_), done(make_entrant(contest), round_, 0)
        path = f"/admin/contests/{contest.pk}/rounds/{round_.pk}/pool/1/cancel/"
        admin.post(path, {"how": "none", "reason": ""})
        assert not round_.questions.get(number=1).cancelled
        admin.post(path, {"how": "full", "reason": "Đáp án sai"})
        best.refresh_from_db(), worst.refresh_from_db()
        assert (best.score, worst.score) == (5, 1)
        admin.post(path, {"how": "none", "reason": "Đáp án sai"})
        best.refresh_from_db(), worst.refresh_from_db()
        assert (best.score, worst.score) == (4, 0)
        admin.post(path, {"how": "", "reason": "Nhầm"})
        best.refresh_from_db()
        assert best.score == 5
        assert ContestEvent.objects.filter(action="cancelled").count() == 3

    def test_an_essay_waits_is_judged_and_counts(self, school, admin):
        contest = make_contest(school, ("essay", "one"))
        attempt = done(make_entrant(contest), contest.rounds.get())
        assert attempt.waits
        assert attempt.score == 1
        Round.objects.update(
            opens_at=timezone.now() - datetime.timedelta(days=2), closes_at=timezone.now() - datetime.timedelta(days=1)
        )
        admin.post(f"/admin/contests/{contest.pk}/step/results/")
        contest.refresh_from_db()
        assert contest.results_at is None
        answer = Answer.objects.get(pool__kind="essay")
        assert answer.pool.points == 5  # two criteria, of 2 and 3 points
        place = answer.place
        admin.post(f"/admin/contests/{contest.pk}/attempts/{attempt.pk}/judge/", {"place": place, "points": "0,75"})
        attempt.refresh_from_db()
        assert not attempt.waits
        assert float(attempt.score) == 1.75

    def test_out_of_the_ranking_and_back_with_a_reason(self, school, admin):
        contest = make_contest(school)
        attempt = done(make_entrant(contest), contest.rounds.get())
        path = f"/admin/contests/{contest.pk}/attempts/{attempt.pk}/"
        admin.post(path + "out/", {"reason": " "})
        assert ranking.ranked_attempts(attempt.round).count() == 1
        admin.post(path + "out/", {"reason": "Thi hộ"})
        assert ranking.ranked_attempts(attempt.round).count() == 0
        admin.post(path + "back/", {"reason": "Nhầm người"})
        assert ranking.ranked_attempts(attempt.round).count() == 1

    def test_a_late_answer_is_let_count(self, school, admin):
        contest = make_contest(school)
        attempt = done(make_entrant(contest), contest.rounds.get(), 0)
        line = next(question_paper.iterate_lines(attempt))
        later = attempt.accepts_until + datetime.timedelta(minutes=1)
        answers.save_answer(AttemptToken(attempt.pk, 1), line.place, 1, right(line), later)
        mark = AttemptMark.objects.get()
        admin.post(f"/admin/contests/{contest.pk}/attempts/{attempt.pk}/late/", {"mark": mark.pk, "reason": "Mất mạng"})
        attempt.refresh_from_db()
        assert attempt.score == 1

    def test_a_draft_for_children_needs_words_for_them_and_their_parents(self, school, admin):
        contest = make_contest(school, publish=False, parents_notice="")
        admin.post(f"/admin/contests/{contest.pk}/step/publish/")
        contest.refresh_from_db()
        assert contest.state == "draft"

    def test_a_pool_that_is_too_small_is_not_closed(self, school, admin):
        contest = make_contest(school, ("one",), wanted=2, publish=False, freeze=False)
        with pytest.raises(transitions.StepRefused):
            pools.freeze_pool(contest.rounds.get(), None)
        path = f"/admin/contests/{contest.pk}/rounds/{contest.rounds.get().pk}/pool/"
        assert admin.post(path, {"freeze": "1"}).status_code == 302
        assert contest.rounds.get().frozen_at is None

    def test_the_bank_changes_and_the_frozen_pool_does_not(self, school, admin):
        contest = make_contest(school)
        round_ = contest.rounds.get()
        before = pools.compute_pool_hash(round_)
        BankQuestion.objects.update(text="Khác", content={"options": []})
        BankQuestion.objects.all().delete()
        assert pools.compute_pool_hash(round_) == before == round_.pool_hash
        attempt = done(make_entrant(contest), round_)
        assert attempt.score == 5
        page = admin.get(f"/admin/contests/{contest.pk}/attempts/{attempt.pk}/").content.decode()
        assert attempt.seed in page
