"""The office's board, its files, and what stands behind a number."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BaseColumn, Column, Table
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.board import indicators
from cms.board.admin_views import sparkline
from cms.board.admin_views.board_table import Cell, cells, headings
from cms.board.admin_views.export import to_csv, to_xlsx
from cms.board.admin_views.forms import BoardFilterSet, filters_of, kept
from cms.board.admin_views.labels import GRADES, MARKS, period_name
from cms.board.board_access import OfficeReads, may_measure
from cms.board.measuring import measure, periods, reminders
from cms.board.measuring.board_rows import Board, MeasuredSchool, SchoolMarks, board
from cms.board.measuring.goals import goals_on
from cms.board.measuring.traffic_lights import Better, Light, asked_by_now
from cms.board.report.figures import figures
from cms.board.report.word import to_word
from cms.board.report.workbook import to_workbook
from cms.core.web.listing import ListingView, TemplateColumn
from cms.tenancy import rights
from cms.tenancy.models import School

PER_PAGE = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MarkColumn(TemplateColumn):
    """An indicator's number, with its light; ``place``: among the marks of a row."""

    def __init__(self, place: int, label: str):
        super().__init__(f"mark_{place}", "board/admin/mark_cell.html", label=label, classname="board__number")
        self.place = place

    def get_cell_context_data(self, instance: Line, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        cell, code, words = instance.marks[self.place]
        return {
            **super().get_cell_context_data(instance, parent_context), "cell": cell, "code": code, "words": words
        }  # fmt: skip


class BoardView(OfficeReads, ListingView):
    """The search is for name or code of a school."""

    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "board/admin/board_results.html"
    page_title = gettext_lazy("Implementation board")
    header_icon = "list-ul"
    index_url_name, index_results_url_name = "board:index", "board:results"
    table_classname = "listing board"
    paginate_by = PER_PAGE
    filterset_class = BoardFilterSet
    is_searchable = True
    no_results_message = gettext_lazy("No school matches these filters.")

    @cached_property
    def board(self) -> Board:
        return board(filters_of(self.request.GET))

    @cached_property
    def kept(self) -> str:
        return kept(self.request.GET)

    def get_queryset(self) -> Sequence[SchoolMarks]:
        return self.board.rows

    def get_table(self, object_list: Iterable[SchoolMarks]) -> Table:
        return super().get_table([line(row) for row in object_list])

    @property
    def columns(self) -> list[BaseColumn]:
        found = [
            TemplateColumn("school", "board/admin/school_cell.html", label=gettext_lazy("School")),
            TemplateColumn("grade", "board/admin/grade_cell.html", label=gettext_lazy("Grade")),
            Column(
                "points", label=gettext_lazy("Points"), accessor="points.text", classname="board__number board__points"
            ),
            TemplateColumn("trend", "board/admin/trend_cell.html", label=gettext_lazy("6 months")),
            *(MarkColumn(place, label) for place, label in enumerate(headings()[7:])),
        ]
        if may_measure(self.request.user):
            found.insert(0, TemplateColumn("choose", "board/admin/choose_cell.html", label=gettext_lazy("Choose")))
        return found

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not rights.has_right(self.request.user, "board.change_target", None):
            return []
        return [HeaderButton(gettext("Targets"), url=reverse("targets:index"), icon_name="tasks")]

    @property
    def header_more_buttons(self) -> list[Button]:
        """Files of all rows of the filters, and reports of a period."""
        files = [(kind.upper(), reverse("board:export", args=[kind])) for kind in ("csv", "xlsx")]
        for code, name in report_periods(timezone.localdate()):
            files += [
                (f"{capfirst(name)}: {kind.upper()}", reverse("board:report", args=[code, kind]))
                for kind in ("docx", "xlsx")
            ]
        return [
            Button(label, url=url + self.kept, icon_name="download", priority=place)
            for place, (label, url) in enumerate(files)
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            *args, board=self.board, query=self.kept, summary=summary(self.board),
            links_trend=sparkline.path(self.board.links.months), may_measure=may_measure(self.request.user), **kwargs,
        )  # fmt: skip


def report_periods(day) -> list[tuple[str, str]]:
    """(code, name) of the running quarter, year and school year, and of those before them."""
    running = [periods.quarter_of(day), periods.year_of(day), periods.school_year_of(day)]
    before = [
        of(one.first - datetime.timedelta(days=1))
        for of, one in zip((periods.quarter_of, periods.year_of, periods.school_year_of), running, strict=True)
    ]
    return [(one.code, period_name(one)) for pair in zip(running, before, strict=True) for one in pair]


@dataclass(frozen=True)
class Line:
    """A row for the table; ``trend``: the path of a line; ``marks``: (cell, code of the indicator, words)."""

    school: MeasuredSchool
    grade: Cell
    points: Cell
    change: Cell
    trend: str
    falls: bool
    marks: list[tuple[Cell, str, str | Promise]]


def line(row: SchoolMarks) -> Line:
    fixed, marks = cells(row)[:7], zip(cells(row)[7:], row.marks, strict=True)
    grade, points, change = fixed[4:]
    return Line(
        row.school, grade, points, change, sparkline.path(row.trend), (row.change or 0) < 0,
        [(cell, mark.indicator.code, MARKS[mark.light]) for cell, mark in marks],
    )  # fmt: skip


def summary(found: Board) -> list[dict]:
    passing = found.goals.passing()
    notes = {
        Light.GREEN: gettext("%(points)d points and more") % {"points": passing.good},
        Light.AMBER: gettext("%(from)d to %(to)d points") % {"from": passing.fair, "to": passing.good - 1},
        Light.RED: gettext("below %(points)d points") % {"points": passing.fair},
    }
    total = sum(found.counts.values()) or 1
    return [
        {
            "light": light, "name": GRADES[light], "count": found.counts[light], "note": note,
            "percent": round(100 * found.counts[light] / total),
        }
        for light, note in notes.items()
    ]  # fmt: skip


class ExportView(OfficeReads, View):
    """All rows of the filters, not one screenful."""

    def get(self, request, kind):
        found = board(filters_of(request.GET))
        name = f"tinh-hinh-thuc-hien-{found.filters.day:%Y-%m-%d}.{kind}"
        if kind == "csv":
            return attachment(to_csv(found), "text/csv; charset=utf-8", name)
        return attachment(to_xlsx(found, gettext("Implementation board")), XLSX, name)


class BoardReportView(OfficeReads, View):
    """The report of a period, of the schools of the filters."""

    def get(self, request, period, kind):
        found = periods.parse(period)
        if found is None or found.first > timezone.localdate():
            raise Http404
        told = figures(found, filters_of(request.GET))
        body, content_type = (to_word(told), DOCX) if kind == "docx" else (to_workbook(told), XLSX)
        return attachment(body, content_type, f"bao-cao-{found.code}.{kind}")


def attachment(body: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


class MeasureView(OfficeReads, View):
    def post(self, request):
        if not may_measure(request.user):
            raise Http404
        count = measure.take_snapshots()
        messages.success(request, gettext("%(count)d schools were measured.") % {"count": count})
        return redirect("board:index")


class RemindView(OfficeReads, View):
    def post(self, request):
        if not may_measure(request.user):
            raise Http404
        chosen = {int(value) for value in request.POST.getlist("school") if value.isdecimal() and len(value) < 19}
        count = reminders.remind(chosen, request.user)
        messages.success(request, reminded(count, len(chosen)))
        return redirect(reverse("board:index") + kept(request.GET))


def reminded(count: int, chosen: int) -> str:
    said = ngettext("%(count)d school was written to.", "%(count)d schools were written to.", count) % {"count": count}
    if left := chosen - count:
        said += " " + ngettext(
            "%(left)d got a letter within the last week or has nothing to do.",
            "%(left)d got a letter within the last week or have nothing to do.",
            left,
        ) % {"left": left}
    return said


def by_now(indicator, goal, day) -> int | None:
    """What is green today, of an indicator that grows through a period."""
    share = indicator.share(day)
    return asked_by_now(goal.good, share) if share < 1 else None


class EvidenceView(WagtailAdminTemplateMixin, TemplateView):
    """What stands behind a number of one school, measured now. The guard lets a school's people see their own."""

    template_name = "board/admin/evidence.html"
    header_icon = "list-ul"

    def get_context_data(self, **kwargs):
        school_id, code = kwargs.pop("school_id"), kwargs.pop("code")
        indicator = indicators.find(code)
        if indicator is None:
            raise Http404
        measured = measure.measured_schools(School.objects.filter(pk=get_object_or_404(School, pk=school_id).pk))[0]
        day = timezone.localdate()
        value = measure.values_of([measured], day)[measured.pk][code]
        goals = goals_on(day)
        self.page_title, self.page_subtitle = indicator.label, measured.name
        return super().get_context_data(
            indicator=indicator, school=measured, text=indicator.text(value),
            goal=goals.goal(indicator, measured.level),
            less=indicator.better is Better.LESS, by_now=by_now(indicator, goals.goal(indicator, measured.level), day),
            light=goals.light(indicator, measured.level, value), evidence=indicator.evidence(measured, day),
            mend_url=indicator.mend_url(measured), **kwargs,
        )  # fmt: skip

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items]
        if OfficeReads.allows(self.request.user):
            items.append({"url": reverse("board:index"), "label": gettext("Implementation board")})
        return [*items, {"url": "", "label": self.page_title, "sublabel": self.page_subtitle}]
