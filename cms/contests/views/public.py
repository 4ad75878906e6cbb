"""Pages for everybody: the contests of a site, one contest with its rules, its results, and the door in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cms.contests.messages import REFUSAL_MESSAGES
from cms.contests.models import Attempt, Contest
from cms.contests.results import ranking
from cms.contests.taking import registration, tokens
from cms.contests.taking.registration import ContestEntry, EntryRefused
from cms.core.instance_hooks import allow_all_rows_outside_admin
from cms.core.text import collapse_whitespace
from cms.core.web import rate_limits
from cms.core.web.paging import PARAMETER, paginate
from cms.home import directory
from cms.tenancy import sites

allow_public_reads = allow_all_rows_outside_admin("announced contests of the site, and what their visitors do there")
PERSONS_PER_PAGE = 50
ALL_ROUNDS = "tong"  # ?round= for all rounds together


class EntryForm(forms.Form):
    """Asks for what the contest's rules ask for, and for nothing else."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    class_name = forms.CharField(label=pgettext_lazy("of a pupil", "Class"), max_length=40)
    school = forms.CharField(label=gettext_lazy("Your school"), max_length=200)
    agreed = forms.BooleanField(label=gettext_lazy("I agree, and so do my parents where I am under 16."))

    def __init__(self, *args: Any, contest: Contest, info: sites.SiteInfo, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.info = info
        listed = contest.who == Contest.Who.LIST
        account = contest.who == Contest.Who.ACCOUNT
        asked = {
            "code": listed or contest.who == Contest.Who.CODE,
            "name": contest.asks_name and not listed and not account,
            "class_name": contest.asks_class and not listed and not account,
            "school": contest.asks_school and not listed and info.school_id is None,
            "agreed": bool(contest.consent_text),
        }
        for name in [name for name, wanted in asked.items() if not wanted]:
            del self.fields[name]
        for field in self.fields.values():
            field.error_messages["required"] = str(REFUSAL_MESSAGES["needed"])
        if "agreed" in self.fields:
            self.fields["agreed"].error_messages["required"] = str(REFUSAL_MESSAGES["consent"])

    def clean_school(self) -> int:
        words = collapse_whitespace(self.cleaned_data["school"])
        found = directory.filter_schools(directory.served_schools(), words)
        same = [row for row in found if words in (row.code, row.name)] or found
        if len(same) != 1:
            raise ValidationError(str(REFUSAL_MESSAGES["school"]))
        return same[0].id

    def entry(self) -> ContestEntry:
        data = self.cleaned_data
        return ContestEntry(
            name=collapse_whitespace(data.get("name", "")), class_name=collapse_whitespace(data.get("class_name", "")),
            code=data.get("code", ""), represents=data.get("school") or self.info.school_id,
            agreed=data.get("agreed", False),
        )  # fmt: skip


def _build_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return [{"title": _("Home"), "url": sites.build_local_path("/")}, *more]


def _contests_crumb() -> dict[str, str]:
    return {"title": _("Contests"), "url": sites.build_url("contests")}


@require_safe
@allow_public_reads
def list_contests(request):
    """Open now, coming, and those that are over."""
    now = timezone.now()
    groups: dict[str, list[dict[str, Any]]] = {"open": [], "coming": [], "over": []}
    shown = registration.contests_on_site(request.site_info).filter(in_list=True)
    for contest in shown.prefetch_related("rounds").select_related("school")[:200]:
        rounds = list(contest.rounds.all())
        if contest.state == Contest.State.CLOSED or (rounds and all(one.closes_at <= now for one in rounds)):
            group = "over"
        else:
            group = "open" if any(one.is_open for one in rounds) else "coming"
        groups[group].append({"contest": contest, "first": rounds[0].opens_at if rounds else None})
    return render(request, "contests/index.html", {"groups": groups, "crumbs": _build_crumbs()})


def _get_contest(request, pk):
    contest = registration.contests_on_site(request.site_info).filter(pk=pk).select_related("school").first()
    if contest is None:
        raise Http404
    return contest


@require_safe
@allow_public_reads
def show_contest(request, pk, slug):
    row = _get_contest(request, pk)
    if slug != row.slug:
        return HttpResponsePermanentRedirect(row.get_absolute_url())
    return _render_contest(request, row, EntryForm(contest=row, info=request.site_info))


def _render_contest(request, row, form, refused="", status=200):
    rounds = list(row.rounds.all())
    context = {
        "contest": row,
        "rounds": rounds,
        "open_round": next((one for one in rounds if one.is_open and row.state == Contest.State.PUBLISHED), None),
        "form": form,
        "refused": refused,
        "signed_in": request.user.is_authenticated,
        "crumbs": _build_crumbs(_contests_crumb()),
    }
    return render(request, "contests/contest.html", context, status=status)


@require_POST
@allow_public_reads
def enter_open_round(request, pk):
    """Into the open round; what was filled in stays where something is wrong with it."""
    if seconds := rate_limits.seconds_to_wait(request, "contests"):
        return rate_limits.too_many_requests(request, seconds)
    row = _get_contest(request, pk)
    form = EntryForm(request.POST, contest=row, info=request.site_info)
    round_ = next((one for one in row.rounds.all() if one.is_open), None)
    if round_ is None:
        return _render_contest(request, row, form, str(REFUSAL_MESSAGES["not_open"]), 409)
    if not form.is_valid():
        return _render_contest(request, row, form, status=422)
    try:
        attempt, _new = registration.enter_contest(row, round_, request.user, form.entry())
    except EntryRefused as error:
        return _render_contest(request, row, form, str(REFUSAL_MESSAGES[error.code]), 422)
    return redirect_to_attempt(attempt)


def redirect_to_attempt(attempt: Attempt) -> HttpResponseRedirect:
    """Behind the #, so that the token stands in no log and goes to no other site."""
    return HttpResponseRedirect(reverse("attempt") + "#" + tokens.sign_token(attempt.pk, attempt.device))


@require_POST
@allow_public_reads
def resume_with_code(request):
    """With the code of the attempt: on another device, or after the browser was closed."""
    if seconds := rate_limits.seconds_to_wait(request, "contests"):
        return rate_limits.too_many_requests(request, seconds)
    try:
        return redirect_to_attempt(registration.resume_by_code(request.site_info, request.POST.get("code", "")[:40]))
    except EntryRefused as error:
        context = {"refused": str(REFUSAL_MESSAGES[error.code]), "crumbs": _build_crumbs(_contests_crumb())}
        return render(request, "contests/resume.html", context, status=422)


@require_safe
@allow_public_reads
def show_results(request, pk, slug):
    """Only once the jury has published them, and of persons only what the rules say."""
    row = _get_contest(request, pk)
    if row.results_at is None or row.practice:
        raise Http404
    rounds = list(row.rounds.all())
    whole = len(rounds) > 1 and request.GET.get("round") == ALL_ROUNDS
    chosen = next((one for one in rounds if str(one.pk) == request.GET.get("round")), rounds[0] if rounds else None)
    if chosen is None:
        raise Http404
    if whole:
        context = {
            "page_of": _paginate_persons(row, None, request),
            "round": None,
            "schools": [],
            "communes": [],
            "classes": [],
        }
        return render(request, "contests/results.html", {**context, **_results_context(row, rounds)})
    context = {
        **_results_context(row, rounds),
        "round": chosen,
        "page_of": _paginate_persons(row, chosen, request),
        "schools": ranking.average_by_group(chosen, "school")[:100] if row.school_id is None else [],
        "communes": ranking.average_by_group(chosen, "commune")[:100] if row.school_id is None else [],
        "classes": ranking.average_by_group(chosen, "class")[:100] if row.school_id else [],
    }
    return render(request, "contests/results.html", context)


def _results_context(row, rounds):
    crumbs = _build_crumbs(_contests_crumb(), {"title": row.title, "url": row.get_absolute_url()})
    return {"contest": row, "rounds": rounds, "whole": ALL_ROUNDS, "crumbs": crumbs}


def _paginate_persons(row, round_, request):
    if row.publication == Contest.Publication.NONE or row.forgotten_at:
        return None
    parameters = {"round": str(round_.pk) if round_ else ALL_ROUNDS} if "round" in request.GET else {}
    order = ranking.Ranking(round_, row.publication) if round_ else ranking.TotalRanking(row, row.publication)
    return paginate(order, request.GET.get(PARAMETER), parameters, PERSONS_PER_PAGE)
