"""Questions of the demo: one of every state, an expert, an answer that everybody reads. Sentences are our own."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from cms.advice.answering import cites, drafts, publish
from cms.advice.asking import ask, token
from cms.advice.asking.ask import Asked
from cms.advice.handling import steps
from cms.advice.handling.steps import Seen
from cms.advice.models import ExpertProfile, Question
from cms.home.demo.load import PASSWORD
from cms.legal.models import LegalField
from cms.tenancy import sites
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import Role

EXPERT = "luat-su@demo.localhost"
BULLIED = (
    "Con tôi bị một nhóm bạn lập trang giả trên mạng để chế giễu. Nhà trường có trách nhiệm gì và tôi cần làm gì trước?"
)
ANSWER = (
    "<p>Trẻ em được bảo vệ khỏi bị xúc phạm nhân phẩm, kể cả trên môi trường mạng (Luật Trẻ em số 102/2016/QH13). Nhà "
    "trường phải tiếp nhận thông tin, can thiệp và hỗ trợ cả hai phía theo Nghị định số 80/2017/NĐ-CP.</p><ul><li>Chụp "
    "lại màn hình, ghi ngày giờ.</li><li>Báo giáo viên chủ nhiệm hoặc ban giám hiệu.</li><li>Gọi Tổng đài bảo vệ trẻ "
    "em 111 khi trẻ sợ hãi hoặc bị đe dọa.</li></ul>"
)
OTHERS = (
    ("Nhà trường có được thu tiền mua máy lạnh cho lớp học không?", "parent", "Giáo dục"),
    ("Em có được xem điểm kiểm tra của mình trước khi công bố không?", "pupil", ""),
    ("Giáo viên hợp đồng có được tính thâm niên khi thi tuyển viên chức không?", "teacher", "viên chức"),
)


def load() -> None:
    """Needs the demo's schools and people."""
    member = Membership.objects.filter(role=Role.SCHOOL_APPROVER, school__isnull=False).select_related("school", "user")
    row = member.order_by("pk").first()
    if row is None or row.school is None:
        return
    expert = _expert(row.school)
    clerk = Membership.objects.filter(role=Role.SCHOOL_EDITOR, school=row.school).order_by("pk").first()
    question = _ask(row.school, BULLIED, "parent")
    _sort(question, "Trẻ em", clerk.user if clerk else row.user)
    steps.assign(question, _seen(question, clerk.user if clerk else row.user), expert)
    law = [line.documents[0].pk for line in cites.read("102/2016/QH13\n80/2017/NĐ-CP") if len(line.documents) == 1]
    title = "Học sinh bị bạn lập trang giả để chế giễu: nhà trường và gia đình làm gì?"
    draft = drafts.save(question, expert, 0, title, ANSWER, law)
    publish.send_in(question, _seen(question, expert))
    publish.send_out(question, _seen(question, row.user), Question.Outcome.PUBLIC, draft.number)
    for number, (text, asker, field) in enumerate(OTHERS):
        question = _ask(row.school, text, asker)
        _sort(question, field, row.user)
        if number == 0:
            steps.assign(question, _seen(question, row.user), expert)
        if number == 2:
            steps.to_office(question, _seen(question, row.user), "Việc tuyển dụng do phòng hướng dẫn.")


def _expert(school: School):
    user = get_user_model().objects.create_user(EXPERT, PASSWORD, last_name="Người dùng mẫu:", first_name="Luật sư")
    Membership.objects.create(user=user, school=school, role=Role.SCHOOL_EXPERT)
    ExpertProfile.objects.create(
        user=user, school=school, name="Luật sư mẫu", office="Tổ tư vấn pháp luật của trường", shown=True,
        about="Trả lời câu hỏi về quyền trẻ em và nội quy nhà trường.",
    )  # fmt: skip
    return user


def _ask(school: School, text: str, asker: str) -> Question:
    info = sites.by_id()[school.site_id]
    code = ask.ask(token.new(info.id), Asked(text, asker), info, "vi", True)
    return Question.objects.get(code_hash=token.hash_of_code(code))


def _sort(question: Question, field: str, user) -> None:
    """Into a field of law, where the library has it."""
    found = LegalField.objects.filter(name__icontains=field).order_by("pk").first() if field else None
    if found is not None:
        steps.triage(question, _seen(question, user), found.pk)


def _seen(question: Question, user) -> Seen:
    question.refresh_from_db()
    return Seen(user, question.version)
