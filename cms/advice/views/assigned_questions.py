"""What is assigned to the person who asks, and nothing else: the screens of an expert."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from cms.advice.answering import law_reviews
from cms.advice.models import Question
from cms.advice.views import question_screen
from cms.advice.workflow import assignment
from cms.core.web.listing import DayColumn, ListingView


class AssignedQuestionsView(ListingView):
    model = Question
    page_title = gettext_lazy("Questions for me")
    header_icon = "help"
    index_url_name, index_results_url_name = "advice_tasks", "advice_tasks_results"
    template_name = "advice/admin/tasks.html"
    no_results_message = gettext_lazy("Nothing is assigned to you.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("subject", label=gettext_lazy("Question"), accessor="subject", url_name="advice_task"),
        Column("field", label=gettext_lazy("Field of law"), accessor=lambda row: row.field.label if row.field else ""),
        DayColumn("due_on", label=gettext_lazy("Due on")),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]

    def get_base_queryset(self) -> QuerySet[Question]:
        return (
            assignment.questions_assigned_to(self.request.user)
            .select_related("field")
            .order_by("closed_at", "due_on", "pk")
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = list(
            law_reviews.open_reviews_for_user(self.request.user).values("pk", "page__title", "document__number_raw")
        )
        return super().get_context_data(*args, reviews=rows, **kwargs)


def _screen(request: HttpRequest, pk: int) -> question_screen.QuestionScreen:
    rows = assignment.questions_assigned_to(request.user).select_related("field", "assigned_to")
    question = get_object_or_404(rows, pk=pk if pk < 2**63 else 0)
    return question_screen.QuestionScreen(
        request, question, "advice_task", "advice_task_step", question_screen.ANSWERING_ACTIONS
    )


@require_GET
def show_assigned_question(request: HttpRequest, pk: int) -> HttpResponse:
    return _screen(request, pk).show()


@require_POST
def run_assigned_transition(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    return _screen(request, pk).take(step)
