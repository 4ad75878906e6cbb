"""Rounds of opinions for everybody: what is open, the draft with its form, the results that stay.

No session, no cookie: the form carries the signed token of the form for questions
(docs/decisions/0025-anonymous-question-form.md)."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.advice.intake import form_tokens, proof_of_work, rate_limits
from cms.core.instance_hooks import allow_all_rows_outside_admin
from cms.core.web import rate_limits as web_rate_limits
from cms.opinions.collection import opinion_intake, opinion_table
from cms.opinions.consultation.transitions import TransitionNotAllowed
from cms.opinions.models import Consultation
from cms.opinions.views.forms import OpinionForm
from cms.tenancy import sites
from cms.tenancy.requests import SiteRequest
from cms.tenancy.sites import SiteInfo

allow_public_reads = allow_all_rows_outside_admin("public rounds of opinions of the site, their drafts and results")
Audience = Consultation.Audience


def _rows(request: SiteRequest):
    rows = Consultation.objects.filter(opened_at__isnull=False, audience=Audience.PUBLIC)
    return rows.filter(school=request.site_info.school_id)


def _of_office(info: SiteInfo) -> list[dict[str, object]]:
    """On a school's site: where the office asks everybody."""
    portal = sites.portal_site()
    if info.is_portal or portal is None:
        return []
    rows = Consultation.objects.filter(
        opened_at__isnull=False, audience=Audience.PUBLIC, school=None, closes_at__gt=timezone.now(), results_at=None
    )
    return [
        {
            "title": row.title,
            "day": row.last_day,
            "url": portal.root_url + sites.build_url("opinions_draft", row.pk, row.slug),
        }
        for row in rows.order_by("closes_at")[:20]
    ]


@require_safe
@allow_public_reads
def list_consultations(request: SiteRequest) -> HttpResponse:
    if seconds := web_rate_limits.seconds_to_wait(request, "pages"):
        return web_rate_limits.too_many_requests(request, seconds)
    rows = list(_rows(request).order_by("-closes_at")[:100])
    context = {
        "open": [row for row in rows if row.is_open], "over": [row for row in rows if not row.is_open],
        "of_office": _of_office(request.site_info), "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "opinions/index.html", context)


def _crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return [{"title": _("Home"), "url": sites.build_local_path("/")}, *more]


def _get_consultation(request: SiteRequest, pk: int) -> Consultation:
    row = _rows(request).select_related("file").filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise Http404
    return row


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@allow_public_reads
def show_draft(request: SiteRequest, pk: int, slug: str) -> HttpResponse:
    row = _get_consultation(request, pk)
    here = reverse("opinions_draft", args=[row.pk, row.slug])
    if row.results_at is not None:
        return HttpResponseRedirect(reverse("opinions_results", args=[row.pk, row.slug]))
    if request.method != "POST":
        if seconds := web_rate_limits.seconds_to_wait(request, "pages"):
            return web_rate_limits.too_many_requests(request, seconds)
        if slug != row.slug:
            return HttpResponsePermanentRedirect(here)
        return _render_draft(
            request, row, OpinionForm(consultation=row), form_tokens.create_form_token(request.site_info.id)
        )
    return _handle_submission(request, row, here)


def _handle_submission(request: SiteRequest, row: Consultation, here: str) -> HttpResponse:
    info = request.site_info
    sent = form_tokens.parse_form_token(request.POST.get("token", ""), info.id)
    form = OpinionForm(request.POST, consultation=row)
    if sent is not None and opinion_intake.is_opinion_saved(sent):
        return _thanks(here)
    if seconds := web_rate_limits.seconds_to_wait(request, "posts"):
        return _render_draft(
            request, row, form, sent or form_tokens.create_form_token(info.id), _too_many(seconds), 429, seconds
        )
    if sent is None:
        words = _("The form was open for very long. Nothing is lost: please read it once more and send it again.")
        return _render_draft(request, row, form, form_tokens.create_form_token(info.id), words)
    if not form.is_valid():
        return _render_draft(request, row, form, sent)
    proven = proof_of_work.is_valid_solution(request.POST.get("proof", ""), sent)
    if not proven and sent.age < form_tokens.MIN_AGE:
        wait = int(form_tokens.MIN_AGE - sent.age) + 1
        words = ngettext(
            "Your browser could not show that it is no robot. Please wait %(count)s second, then send again.",
            "Your browser could not show that it is no robot. Please wait %(count)s seconds, then send again.", wait,
        )  # fmt: skip
        return _render_draft(request, row, form, sent, words % {"count": wait})
    if seconds := rate_limits.seconds_to_wait(request, info.id, proven):
        return _render_draft(request, row, form, sent, _too_many(seconds), 429, seconds)
    try:
        opinion_intake.save_opinion(row, sent, form.said(), None, proven)
    except TransitionNotAllowed as error:
        return _render_draft(request, row, form, sent, str(error), 409)
    return _thanks(here)


def _too_many(seconds: int) -> str:
    return _(
        "Many opinions come from this place at the moment. Nothing is lost: please send it again in %(count)s seconds."
    ) % {"count": seconds}


def _thanks(here: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{here}?cam-on=1")
    response.status_code = 303
    return response


def _render_draft(
    request: SiteRequest, row: Consultation, form: OpinionForm, sent: form_tokens.FormToken, message: str = "",
    status: int = 200, seconds: int = 0,
) -> HttpResponse:  # fmt: skip
    context = {
        "round": row, "articles": row.articles.all(), "form": form, "token": sent.raw, "message": message,
        "challenge": json.dumps(proof_of_work.create_challenge(sent)), "worker": proof_of_work.get_worker_url(),
        "thanked": request.GET.get("cam-on") == "1", "file_url": _file_url(row),
        "crumbs": _crumbs({"title": _("Opinions on drafts"), "url": reverse("opinions_index")}),
    }  # fmt: skip
    response = render(request, "opinions/draft.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def _file_url(row: Consultation) -> str:
    return row.file.url if row.file else ""


@require_safe
@allow_public_reads
def show_results(request: SiteRequest, pk: int, slug: str) -> HttpResponse:
    if seconds := web_rate_limits.seconds_to_wait(request, "pages"):
        return web_rate_limits.too_many_requests(request, seconds)
    row = _get_consultation(request, pk)
    if row.results_at is None:
        raise Http404
    if slug != row.slug:
        return HttpResponsePermanentRedirect(reverse("opinions_results", args=[row.pk, row.slug]))
    lines = opinion_table.build_opinion_lines(row)
    context = {
        "round": row, "lines": lines, "count": sum(line.count for line in lines), "file_url": _file_url(row),
        "crumbs": _crumbs({"title": _("Opinions on drafts"), "url": reverse("opinions_index")}),
    }  # fmt: skip
    return render(request, "opinions/results.html", context)
