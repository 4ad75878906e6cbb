"""The form for questions, on every site. No session, no cookie: a signed token of the form stands for both, so there is
nothing that could run out while somebody types (docs/decisions/0025-questions-without-a-session.md)."""

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

from cms.advice.asking import ask, limits, proof, similar, token
from cms.advice.asking.forms import AskForm
from cms.advice.models import AdviceRules
from cms.advice.views.headers import private
from cms.core.web import limits as web_limits
from cms.tenancy.requests import SiteRequest


def _language() -> str:
    return translation.get_language() or "vi"


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: SiteRequest) -> HttpResponse:
    info = request.site_info
    if request.method != "POST":
        if seconds := web_limits.wait(request, "pages"):
            return web_limits.too_many(request, seconds)
        return _show(request, AskForm(), token.new(info.id))
    sent = token.read(request.POST.get("token", ""), info.id)
    rules = AdviceRules.current()
    typed = AskForm(request.POST, uploads=request.FILES.getlist("files") if rules.attachments else ())
    if sent is not None and ask.was_asked(sent):
        return _done(token.code_of(sent.number))  # pressed twice
    proven = sent is not None and proof.holds(request.POST.get("proof", ""), sent)
    if seconds := web_limits.wait(request, "posts"):
        return _show(request, typed, sent or token.new(info.id), _too_many(seconds), 429, seconds)
    if sent is None:
        words = _("The form was open for very long. Nothing is lost: please read it once more and send it again.")
        return _show(request, typed, token.new(info.id), words)
    if not rules.open or not typed.is_valid():
        return _show(request, typed, sent)
    if not proven and sent.age < token.SLOW:
        wait = int(token.SLOW - sent.age) + 1
        words = ngettext(
            "Your browser could not show that it is no robot. Please wait %(count)s second, then send again.",
            "Your browser could not show that it is no robot. Please wait %(count)s seconds, then send again.", wait,
        )  # fmt: skip
        return _show(request, typed, sent, words % {"count": wait})
    if seconds := limits.wait(request, info.id, proven):
        return _show(request, typed, sent, _too_many(seconds), 429, seconds)
    return _done(ask.ask(sent, typed.asked(), info, _language(), proven))


def _too_many(seconds: int) -> str:
    return _(
        "Many questions come from this place at the moment. Nothing is lost: please send it again in %(count)s seconds."
    ) % {"count": seconds}


def _done(code: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse("advice_follow", args=[token.shown(code)]) + "?moi=1")
    response.status_code = 303
    return response


def _show(
    request: SiteRequest, form: AskForm, sent: token.Form, message: str = "", status: int = 200, seconds: int = 0
) -> HttpResponse:
    rules = AdviceRules.current()
    context = {
        "form": form, "token": sent.raw, "message": message, "open": rules.open, "takes_files": rules.attachments,
        "challenge": json.dumps(proof.challenge(sent)), "worker": proof.worker_url(), "hide_search": True,
    }  # fmt: skip
    response = render(request, "advice/ask.html", context, status=status)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


@csrf_exempt
@private
@require_POST
def offers(request: SiteRequest) -> HttpResponse:
    """``{"offers": [{"kind", "title", "url"}, …]}`` for what is being typed (``text``). Posted, so that no log of
    addresses holds what people are worried about."""
    if web_limits.wait(request, "suggestions"):
        return JsonResponse({"offers": []}, status=429)
    found = similar.offers(request.POST.get("text", ""), request.site_info, _language())
    return JsonResponse({"offers": [{"kind": one.kind, "title": one.title, "url": one.url} for one in found]})
