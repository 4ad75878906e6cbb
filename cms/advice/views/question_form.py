"""The form for questions, on every site. No session, no cookie: a signed token of the form stands for both, so there is
nothing that could run out while somebody types (docs/decisions/0025-anonymous-question-form.md)."""

from __future__ import annotations

import json

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cms.advice.intake import form_tokens, proof_of_work, question_intake, rate_limits, suggestions
from cms.advice.intake.forms import AskForm
from cms.advice.models import AdviceRules
from cms.advice.views.cache_headers import private_response
from cms.core.web import rate_limits as web_rate_limits
from cms.tenancy.requests import SiteRequest


def _language() -> str:
    return translation.get_language() or "vi"


@csrf_exempt
@private_response
@require_http_methods(["GET", "HEAD", "POST"])
def question_form(request: SiteRequest) -> HttpResponse:
    info = request.site_info
    if request.method != "POST":
        if seconds := web_rate_limits.seconds_to_wait(request, "pages"):
            return web_rate_limits.too_many_requests(request, seconds)
        return _render_form(request, AskForm(), form_tokens.create_form_token(info.id))
    sent = form_tokens.parse_form_token(request.POST.get("token", ""), info.id)
    rules = AdviceRules.current()
    typed = AskForm(request.POST, uploads=request.FILES.getlist("files") if rules.attachments else ())
    if sent is not None and question_intake.is_already_submitted(sent):
        return _render_confirmation(form_tokens.derive_code(sent.number))  # pressed twice
    proven = sent is not None and proof_of_work.is_valid_solution(request.POST.get("proof", ""), sent)
    if seconds := web_rate_limits.seconds_to_wait(request, "posts"):
        return _render_form(
            request, typed, sent or form_tokens.create_form_token(info.id), _too_many(seconds), 429, seconds
        )
    if sent is None:
        words = _("The form was open for very long. Nothing is lost: please read it once more and send it again.")
        return _render_form(request, typed, form_tokens.create_form_token(info.id), words)
    if not rules.open or not typed.is_valid():
        return _render_form(request, typed, sent)
    if not proven and sent.age < form_tokens.MIN_AGE:
        wait = int(form_tokens.MIN_AGE - sent.age) + 1
        words = ngettext(
            "Your browser could not show that it is no robot. Please wait %(count)s second, then send again.",
            "Your browser could not show that it is no robot. Please wait %(count)s seconds, then send again.", wait,
        )  # fmt: skip
        return _render_form(request, typed, sent, words % {"count": wait})
    if seconds := rate_limits.seconds_to_wait(request, info.id, proven):
        return _render_form(request, typed, sent, _too_many(seconds), 429, seconds)
    return _render_confirmation(question_intake.submit_question(sent, typed.asked(), info, _language(), proven))


def _too_many(seconds: int) -> str:
    return _(
        "Many questions come from this place at the moment. Nothing is lost: please send it again in %(count)s seconds."
    ) % {"count": seconds}


def _render_confirmation(code: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse("advice_follow", args=[form_tokens.format_code(code)]) + "?moi=1")
    response.status_code = 303
    return response


def _render_form(
    request: SiteRequest,
    form: AskForm,
    sent: form_tokens.FormToken,
    message: str = "",
    status: int = 200,
    seconds: int = 0,
) -> HttpResponse:
    rules = AdviceRules.current()
    context = {
        "form": form, "token": sent.raw, "message": message, "open": rules.open, "takes_files": rules.attachments,
        "challenge": json.dumps(proof_of_work.create_challenge(sent)), "worker": proof_of_work.get_worker_url(),
        "hide_search": True,
    }  # fmt: skip
    response = render(request, "advice/ask.html", context, status=status)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


@csrf_exempt
@private_response
@require_POST
def suggest_answers(request: SiteRequest) -> HttpResponse:
    """``{"offers": [{"kind", "title", "url"}, …]}`` for what is being typed (``text``). Posted, so that no log of
    addresses holds what people are worried about."""
    if web_rate_limits.seconds_to_wait(request, "suggestions"):
        return JsonResponse({"offers": []}, status=429)
    found = suggestions.find_suggestions(request.POST.get("text", ""), request.site_info, _language())
    return JsonResponse({"offers": [{"kind": one.kind, "title": one.title, "url": one.url} for one in found]})
