"""The jury's screens: the order, one attempt, what was seen, protests; and class lists of schools."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.contests.forms import ClassListForm
from cms.contests.models import Answer, Attempt, AttemptMark, Contest, Entrant, Protest
from cms.contests.organising import class_lists, transitions
from cms.contests.organising.log import StepRefused
from cms.contests.results import anomalies, overview, ranking, scoring
from cms.contests.taking import question_paper
from cms.contests.views import ownership
from cms.contests.views.bank import WORKBOOK_CONTENT_TYPE
from cms.core import human_codes
from cms.core.office_files.cells import escape_formula
from cms.core.text import name_initials
from cms.core.web.listing import ListingView
from cms.tenancy import rights
from cms.tenancy.models import School


def displayed_person(user: Any, entrant: Entrant) -> str:
    """The name within the wall of the school that wrote it down, initials elsewhere."""
    return entrant.name if ownership.works_at(user, entrant.school_id) else name_initials(entrant.name)


class RoundListingView(ListingView):
    """``contest_id`` and ``round_id`` of the address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.contest = ownership.contest_for(request, kwargs["contest_id"], "change")
        self.round = ownership.round_for(self.contest, kwargs["round_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"{self.contest.title} – {self.round.title}"

    def get_index_url(self) -> str:
        return reverse(self.index_url_name, args=[self.contest.pk, self.round.pk])

    def address(self, row: Attempt) -> str:
        return reverse("contests_attempt", args=[self.contest.pk, row.pk])


class RankingView(RoundListingView):
    model = Attempt
    page_title = gettext_lazy("Ranking")
    header_icon = "order"
    index_url_name = "contests_ranking"
    paginate_by = 50
    no_results_message = gettext_lazy("Nobody has handed in yet.")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "who", label=gettext_lazy("Contestant"), get_url=self.address,
                accessor=lambda row: displayed_person(self.request.user, row.entrant) or f"#{row.pk}",
            ),
            Column("class", label=pgettext_lazy("of a pupil", "Class"), accessor="entrant.class_name"),
            Column("school", label=gettext_lazy("School"), accessor=lambda row: row.represents or ""),
            Column("score", label=gettext_lazy("Score"), accessor="score"),
            Column(
                "time", label=pgettext_lazy("of an attempt", "Time"),
                accessor=lambda row: format_duration(row.milliseconds),
            ),
            Column(
                "off", label=gettext_lazy("Prediction off by"),
                accessor=lambda row: "" if row.off_by is None else row.off_by,
            ),
            StatusTagColumn(
                "waits", label=gettext_lazy("State"), primary=lambda row: row.waits,
                accessor=lambda row: _("Waits to be judged") if row.waits else _("Counted"),
            ),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Attempt]:
        return ranking.ranked_attempts(self.round).select_related("entrant", "represents")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        ids = [self.contest.pk, self.round.pk]
        return [
            HeaderButton(_("As a workbook"), url=reverse("contests_ranking_file", args=ids), icon_name="download"),
            HeaderButton(_("What was seen"), url=reverse("contests_marks", args=ids), icon_name="view"),
        ]


def format_duration(milliseconds: int) -> str:
    return f"{milliseconds // 60_000}:{milliseconds // 1000 % 60:02d}"


class AnomaliesView(RoundListingView):
    model = AttemptMark
    page_title = gettext_lazy("What was seen")
    header_icon = "view"
    index_url_name = "contests_marks"
    introduction = gettext_lazy(
        "Late and parallel answers and other patterns. They punish nobody by themselves: the jury looks."
    )
    no_results_message = gettext_lazy("Nothing unusual was seen.")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "kind", label=gettext_lazy("Seen"), accessor="get_kind_display",
                get_url=lambda row: self.address(row.attempt),
            ),
            Column("at", label=gettext_lazy("When")),
            Column("place", label=gettext_lazy("Question"), accessor=lambda row: row.detail.get("place", "")),
            Column("detail", label=gettext_lazy("Detail"), accessor=lambda row: str(row.detail.get("told", ""))),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[AttemptMark]:
        return AttemptMark.objects.filter(attempt__round=self.round).select_related("attempt")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return []


@require_POST
def recount_view(request: HttpRequest, contest_id: int, round_id: int) -> HttpResponse:
    """Everything anew, and a look for patterns."""
    round_ = ownership.round_for(ownership.contest_for(request, contest_id, "change"), round_id)
    changed = transitions.recount_round(round_, request.user)
    seen = anomalies.detect_anomalies(round_)
    messages.success(
        request,
        _("Recounted: %(changed)s scores changed, %(seen)s patterns seen.") % {"changed": changed, "seen": seen},
    )
    return redirect("contests_ranking", contest_id, round_id)


