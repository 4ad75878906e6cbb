"""The form by which a reader reports a published answer. No session, no cookie; as the form for questions."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.advice.intake import answer_reports, form_tokens, proof_of_work, rate_limits
from cms.advice.intake.answer_reports import ReportForm
from cms.advice.views.cache_headers import private_response
from cms.core.instance_hooks import allow_all_rows_outside_admin
from cms.core.visibility import filter_public
from cms.core.web import rate_limits as web_rate_limits
from cms.legal.models import QuestionPage
from cms.tenancy import sites
from cms.tenancy.requests import SiteRequest


@csrf_exempt
@private_response
@require_http_methods(["GET", "HEAD", "POST"])
@allow_all_rows_outside_admin("a published answer, and whether a form was sent before")
def report_form(request: SiteRequest, page_id: int) -> HttpResponse:
    info = request.site_info
    page = filter_public(QuestionPage.objects.filter(pk=page_id)).first() if page_id < 2**63 else None
    there = sites.site_of_path(page.url_path) if page else None
    if page is None or there is None or there.id != info.id:
        raise Http404
    if request.method != "POST":
        if seconds := web_rate_limits.seconds_to_wait(request, "pages"):
            return web_rate_limits.too_many_requests(request, seconds)
        return _render_report_form(request, page, ReportForm(), form_tokens.create_form_token(info.id))
    back = HttpResponseRedirect(sites.page_url(page.url_path, info) + "?da-bao=1#huu-ich")
    sent = form_tokens.parse_form_token(request.POST.get("token", ""), info.id)
    typed = ReportForm(request.POST)
    if sent is not None and answer_reports.is_report_saved(sent):
        return back
    if sent is None:
        words = _("The form was open for very long. Nothing is lost: please read it once more and send it again.")
        return _render_report_form(request, page, typed, form_tokens.create_form_token(info.id), words)
    if seconds := web_rate_limits.seconds_to_wait(request, "posts"):
        return _render_report_form(request, page, typed, sent, _too_many(seconds), 429)
    if not typed.is_valid():
        return _render_report_form(request, page, typed, sent)
    proven = proof_of_work.is_valid_solution(request.POST.get("proof", ""), sent)
    if not proven and sent.age < form_tokens.MIN_AGE:
        wait = int(form_tokens.MIN_AGE - sent.age) + 1
        words = ngettext(
            "Your browser could not show that it is no robot. Please wait %(count)s second, then send again.",
            "Your browser could not show that it is no robot. Please wait %(count)s seconds, then send again.", wait,
        )  # fmt: skip
        return _render_report_form(request, page, typed, sent, words % {"count": wait})
    if seconds := rate_limits.seconds_to_wait(request, info.id, proven):
        return _render_report_form(request, page, typed, sent, _too_many(seconds), 429)
    answer_reports.save_report(sent, page, typed.cleaned_data["kind"], typed.cleaned_data["text"], info)
    return back


def _too_many(seconds: int) -> str:
    return _("Much comes from this place at the moment. Please send it again in %(count)s seconds.") % {
        "count": seconds
    }


def _render_report_form(
    request: SiteRequest,
    page: QuestionPage,
    typed: ReportForm,
    sent: form_tokens.FormToken,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "answer": page, "answer_url": sites.page_url(page.url_path, request.site_info), "form": typed,
        "token": sent.raw, "message": message, "challenge": json.dumps(proof_of_work.create_challenge(sent)),
        "worker": proof_of_work.get_worker_url(), "hide_search": True,
    }  # fmt: skip
    return render(request, "advice/report.html", context, status=status)
