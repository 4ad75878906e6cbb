"""Where a question stands, for whoever has its code."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cms.advice.intake import form_tokens, tracking
from cms.advice.intake.forms import AddMessageForm
from cms.advice.models import Question
from cms.advice.views.cache_headers import private_response
from cms.core.web import rate_limits
from cms.legal.citations.annotate import AnnotatedText, annotate_texts
from cms.tenancy import sites
from cms.tenancy.requests import SiteRequest


@csrf_exempt
@private_response
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: SiteRequest) -> HttpResponse:
    """The code, typed from a note."""
    if seconds := rate_limits.seconds_to_wait(request, "codes"):
        return rate_limits.too_many_requests(request, seconds)
    sent = request.POST.get("code", "")
    code = form_tokens.normalize_code(sent)
    if request.method == "POST" and code and tracking.find_question_by_code(code, request.site_info.id):
        return HttpResponseRedirect(reverse("advice_follow", args=[form_tokens.format_code(code)]))
    context = {"code": sent[:40], "unknown": request.method == "POST", "hide_search": True}
    return render(request, "advice/follow_typed.html", context)


def _get_question(request: SiteRequest, code: str) -> Question:
    question = tracking.find_question_by_code(code, request.site_info.id)
    if question is None:
        raise Http404
    return question


@csrf_exempt
@private_response
@require_http_methods(["GET", "HEAD", "POST"])
def track_question(request: SiteRequest, code: str) -> HttpResponse:
    """POST: ``step`` add (``text``) or withdraw (``sure``). The code is what gives the right."""
    if seconds := rate_limits.seconds_to_wait(request, "codes"):
        return rate_limits.too_many_requests(request, seconds)
    found = _get_question(request, code)
    here = reverse("advice_follow", args=[form_tokens.format_code(form_tokens.normalize_code(code))])
    more, message = AddMessageForm(), ""
    if request.method == "POST" and request.POST.get("step") == "withdraw":
        if request.POST.get("sure") != "1":
            message = _("Tick that you are sure; then everything that you wrote is erased.")
        elif not found.erased_at:
            tracking.withdraw_question(found)
            return HttpResponseRedirect(here)
    elif request.method == "POST":
        more = AddMessageForm(request.POST)
        if more.is_valid():
            if tracking.add_message(found, more.cleaned_data["text"]):
                return HttpResponseRedirect(here + "#tin-nhan")
            message = _("The question is closed; please ask a new one. What you wrote still stands below.")
    context = {
        "standing": _question_context(found, request),
        "parts": [_question_context(part, request) for part in tracking.list_split_questions(found)],
        "code": form_tokens.format_code(form_tokens.normalize_code(code)), "link": request.site_info.root_url + here,
        "fresh": request.GET.get("moi") == "1", "more": more, "message": message, "hide_search": True,
    }  # fmt: skip
    return render(request, "advice/follow.html", context)


def _question_context(question: Question, request: SiteRequest) -> dict:
    page = tracking.find_answer_page(question)
    reply = annotate_texts([AnnotatedText(question.reply)])[0] if question.reply else mark_safe("")
    return {
        "question": question, "stage": tracking.progress_stage(question),
        "messages_of": tracking.list_messages(question),
        "answer_url": sites.page_url(page.url_path, request.site_info) if page else "", "reply": reply,
        "waits": question.state == Question.State.WAITING, "refused": question.state == Question.State.REFUSED,
    }  # fmt: skip


@csrf_exempt
@private_response
@require_POST
def export_question_data(request: SiteRequest, code: str) -> HttpResponse:
    """All that is kept about who asked, as a file."""
    if seconds := rate_limits.seconds_to_wait(request, "codes"):
        return rate_limits.too_many_requests(request, seconds)
    data = tracking.export_question(_get_question(request, code))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="cau-hoi.json"'
    return response
