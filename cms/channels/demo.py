"""A round of opinions that is open, one with results, and a board of the forum where people talk. Sentences are our
own. No channel is named: an invented address would be somebody's."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from cms.advice.intake import form_tokens
from cms.forum import discussion
from cms.forum.discussion import EntryInput
from cms.forum.models import Board
from cms.opinions.collection import opinion_intake, opinion_table
from cms.opinions.collection.opinion_intake import OpinionInput
from cms.opinions.consultation import transitions
from cms.opinions.consultation.draft_articles import split_into_articles
from cms.opinions.models import Consultation
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role

DEMO_DRAFT = """QUY CHẾ PHỐI HỢP GIỮA NHÀ TRƯỜNG VÀ GIA ĐÌNH
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc phối hợp giữa nhà trường và gia đình trong giáo dục pháp luật cho học sinh.
Điều 2. Trao đổi thông tin
1. Giáo viên chủ nhiệm trao đổi với gia đình ít nhất mỗi tháng một lần.
2. Thông tin về học sinh không được đưa vào nhóm trao đổi chung.
Điều 3. Trách nhiệm của gia đình
Gia đình phối hợp với nhà trường khi học sinh vi phạm nội quy."""
DEMO_OPINIONS = (
    (1, "Nên ghi rõ trao đổi bằng hình thức nào.", "parent"),
    (1, "nên ghi rõ trao đổi bằng hình thức nào", "parent"),
    (2, "Nên thêm trách nhiệm báo cho nhà trường khi học sinh bị bắt nạt trên mạng.", "teacher"),
    (None, "Nhất trí với dự thảo.", "citizen"),
)
DEMO_TOPIC = (
    "Trường nào đã tổ chức phiên tòa giả định cho học sinh? Xin chia sẻ kịch bản và cách mời người tham gia.",
    "Trường tôi làm hồi tháng trước, theo Luật Trẻ em số 102/2016/QH13. Nên cho học sinh tự viết lời thoại.",
)


def load_demo_discussion() -> None:
    """Needs the demo's schools and people."""
    rows = Membership.objects.filter(role=Role.SCHOOL_APPROVER, school__isnull=False).select_related("school", "user")
    head = rows.order_by("pk").first()
    if head is None:
        return
    _create_consultation(None, "Dự thảo Quy chế phối hợp giữa nhà trường và gia đình", 14)
    done = _create_consultation(head.school, "Dự thảo nội quy sử dụng điện thoại trong trường", 3)
    Consultation.objects.filter(pk=done.pk).update(closes_at=timezone.now() - datetime.timedelta(days=1))
    for line in opinion_table.build_opinion_lines(done):
        words = "Đã bổ sung vào dự thảo." if line.article else "Cảm ơn ý kiến đồng tình."
        opinion_table.respond_to_opinion(line.first, "accepted", words, head.user)
    done.refresh_from_db()
    transitions.publish_results(done, "Các ý kiến đã được tiếp thu.")
    board = Board.objects.create(title="Kinh nghiệm phổ biến pháp luật", about="Hỏi và chia sẻ cách làm.", order=1)
    topic = discussion.start_topic(
        board, "Phiên tòa giả định cho học sinh", EntryInput(DEMO_TOPIC[0], uuid.uuid4()), _member_of_other_school(head)
    )
    discussion.add_reply(topic, EntryInput(DEMO_TOPIC[1], uuid.uuid4(), topic.entries.first()), head.user)


def _member_of_other_school(here: Membership):
    """Somebody of another school, where there is one."""
    roles = (Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER)
    rows = Membership.objects.filter(role__in=roles).exclude(school=here.school).select_related("user")
    return (rows.order_by("pk").first() or here).user


def _create_consultation(school, title: str, days: int) -> Consultation:
    row = Consultation.objects.create(
        school=school, title=title, intro="Mời phụ huynh, giáo viên và người dân góp ý từng điều.",
        audience=Consultation.Audience.PUBLIC, closes_at=timezone.now() + datetime.timedelta(days=days),
    )  # fmt: skip
    transitions.set_articles(row, split_into_articles(DEMO_DRAFT))
    transitions.open_consultation(row)
    articles = list(row.articles.all())
    for place, text, asker in DEMO_OPINIONS:
        article = articles[place].pk if place is not None else None
        opinion_intake.save_opinion(row, form_tokens.create_form_token(0), OpinionInput(text, asker, article))
    row.refresh_from_db()
    return row
