"""One question, for the people of its place."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from cms.advice.models import Question
from cms.advice.views import question_screen
from cms.advice.workflow import assignment


def _screen(request: HttpRequest, pk: int) -> question_screen.QuestionScreen:
    rows = Question.objects.select_related("school", "field", "assigned_to", "merged_into", "part_of", "page")
    question = get_object_or_404(rows, pk=pk)
    reads = (
        request.user.is_superuser
        or assignment.can_view_question(request.user, question)
        or assignment.is_observer(request.user)
    )
    if not reads:
        raise Http404
    allowed: frozenset[str] = frozenset()
    if assignment.can_handle_question(request.user, question):
        allowed |= question_screen.HANDLING_ACTIONS
    if assignment.can_approve_answer(request.user, question):
        allowed |= question_screen.APPROVING_ACTIONS
    return question_screen.QuestionScreen(request, question, "advice_item", "advice_step", allowed)


@require_GET
def show_question(request: HttpRequest, pk: int) -> HttpResponse:
    return _screen(request, pk).show()


@require_POST
def run_question_transition(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    return _screen(request, pk).take(step)