@require_safe
def download_ranking(request: HttpRequest, contest_id: int, round_id: int) -> HttpResponse:
    round_ = ownership.round_for(ownership.contest_for(request, contest_id, "change"), round_id)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(
        [_("Rank"), _("Contestant"), _("Class"), _("School"), _("Score"), _("Seconds"), _("Prediction off by")]
    )
    rank, before = 0, None
    rows = ranking.ranked_attempts(round_).select_related("entrant", "represents")
    for number, row in enumerate(rows.iterator(chunk_size=1000), start=1):
        key = (row.score, row.milliseconds, row.off_by)
        rank, before = (rank if key == before else number), key
        names = (
            displayed_person(request.user, row.entrant),
            row.entrant.class_name,
            row.represents.name if row.represents else "",
        )
        sheet.append([rank, *map(escape_formula, names), float(row.score), row.milliseconds / 1000, row.off_by])
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=WORKBOOK_CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="ket-qua.xlsx"'
    return response


def _get_attempt(request: HttpRequest, contest_id: int, attempt_id: int) -> Attempt:
    contest = ownership.contest_for(request, contest_id, "change")
    row = (
        Attempt.objects.filter(pk=attempt_id, round__contest=contest)
        .select_related("round__contest", "entrant", "represents")
        .first()
    )
    if row is None:
        raise Http404
    return row


@require_safe
def show_attempt(request: HttpRequest, contest_id: int, attempt_id: int) -> HttpResponse:
    """The paper with the answers, the draw repeated, marks and protests."""
    row = _get_attempt(request, contest_id, attempt_id)
    lines = []
    for line in question_paper.iterate_lines(row):
        points = scoring.line_points(line)
        lines.append(
            {
                "line": line,
                "chosen": line.kind.words(line.content, line.given, line.mix),
                "key": line.kind.key(line.content),
                "score": points if points is None else f"{float(points):g}",
            }
        )
    context = {
        "contest": row.round.contest,
        "attempt": row,
        "who": displayed_person(request.user, row.entrant) or f"#{row.pk}",
        "time": format_duration(row.milliseconds),
        "lines": lines,
        "drawn_again": overview.is_draw_reproducible(row),
        "marks": row.marks.all(),
        "protests": row.protests.all(),
    }
    return render(request, "contests/admin/attempt.html", context)


@require_POST
def take_attempt_step(request: HttpRequest, contest_id: int, attempt_id: int, step: str) -> HttpResponse:
    """``step``: judge (``place``, ``points``), out, back, longer (``minutes``), late (``mark``), protest (``protest``,
    ``accepted``)."""
    row = _get_attempt(request, contest_id, attempt_id)
    post, reason = request.POST, request.POST.get("reason", "")
    try:
        if step == "judge":
            _judge_answer(row, post.get("place", ""), post.get("points", ""), request.user)
        elif step in ("out", "back"):
            (transitions.disqualify_attempt if step == "out" else transitions.readmit_attempt)(
                row, request.user, reason
            )
        elif step == "longer":
            minutes = post.get("minutes", "")
            number = int(minutes) if minutes.isascii() and minutes.isdecimal() and len(minutes) < 4 else 0
            transitions.prolong_attempt(row, number, request.user, reason)
        elif step == "late":
            mark = _get_row(row.marks.filter(kind=AttemptMark.Kind.LATE), post.get("mark", ""))
            mark.attempt = row
            transitions.accept_late_answer(mark, request.user, reason)
        elif step == "protest":
            protest = _get_row(row.protests.all(), post.get("protest", ""))
            protest.attempt = row
            transitions.decide_protest(protest, "accepted" in post, reason, request.user)
        else:
            raise Http404
    except StepRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("contests_attempt", contest_id, attempt_id)


def _get_row(rows: QuerySet, raw: str) -> Any:
    row = rows.filter(pk=int(raw)).first() if raw.isascii() and raw.isdecimal() and len(raw) < 12 else None
    if row is None:
        raise Http404
    return row


def _judge_answer(row: Attempt, place: str, points: str, by: Any) -> None:
    rows = Answer.objects.filter(attempt=row).select_related("pool")
    answer = rows.filter(place=int(place)).first() if place.isascii() and place.isdecimal() and len(place) < 4 else None
    try:
        hundredths = round(float(points.replace(",", ".")) * 100)
    except (ValueError, OverflowError):
        hundredths = -1
    if answer is None or hundredths < 0:
        raise Http404
    answer.attempt = row
    transitions.judge_answer(answer, hundredths, by)


