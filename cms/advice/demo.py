"""Questions of the demo: one of every state, an expert, an answer that everybody reads. Sentences are our own."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from cms.advice.answering import cited_law, drafts, publication
from cms.advice.intake import form_tokens, question_intake
from cms.advice.intake.question_intake import QuestionInput
from cms.advice.models import ExpertProfile, Question
from cms.advice.workflow import transitions
from cms.advice.workflow.transitions import ExpectedVersion
from cms.home.demo.load import DEMO_PASSWORD
from cms.legal.models import LegalField
from cms.tenancy import sites
from cms.tenancy.models import Membership, School
from cms.tenancy.roles import Role

EXPERT = "luat-su@demo.localhost"
BULLYING_QUESTION = (
    "Con tôi bị một nhóm bạn lập trang giả trên mạng để chế giễu. Nhà trường có trách nhiệm gì và tôi cần làm gì trước?"
)
ANSWER = (
    "<p>Trẻ em được bảo vệ khỏi bị xúc phạm nhân phẩm, kể cả trên môi trường mạng (Luật Trẻ em số 102/2016/QH13). Nhà "
    "trường phải tiếp nhận thông tin, can thiệp và hỗ trợ cả hai phía theo Nghị định số 80/2017/NĐ-CP.</p><ul><li>Chụp "
    "lại màn hình, ghi ngày giờ.</li><li>Báo giáo viên chủ nhiệm hoặc ban giám hiệu.</li><li>Gọi Tổng đài bảo vệ trẻ "
    "em 111 khi trẻ sợ hãi hoặc bị đe dọa.</li></ul>"
)
OTHER_QUESTIONS = (
    ("Nhà trường có được thu tiền mua máy lạnh cho lớp học không?", "parent", "Giáo dục"),
    ("Em có được xem điểm kiểm tra của mình trước khi công bố không?", "pupil", ""),
    ("Giáo viên hợp đồng có được tính thâm niên khi thi tuyển viên chức không?", "teacher", "viên chức"),
)


def load_demo_questions() -> None:
    """Needs the demo's schools and people."""
    member = Membership.objects.filter(role=Role.SCHOOL_APPROVER, school__isnull=False).select_related("school", "user")
    row = member.order_by("pk").first()
    if row is None or row.school is None:
        return
    expert = _expert(row.school)
    clerk = Membership.objects.filter(role=Role.SCHOOL_EDITOR, school=row.school).order_by("pk").first()
    question = _ask(row.school, BULLYING_QUESTION, "parent")
    _sort(question, "Trẻ em", clerk.user if clerk else row.user)
    transitions.assign_question(question, _expected_version(question, clerk.user if clerk else row.user), expert)
    law = [
        line.documents[0].pk
        for line in cited_law.parse_citation_lines("102/2016/QH13\n80/2017/NĐ-CP")
        if len(line.documents) == 1
    ]
    title = "Học sinh bị bạn lập trang giả để chế giễu: nhà trường và gia đình làm gì?"
    draft = drafts.save_draft(question, expert, 0, title, ANSWER, law)
    publication.submit_for_approval(question, _expected_version(question, expert))
    publication.approve_answer(question, _expected_version(question, row.user), Question.Outcome.PUBLIC, draft.number)
    for number, (text, asker, field) in enumerate(OTHER_QUESTIONS):
        question = _ask(row.school, text, asker)
        _sort(question, field, row.user)
        if number == 0:
            transitions.assign_question(question, _expected_version(question, row.user), expert)
        if number == 2:
            transitions.forward_to_office(
                question, _expected_version(question, row.user), "Việc tuyển dụng do phòng hướng dẫn."
            )


def _expert(school: School):
    user = get_user_model().objects.create_user(
        EXPERT, DEMO_PASSWORD, last_name="Người dùng mẫu:", first_name="Luật sư"
    )
    Membership.objects.create(user=user, school=school, role=Role.SCHOOL_EXPERT)
    ExpertProfile.objects.create(
        user=user, school=school, name="Luật sư mẫu", office="Tổ tư vấn pháp luật của trường", shown=True,
        about="Trả lời câu hỏi về quyền trẻ em và nội quy nhà trường.",
    )  # fmt: skip
    return user


def _ask(school: School, text: str, asker: str) -> Question:
    info = sites.sites_by_id()[school.site_id]
    code = question_intake.submit_question(
        form_tokens.create_form_token(info.id), QuestionInput(text, asker), info, "vi", True
    )
    return Question.objects.get(code_hash=form_tokens.hash_code(code))


def _sort(question: Question, field: str, user) -> None:
    """Into a field of law, where the library has it."""
    found = LegalField.objects.filter(name__icontains=field).order_by("pk").first() if field else None
    if found is not None:
        transitions.set_legal_field(question, _expected_version(question, user), found.pk)


def _expected_version(question: Question, user) -> ExpectedVersion:
    question.refresh_from_db()
    return ExpectedVersion(user, question.version)
