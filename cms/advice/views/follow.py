"""Where a question stands, for whoever has its code."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cms.advice.asking import follow, token
from cms.advice.asking.forms import MoreForm
from cms.advice.models import Question
from cms.advice.views.headers import private
from cms.core.web import limits
from cms.legal.citations.annotate import AnnotatedText, annotate
from cms.tenancy import sites
from cms.tenancy.requests import SiteRequest


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: SiteRequest) -> HttpResponse:
    """The code, typed from a note."""
    if seconds := limits.wait(request, "codes"):
        return limits.too_many(request, seconds)
    sent = request.POST.get("code", "")
    code = token.clean_code(sent)
    if request.method == "POST" and code and follow.find(code, request.site_info.id):
        return HttpResponseRedirect(reverse("advice_follow", args=[token.shown(code)]))
    context = {"code": sent[:40], "unknown": request.method == "POST", "hide_search": True}
    return render(request, "advice/follow_typed.html", context)


def _found(request: SiteRequest, code: str) -> Question:
    question = follow.find(code, request.site_info.id)
    if question is None:
        raise Http404
    return question


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SiteRequest, code: str) -> HttpResponse:
    """POST: ``step`` add (``text``) or withdraw (``sure``). The code is what gives the right."""
    if seconds := limits.wait(request, "codes"):
        return limits.too_many(request, seconds)
    found = _found(request, code)
    here = reverse("advice_follow", args=[token.shown(token.clean_code(code))])
    more, message = MoreForm(), ""
    if request.method == "POST" and request.POST.get("step") == "withdraw":
        if request.POST.get("sure") != "1":
            message = _("Tick that you are sure; then everything that you wrote is erased.")
        elif not found.erased_at:
            follow.withdraw(found)
            return HttpResponseRedirect(here)
    elif request.method == "POST":
        more = MoreForm(request.POST)
        if more.is_valid():
            if follow.add(found, more.cleaned_data["text"]):
                return HttpResponseRedirect(here + "#tin-nhan")
            message = _("The question is closed; please ask a new one. What you wrote still stands below.")
    context = {
        "standing": _shown(found, request), "parts": [_shown(part, request) for part in follow.parts_of(found)],
        "code": token.shown(token.clean_code(code)), "link": request.site_info.root_url + here,
        "fresh": request.GET.get("moi") == "1", "more": more, "message": message, "hide_search": True,
    }  # fmt: skip
    return render(request, "advice/follow.html", context)


def _shown(question: Question, request: SiteRequest) -> dict:
    page = follow.page_of(question)
    reply = annotate([AnnotatedText(question.reply)])[0] if question.reply else mark_safe("")
    return {
        "question": question, "stage": follow.stage(question), "messages_of": follow.messages_of(question),
        "answer_url": sites.page_url(page.url_path, request.site_info) if page else "", "reply": reply,
        "waits": question.state == Question.State.WAITING, "refused": question.state == Question.State.REFUSED,
    }  # fmt: skip


@csrf_exempt
@private
@require_POST
def export(request: SiteRequest, code: str) -> HttpResponse:
    """All that is kept about who asked, as a file."""
    if seconds := limits.wait(request, "codes"):
        return limits.too_many(request, seconds)
    data = follow.exported(_found(request, code))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="cau-hoi.json"'
    return response
