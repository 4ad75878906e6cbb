"""One question, for the people of its place."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from cms.advice.handling import desk
from cms.advice.models import Question
from cms.advice.views import acting


def _screen(request: HttpRequest, pk: int) -> acting.Screen:
    rows = Question.objects.select_related("school", "field", "assigned_to", "merged_into", "part_of", "page")
    question = get_object_or_404(rows, pk=pk)
    reads = request.user.is_superuser or desk.may_see(request.user, question) or desk.observes(request.user)
    if not reads:
        raise Http404
    allowed: frozenset[str] = frozenset()
    if desk.may_handle(request.user, question):
        allowed |= acting.HANDLING
    if desk.may_approve(request.user, question):
        allowed |= acting.APPROVING
    return acting.Screen(request, question, "advice_item", "advice_step", allowed)


@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    return _screen(request, pk).show()


@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    return _screen(request, pk).take(step)
