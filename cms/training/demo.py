"""Contests and courses of the demo: one that runs, one with results and certificates, two courses, a roster. Sentences
are our own."""

from __future__ import annotations

import datetime

from django.contrib.auth import get_user_model
from django.db.models import F
from django.utils import timezone

from cms.certificates.issuing import issue
from cms.certificates.issuing.issue import IssueOrder
from cms.certificates.models import CertificateTemplate
from cms.contests.bank import questions
from cms.contests.models import Attempt, BankQuestion, Contest, Round
from cms.contests.organising import class_lists, pools
from cms.contests.organising import transitions as contest_steps
from cms.contests.results import awards, scoring
from cms.contests.taking import answers, attempts, question_paper
from cms.contests.taking.tokens import AttemptToken
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import Role
from cms.training.enrolment import enrolment_changes, transitions
from cms.training.models import Course, CourseSession, LawReporter, Lesson

#: Kind, text, lines, law.
QUESTIONS = (
    ("one", "Theo Luật Trẻ em, trẻ em là người dưới bao nhiêu tuổi?", ["*16 tuổi", "15 tuổi", "18 tuổi", "14 tuổi"],
     "Luật Trẻ em số 102/2016/QH13"),
    ("true_false", "Cha mẹ được giữ bí mật thư từ của trẻ em với bất kỳ ai, kể cả với chính trẻ em. Đúng hay sai?",
     ["sai"], "Luật Trẻ em số 102/2016/QH13"),
    ("several", "Những việc nào dưới đây là quyền của trẻ em?",
     ["*Được học tập", "*Được vui chơi, giải trí", "*Được bày tỏ ý kiến", "Được điều khiển xe mô tô"],
     "Luật Trẻ em số 102/2016/QH13"),
    ("short", "Tổng đài quốc gia bảo vệ trẻ em có số điện thoại nào?", ["111"], ""),
    ("one", "Khi thấy bạn bị bắt nạt, việc nào nên làm trước?",
     ["*Báo thầy cô hoặc người lớn tin cậy", "Quay phim rồi đăng lên mạng", "Làm ngơ", "Rủ thêm bạn đánh lại"], ""),
    ("match", "Nối mỗi số điện thoại với nơi nhận cuộc gọi.",
     ["111 = Bảo vệ trẻ em", "113 = Công an", "114 = Cứu hỏa", "115 = Cấp cứu"], ""),
)  # fmt: skip
PARENTS_NOTICE = (
    "Kính gửi cha mẹ học sinh: nhà trường lưu tên và lớp của học sinh để công bố kết quả bằng chữ viết tắt, và xóa sau "
    "90 ngày. Mọi thắc mắc xin liên hệ giáo viên chủ nhiệm."
)
CONSENT_TEXT = "Em đồng ý tham gia và đã hỏi ý kiến cha mẹ."
PUPILS = ("Học sinh mẫu Một", "Học sinh mẫu Hai", "Học sinh mẫu Ba", "Học sinh mẫu Bốn", "Học sinh mẫu Năm")
LESSONS = (
    ("Vì sao có Luật Trẻ em", "<p>Trẻ em chưa tự bảo vệ mình được như người lớn, nên luật giao trách nhiệm cho "
     "gia đình, nhà trường và Nhà nước.</p>"),
    ("Các nhóm quyền của trẻ em", "<p>Quyền sống còn, quyền được bảo vệ, quyền phát triển và quyền tham gia.</p>"),
    ("Khi trẻ em cần giúp đỡ", "<p>Nghe, tin, ghi lại, báo người có trách nhiệm và gọi 111 khi cần.</p>"),
)  # fmt: skip


def load_training_demo() -> None:
    """Needs the demo's schools and people."""
    member = Membership.objects.filter(role=Role.SCHOOL_APPROVER, school__isnull=False).select_related("school", "user")
    row = member.order_by("pk").first()
    if row is None or row.school is None:
        return
    bank = [_create_question(None, *one) for one in QUESTIONS]
    _create_running_contest(bank)
    _create_finished_contest(row.school, bank, row.user)
    reporter = _create_roster(row.school)
    _create_courses(row.school, reporter)


def _create_question(school: School | None, kind: str, text: str, lines: list[str], law: str) -> BankQuestion:
    question = BankQuestion(school=school, kind=kind, text=text, law=law, state=BankQuestion.State.READY, difficulty=2)
    questions.save_question(question, lines)
    return question


def _create_contest(school: School | None, title: str, opens: datetime.datetime, days: int, bank, **fields) -> Contest:
    contest = Contest.objects.create(
        school=school, title=title, consent_text=CONSENT_TEXT, parents_notice=PARENTS_NOTICE, keep_days=90,
        rules="Mỗi em làm bài một lần trong 20 phút. Điểm bằng nhau thì ai nhanh hơn xếp trước.", **fields,
    )  # fmt: skip
    round_ = Round.objects.create(
        contest=contest, title="Vòng 1", opens_at=opens, closes_at=opens + datetime.timedelta(days=days),
        wanted={"2": len(bank)},
    )  # fmt: skip
    pools.add_questions(round_, BankQuestion.objects.filter(pk__in=[one.pk for one in bank]), None)
    pools.freeze_pool(round_, None)
    return contest


def _create_running_contest(bank: list[BankQuestion]) -> None:
    contest = _create_contest(
        None, "Học sinh với Luật Trẻ em", timezone.now() - datetime.timedelta(days=1), 14, bank,
        who=Contest.Who.ANYBODY, asks_school=True, summary="Cuộc thi trực tuyến cho học sinh các trường.",
        prediction_question="Có bao nhiêu bạn tham gia cuộc thi này?",
    )  # fmt: skip
    contest_steps.publish_contest(contest, None)


