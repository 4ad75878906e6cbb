"""Who answers on this site: the school's own experts and those of the office who have a page."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.advice.models import ExpertProfile, Question
from cms.core.instance_hooks import allow_all_rows
from cms.core.visibility import filter_public
from cms.core.web import rate_limits
from cms.legal.models import QuestionPage
from cms.tenancy import sites
from cms.tenancy.requests import SiteRequest


def _visible_profiles(request: SiteRequest):
    rows = ExpertProfile.objects.filter(Q(school=request.site_info.school_id) | Q(school=None), shown=True)
    return rows.prefetch_related("fields").order_by("name", "pk")


def _answers_of(users: list[int], info) -> dict[int, int]:
    """Published answers that say who answered, on this site; on the portal those of all sites."""
    pages = filter_public(QuestionPage.objects.all())
    rows = Question.objects.filter(answered_by__in=users, outcome=Question.Outcome.PUBLIC, page__in=pages.values("pk"))
    if not info.is_portal:
        rows = rows.filter(school=info.school_id)
    return dict(rows.values_list("answered_by").annotate(count=Count("page", distinct=True)).order_by())


@require_safe
def list_experts(request: SiteRequest) -> HttpResponse:
    if seconds := rate_limits.seconds_to_wait(request, "pages"):
        return rate_limits.too_many_requests(request, seconds)
    with allow_all_rows("experts with a public page"):
        rows = list(_visible_profiles(request))
    answered = _answers_of([row.user_id for row in rows], request.site_info)
    return render(request, "advice/experts.html", {"experts": [(row, answered.get(row.user_id, 0)) for row in rows]})


@require_safe
def show_expert(request: SiteRequest, pk: int) -> HttpResponse:
    if seconds := rate_limits.seconds_to_wait(request, "pages"):
        return rate_limits.too_many_requests(request, seconds)
    with allow_all_rows("an expert with a public page"):
        row = get_object_or_404(_visible_profiles(request), pk=pk if pk < 2**63 else 0)
        fields = [field.label for field in row.fields.all()]
        pages = filter_public(
            QuestionPage.objects.filter(questions__answered_by=row.user_id, questions__outcome="public")
        )
        if not request.site_info.is_portal:
            pages = pages.filter(questions__school=request.site_info.school_id)
        answers = [
            {"title": page.title, "date": page.date, "url": sites.page_url(page.url_path, request.site_info)}
            for page in pages.distinct().order_by("-date", "-pk")[:20]
        ]
    count = _answers_of([row.user_id], request.site_info).get(row.user_id, 0)
    context = {"expert": row, "fields": fields, "answers": answers, "count": count}
    return render(request, "advice/expert.html", context)
