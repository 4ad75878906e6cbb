"""Questions that wait, on the first screen of the admin."""

from __future__ import annotations

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.advice.answering import law_reviews
from cms.advice.models import Question
from cms.advice.workflow import assignment


class QuestionsPanel(Component):
    """What is assigned to the person, the most urgent first."""

    name = "questions"
    template_name = "advice/admin/panel.html"
    order = 42

    def __init__(self, rows, reviews: int):
        self.rows, self.reviews = rows, reviews

    def get_context_data(self, parent_context):
        return {"rows": self.rows, "reviews": self.reviews, "today": timezone.localdate()}


def build_questions_panel(user) -> QuestionsPanel | None:
    """Nothing when nothing waits."""
    mine = assignment.questions_assigned_to(user).filter(state__in=Question.OPEN).defer("contact")
    rows = list(mine.order_by("due_on", "pk")[:5])
    waiting = law_reviews.open_reviews_for_user(user).count()
    return QuestionsPanel(rows, waiting) if rows or waiting else None