def _create_finished_contest(school: School, bank: list[BankQuestion], by) -> None:
    """Taken by the demo's pupils, ended, with results and certificates."""
    now = timezone.now()
    contest = _create_contest(
        school, "Tìm hiểu pháp luật tháng trước", now - datetime.timedelta(days=20), 21, bank, who=Contest.Who.LIST
    )
    contest_steps.publish_contest(contest, by)
    class_lists.add_entrants(contest, school.pk, [("9A", name) for name in PUPILS], by)
    round_ = contest.rounds.get()
    for number, entrant in enumerate(contest.entrants.order_by("pk")):
        attempt, _new = attempts.begin_attempt(entrant, round_, 1)
        for line in list(question_paper.iterate_lines(attempt))[: len(bank) - number]:
            given = _right_answer(line)
            answers.save_answer(AttemptToken(attempt.pk, attempt.device), line.place, 1, given)
        taken = datetime.timedelta(minutes=7 + 2 * number, seconds=11 * number)
        Attempt.objects.filter(pk=attempt.pk).update(started_at=F("started_at") - taken, ends_at=F("ends_at") - taken)
        scoring.finish_attempt(Attempt.objects.select_related("round__contest").get(pk=attempt.pk))
    back = datetime.timedelta(days=10)
    Round.objects.filter(contest=contest).update(closes_at=now - back)
    Attempt.objects.filter(round=round_).update(
        started_at=F("started_at") - back, ends_at=F("ends_at") - back, accepts_until=F("accepts_until") - back,
        finished_at=F("finished_at") - back,
    )  # fmt: skip
    contest_steps.publish_results(contest, by)
    template = CertificateTemplate.objects.create(
        school=school, name="Cuộc thi của trường", organiser=school.name.upper()[:120], place="Hà Nội",
        signer_title="HIỆU TRƯỞNG", signer_name="Hiệu trưởng mẫu", heading="GIẤY CHỨNG NHẬN", series="GCN",
    )  # fmt: skip
    order = IssueOrder(
        template, awards.award_source(contest), contest.title, awards.DEFAULT_WORDS, timezone.localdate(), True,
        awards.retention_date(contest),
    )  # fmt: skip
    issue.issue_certificates(order, awards.list_recipients(contest, 3), by)


def _right_answer(line: question_paper.PaperLine):
    """What somebody answers who knows it, in the form in which a browser sends it."""
    content, mix = line.content, line.mix
    match line.kind.code:
        case "one" | "several":
            return [place for place, option in enumerate(mix) if content["options"][option]["right"]]
        case "true_false":
            return [int(content["right"])]
        case "short":
            return content["accepted"][0]
        case _:
            return [mix.index(place) for place in range(len(mix))]


def _create_roster(school: School) -> LawReporter:
    day = timezone.localdate()
    rows = [
        (None, LawReporter.Kind.REPORTER, "Báo cáo viên mẫu", "Phòng Giáo dục và Đào tạo", "101/QĐ-UBND", 1500),
        (school, LawReporter.Kind.PROPAGANDIST, "Tuyên truyền viên mẫu", "Giáo viên", "15/QĐ-UBND", 40),
    ]  # fmt: skip
    made = [
        LawReporter.objects.create(
            school=owner, kind=kind, name=name, position=position, decision_number=number,
            decided_on=day - datetime.timedelta(days=300), ends_on=day + datetime.timedelta(days=left),
        )
        for owner, kind, name, position, number, left in rows
    ]  # fmt: skip
    return made[0]


def _create_courses(school: School, reporter: LawReporter) -> None:
    now = timezone.now()
    course = Course.objects.create(
        title="Bồi dưỡng nghiệp vụ phổ biến, giáo dục pháp luật", hours=4, places=60, other_trainers="",
        summary="Cho giáo viên phụ trách công tác pháp chế của các trường.",
        programme="Buổi 1: Kỹ năng soạn tin, bài.\nBuổi 2: Dùng thư viện văn bản và trích dẫn đúng luật.",
        enrol_until=now + datetime.timedelta(days=6),
    )  # fmt: skip
    course.trainers.add(reporter)
    for day, kind, place in ((7, "place", "Hội trường Phòng Giáo dục"), (9, "online", "")):
        starts = timezone.localtime(now).replace(hour=8, minute=0, second=0) + datetime.timedelta(days=day)
        CourseSession.objects.create(
            course=course, title=f"Buổi {1 if day == 7 else 2}", kind=kind, place=place, starts_at=starts,
            ends_at=starts + datetime.timedelta(hours=2),
        )  # fmt: skip
    transitions.publish_course(course)
    own = Course.objects.create(
        title="Luật Trẻ em cho giáo viên", hours=2, pace=Course.Pace.SELF, programme="Ba bài đọc ngắn, tự học.",
        summary="Đọc khi nào tiện, máy nhớ bài đang đọc.",
    )  # fmt: skip
    for number, (title, body) in enumerate(LESSONS, start=1):
        Lesson.objects.create(course=own, number=number, title=title, body=body, minutes=10)
    transitions.publish_course(own)
    people = get_user_model().objects.filter(
        memberships__school=school, memberships__role__in=[Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER], is_active=True
    )
    for user in people.distinct().order_by("pk")[:3]:
        enrolment_changes.enrol_person(course, user)
        enrolment_changes.enrol_person(own, user)