class ProtestsView(ListingView):
    """Of one contest."""

    model = Protest
    page_title = gettext_lazy("Protests")
    header_icon = "warning"
    index_url_name = "contests_protests"
    no_results_message = gettext_lazy("Nobody has protested.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.contest = ownership.contest_for(request, kwargs["contest_id"], "change")
        return super().dispatch(request, *args, **kwargs)

    def get_index_url(self) -> str:
        return reverse(self.index_url_name, args=[self.contest.pk])

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "words", label=gettext_lazy("Protest"), accessor=str,
                get_url=lambda row: reverse("contests_attempt", args=[self.contest.pk, row.attempt_id]),
            ),
            Column("place", label=gettext_lazy("Question")),
            Column("at", label=gettext_lazy("When")),
            StatusTagColumn(
                "state", label=gettext_lazy("State"), accessor="get_state_display",
                primary=lambda row: row.state == "open",
            ),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Protest]:
        return Protest.objects.filter(attempt__round__contest=self.contest)


# --- class lists: of the school's own contests, and of the office's ----------------------------------------------


def _get_listed_contest(request: HttpRequest, school_id: int, contest_id: int) -> tuple[School, Contest]:
    school = School.objects.filter(pk=school_id).first()
    if school is None or not ownership.works_at(request.user, school_id):
        raise Http404
    if not rights.has_right(request.user, "contests.change_contest", school_id):
        raise PermissionDenied
    rows = Contest.objects.filter(school=school, pk=contest_id) | Contest.objects.filter(
        school=None, pk=contest_id
    ).exclude(state=Contest.State.DRAFT)
    row = rows.filter(who=Contest.Who.LIST, forgotten_at=None).first()
    if row is None:
        raise Http404
    return school, row


class ClassListsView(ListingView):
    """Contests by class list that the person's schools may send pupils to."""

    model = Contest
    page_title = gettext_lazy("Class lists")
    header_icon = "group"
    introduction = gettext_lazy("Who takes part, with a code each. A list is seen in its own school alone.")
    no_results_message = gettext_lazy("No contest asks for class lists now.")
    index_url_name = "contests_lists"

    @cached_property
    def school_id(self) -> int | None:
        return next((pk for pk in ownership.workplace_owners(self.request.user, "contests.change_contest") if pk), None)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title", label=gettext_lazy("Contest"),
                get_url=lambda row: reverse("contests_list", args=[self.school_id, row.pk]),
            ),
            Column("number", label=gettext_lazy("Pupils"),
                accessor=lambda row: class_lists.listed_entrants(row, self.school_id).count()),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Contest]:
        if self.school_id is None:
            return Contest.objects.none()
        rows = Contest.objects.filter(school=self.school_id) | Contest.objects.filter(school=None).exclude(
            state=Contest.State.DRAFT
        )
        return rows.filter(who=Contest.Who.LIST, forgotten_at=None).exclude(state=Contest.State.CLOSED)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_class_list(request: HttpRequest, school_id: int, contest_id: int) -> HttpResponse:
    school, row = _get_listed_contest(request, school_id, contest_id)
    form = ClassListForm(request.POST if request.method == "POST" and "remove" not in request.POST else None)
    if request.method == "POST":
        raw = request.POST.get("remove", "")
        if raw.isascii() and raw.isdecimal() and len(raw) < 12:
            class_lists.remove_entrant(row, school.pk, int(raw))
            return redirect("contests_list", school_id, contest_id)
        if form.is_valid():
            people = class_lists.parse_class_list(form.cleaned_data["names"], form.cleaned_data["class_name"])
            number = class_lists.add_entrants(row, school.pk, people, request.user)
            messages.success(request, _("Written down: %s") % number)
            return redirect("contests_list", school_id, contest_id)
    rows = class_lists.listed_entrants(row, school.pk).order_by("class_name", "name")
    context = {
        "contest": row, "school": school, "form": form, "number": rows.count(),
        "rows": [(one, human_codes.format_code(one.code or "")) for one in rows[:2000]],
    }  # fmt: skip
    return render(request, "contests/admin/class_list.html", context, status=422 if form.errors else 200)


@require_safe
def download_code_slips(request: HttpRequest, school_id: int, contest_id: int) -> HttpResponse:
    school, row = _get_listed_contest(request, school_id, contest_id)
    response = HttpResponse(
        class_lists.build_code_slips(class_lists.listed_entrants(row, school.pk)), content_type=WORKBOOK_CONTENT_TYPE
    )
    response["Content-Disposition"] = 'attachment; filename="ma-du-thi.xlsx"'
    return response
