"""Questions and contests for tests, made by the product's own steps."""

from __future__ import annotations

import datetime

from django.utils import timezone

from cms.contests.bank import questions
from cms.contests.models import BankQuestion, Contest, Entrant, Round
from cms.contests.organising import pools, transitions
from cms.core import human_codes

LINES = {
    "one": ["*Đúng", "Sai một", "Sai hai", "Sai ba"],
    "several": ["*Đúng một", "*Đúng hai", "Sai một", "Sai hai"],
    "true_false": ["đúng"],
    "order": ["một", "hai", "ba", "bốn"],
    "match": ["a = 1", "b = 2", "c = 3"],
    "short": ["18 tuổi", "mười tám"],
    "essay": ["2 | Nêu đúng", "3 | Ví dụ"],
}


def make_question(kind="one", school=None, text="Câu hỏi mẫu?", lines=None, **fields) -> BankQuestion:
    fields = {"state": BankQuestion.State.READY, "difficulty": 2, **fields}
    row = BankQuestion(kind=kind, school=school, text=text, **fields)
    questions.save_question(row, lines or LINES[kind])
    return row


def make_contest(
    school=None, kinds=("one",) * 5, wanted=None, publish=True, minutes=20, freeze=True, **fields
) -> Contest:
    """Open now, its pool frozen. ``wanted``: questions of medium difficulty in an attempt."""
    fields = {
        "title": "Tìm hiểu pháp luật", "rules": "Thể lệ", "who": Contest.Who.ANYBODY, "consent_text": "Em đồng ý.",
        "parents_notice": "Kính gửi phụ huynh.", **fields,
    }  # fmt: skip
    contest = Contest.objects.create(school=school, **fields)
    now = timezone.now()
    round_ = Round.objects.create(
        contest=contest, title="Vòng 1", opens_at=now - datetime.timedelta(hours=1), minutes=minutes,
        closes_at=now + datetime.timedelta(hours=1), wanted={"2": wanted or len(kinds)},
    )  # fmt: skip
    made = [make_question(kind, school, f"Câu {contest.pk}.{number}?").pk for number, kind in enumerate(kinds)]
    pools.add_questions(round_, BankQuestion.objects.filter(pk__in=made), None)
    if freeze:
        pools.freeze_pool(round_, None)
    if publish:
        transitions.publish_contest(contest, None)
    return contest


def make_entrant(contest, school=None, name="Nguyễn Văn An", class_name="9A", **fields) -> Entrant:
    return Entrant.objects.create(
        contest=contest, school=school or contest.school, represents=school or contest.school, name=name,
        class_name=class_name, code=human_codes.generate_code(), listed=True, **fields,
    )  # fmt: skip
