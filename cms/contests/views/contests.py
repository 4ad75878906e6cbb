"""The organiser's screens of contests: list, form, one contest with its rounds, pools and steps."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.certificates.views.give import IssueOccasion, give_certificates
from cms.contests.forms import ContestForm, RoundForm
from cms.contests.models import BankQuestion, Contest, Round, RoundQuestion
from cms.contests.organising import log, pools, transitions
from cms.contests.organising.log import StepRefused
from cms.contests.results import awards, overview
from cms.contests.views import ownership
from cms.contests.views.bank import QuestionFilterSet
from cms.core.web.listing import ListingView
from cms.tenancy import rights, sites

MAX_SHOWN = 100


class ContestsView(ListingView):
    model = Contest
    page_title = gettext_lazy("Contests")
    header_icon = "pick"
    no_results_message = gettext_lazy("No contest yet. The question bank comes first, then a contest with a round.")
    index_url_name = "contests_contests"
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="contests_contest"),
        Column("who", label=gettext_lazy("Who may take part"), accessor="get_who_display"),
        Column("entrants", label=gettext_lazy("Contestants"), accessor="number"),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display",
            primary=lambda row: row.state == Contest.State.PUBLISHED,
        ),
        DateColumn("created_at", label=gettext_lazy("Created")),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Contest]:
        ids = ownership.workplace_owners(self.request.user, "contests.view_contest")
        rows = Contest.objects.filter(school__in=[pk for pk in ids if pk])
        if None in ids:
            rows |= Contest.objects.filter(school=None)
        return rows.annotate(number=Count("entrants")).order_by("-created_at", "-pk")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not ownership.workplace_owners(self.request.user, "contests.add_contest"):
            return []
        return [HeaderButton(_("New contest"), url=reverse("contests_contest_add"), icon_name="plus")]


@require_http_methods(["GET", "HEAD", "POST"])
def add_contest(request: Any) -> HttpResponse:
    owner = ownership.chosen_owner(request, "contests.add_contest")
    return _edit_form(request, Contest(school_id=owner, created_by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_contest(request: HttpRequest, contest_id: int) -> HttpResponse:
    return _edit_form(request, ownership.contest_for(request, contest_id, "change"))


def _edit_form(request: HttpRequest, row: Contest) -> HttpResponse:
    action = "changed" if row.pk else "created"
    form = ContestForm(request.POST or None, instance=row, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        row = form.save()
        log.write_event(row, action, request.user, fields=form.changed_data)
        if "prediction_answer" in form.changed_data:
            for round_ in row.rounds.all():
                transitions.recount_round(round_, request.user)
        messages.success(request, _("The contest is saved."))
        return redirect("contests_contest", row.pk)
    context = {
        "form": form,
        "title": _("Contest"),
        "subtitle": row.title,
        "back": reverse("contests_contest", args=[row.pk]) if row.pk else reverse("contests_contests"),
        "places": [] if row.pk else ownership.owner_choices(request.user, "contests.add_contest"),
        "of": str(row.school_id or "office"),
    }
    return render(request, "core/admin/form.html", context, status=422 if form.errors else 200)


@require_safe
def contest(request: HttpRequest, contest_id: int) -> HttpResponse:
    row = ownership.contest_for(request, contest_id)
    site = sites.portal_site() if row.school is None else sites.sites_by_id().get(row.school.site_id)
    context = {
        "contest": row,
        "rounds": overview.list_round_overviews(row),
        "address": site.root_url + row.get_absolute_url() if site and row.is_public else "",
        "may_change": rights.has_right(request.user, "contests.change_contest", row.school_id),
        "protests": overview.count_open_protests(row),
        "marks": overview.count_anomalies(row),
        "events": [
            (event, log.ACTION_LABELS.get(event.action, event.action)) for event in row.events.select_related("by")[:50]
        ],
    }
    return render(request, "contests/admin/contest.html", context)


TRANSITIONS = {
    "publish": transitions.publish_contest,
    "close": transitions.close_contest,
    "results": transitions.publish_results,
}


@require_POST
def take_step(request: HttpRequest, contest_id: int, step: str) -> HttpResponse:
    """``step``: publish, close, results, withdraw (with ``reason``) or delete (a draft)."""
    row = ownership.contest_for(request, contest_id, "delete" if step == "delete" else "change")
    try:
        if step in TRANSITIONS:
            TRANSITIONS[step](row, request.user)
        elif step == "withdraw":
            transitions.withdraw_results(row, request.user, request.POST.get("reason", ""))
        elif step == "delete" and row.state == Contest.State.DRAFT and not row.entrants.exists():
            row.delete()
            messages.success(request, _("The draft is deleted."))
            return redirect("contests_contests")
        else:
            raise Http404
    except StepRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("contests_contest", contest_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_round(request: HttpRequest, contest_id: int, round_id: int = 0) -> HttpResponse:
    row = ownership.contest_for(request, contest_id, "change")
    round_ = ownership.round_for(row, round_id) if round_id else Round(contest=row)
    form = RoundForm(request.POST or None, instance=round_, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        log.write_event(row, "changed", request.user, round=round_.pk, fields=form.changed_data)
        messages.success(request, _("The round is saved."))
        return redirect("contests_contest", contest_id)
    context = {
        "form": form,
        "title": _("Round"),
        "subtitle": row.title,
        "back": reverse("contests_contest", args=[contest_id]),
    }
    return render(request, "core/admin/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_pool(request: HttpRequest, contest_id: int, round_id: int) -> HttpResponse:
    """What may be drawn, and what may be added: the bank with its filters. POST: ``add_contest`` the ticked ones or all
    that fit, ``remove`` one, ``freeze``."""
    row = ownership.contest_for(request, contest_id, "change")
    round_ = ownership.round_for(row, round_id)
    if request.method == "POST":
        return _change_pool(request, round_)
    shown = QuestionFilterSet(
        request.GET, queryset=pools.addable_questions(round_).select_related("field"), request=request
    )
    rows = shown.qs if shown.is_valid() else BankQuestion.objects.none()
    context = {
        "contest": row,
        "round": round_,
        "filters": shown.form,
        "query": request.GET.urlencode(),
        "addable": rows[:MAX_SHOWN],
        "number": rows.count(),
        "entries": round_.questions.select_related("question"),
        "wanted": round_.counts,
        "whole": not round_.frozen_at or pools.compute_pool_hash(round_) == round_.pool_hash,
    }
    return render(request, "contests/admin/pool.html", context)


def _change_pool(request: HttpRequest, round_: Round) -> HttpResponse:
    post = request.POST
    try:
        if "freeze" in post:
            pools.freeze_pool(round_, request.user)
            messages.success(request, _("The pool is closed. Each draw can be repeated from its seed."))
        elif post.get("remove", "").isdecimal():
            pools.remove_question(round_, int(post["remove"][:9]), request.user)
        else:
            number = pools.add_questions(
                round_, _picked_questions(request, round_), request.user, _parse_points(post.get("points", ""))
            )
            messages.success(request, _("Added to the pool: %s") % number)
    except StepRefused as error:
        messages.error(request, str(error))
    return redirect("contests_pool", round_.contest_id, round_.pk)


def _parse_points(raw: str) -> int:
    return min(100, max(1, int(raw))) if raw.isascii() and raw.isdecimal() and len(raw) < 4 else 1


def _picked_questions(request: HttpRequest, round_: Round) -> QuerySet[BankQuestion]:
    if "all" in request.POST:
        shown = QuestionFilterSet(request.GET, queryset=pools.addable_questions(round_), request=request)
        return shown.qs if shown.is_valid() else BankQuestion.objects.none()
    numbers = [
        int(one) for one in request.POST.getlist("question") if one.isascii() and one.isdecimal() and len(one) < 10
    ]
    return pools.addable_questions(round_).filter(pk__in=numbers)


@require_POST
def cancel_question(request: HttpRequest, contest_id: int, round_id: int, number: int) -> HttpResponse:
    """A question of the pool: its points to everybody, to nobody, or as it was. All is recounted."""
    row = ownership.contest_for(request, contest_id, "change")
    round_ = ownership.round_for(row, round_id)
    entry: Any = RoundQuestion.objects.filter(round=round_, number=number).first()
    how = request.POST.get("how", "")
    if entry is None or how not in ("", *RoundQuestion.Cancelled.values):
        raise Http404
    entry.round = round_
    try:
        changed = transitions.cancel_question(entry, how, request.user, request.POST.get("reason", ""))
    except StepRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Recounted; scores that changed: %s") % changed)
    return redirect("contests_pool", contest_id, round_id)


@require_http_methods(["GET", "HEAD", "POST"])
def give_contest_certificates(request: HttpRequest, contest_id: int) -> HttpResponse:
    """To those who stand in the order, once it is published; ``best``: to this rank."""
    row = ownership.contest_for(request, contest_id, "change")
    if row.results_at is None or row.forgotten_at:
        messages.error(request, _("Publish the results first; after the term for personal data it is too late."))
        return redirect("contests_contest", contest_id)
    raw = request.POST.get("best") or request.GET.get("best") or ""
    best = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 7 else None
    occasion = IssueOccasion(
        owner=row.school_id, source=awards.award_source(row), title=row.title, words=awards.DEFAULT_WORDS,
        markers=awards.MARKER_LABELS,
        people=lambda: awards.list_recipients(row, best), for_children=row.for_children,
        keep_until=awards.retention_date(row),
        back=reverse("contests_contest", args=[row.pk]), by_rank=True, best=best,
    )  # fmt: skip
    return give_certificates(request, occasion)
