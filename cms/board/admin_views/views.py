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
from cms.board.admin_views.board_table import BoardCell, board_headings, build_cells
from cms.board.admin_views.export import board_to_csv, board_to_xlsx
from cms.board.admin_views.forms import BoardFilterSet, filter_query_string, parse_board_filters
from cms.board.admin_views.labels import GRADE_LABELS, LIGHT_LABELS, format_period
from cms.board.board_access import BoardReaderMixin, may_measure
from cms.board.measuring import measure, periods, reminders
from cms.board.measuring.board_rows import Board, MeasuredSchool, SchoolResults, build_board
from cms.board.measuring.goals import get_goals_on
from cms.board.measuring.traffic_lights import BetterDirection, Light, required_by_now
from cms.board.report.figures import compute_figures
from cms.board.report.word import report_to_word
from cms.board.report.workbook import report_to_workbook
from cms.core.web.listing import ListingView, TemplateColumn
from cms.tenancy import rights
from cms.tenancy.models import School

SCHOOLS_PER_PAGE = 50
DOCX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class IndicatorColumn(TemplateColumn):
    """An indicator's number, with its light; ``place``: among the marks of a row."""

    def __init__(self, place: int, label: str):
        super().__init__(f"mark_{place}", "board/admin/mark_cell.html", label=label, classname="board__number")
        self.place = place

    def get_cell_context_data(self, instance: BoardLine, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        cell, code, words = instance.marks[self.place]
        return {
            **super().get_cell_context_data(instance, parent_context), "cell": cell, "code": code, "words": words
        }  # fmt: skip


class BoardView(BoardReaderMixin, ListingView):
    """The search is for name or code of a school."""

    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "board/admin/board_results.html"
    page_title = gettext_lazy("Implementation board")
    header_icon = "list-ul"
    index_url_name, index_results_url_name = "board:index", "board:results"
    table_classname = "listing board"
    paginate_by = SCHOOLS_PER_PAGE
    filterset_class = BoardFilterSet
    is_searchable = True
    no_results_message = gettext_lazy("No school matches these filters.")

    @cached_property
    def board(self) -> Board:
        return build_board(parse_board_filters(self.request.GET))

    @cached_property
    def kept(self) -> str:
        return filter_query_string(self.request.GET)

    def get_queryset(self) -> Sequence[SchoolResults]:
        return self.board.rows

    def get_table(self, object_list: Iterable[SchoolResults]) -> Table:
        return super().get_table([build_board_line(row) for row in object_list])

    @property
    def columns(self) -> list[BaseColumn]:
        found = [
            TemplateColumn("school", "board/admin/school_cell.html", label=gettext_lazy("School")),
            TemplateColumn("grade", "board/admin/grade_cell.html", label=gettext_lazy("Grade")),
            Column(
                "points", label=gettext_lazy("Points"), accessor="points.text", classname="board__number board__points"
            ),
            TemplateColumn("trend", "board/admin/trend_cell.html", label=gettext_lazy("6 months")),
            *(IndicatorColumn(place, label) for place, label in enumerate(board_headings()[7:])),
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
        for code, name in list_report_periods(timezone.localdate()):
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
            *args, board=self.board, query=self.kept, summary=summarize_grades(self.board),
            links_trend=sparkline.polyline_points(self.board.links.months),
            may_measure=may_measure(self.request.user), **kwargs,
        )  # fmt: skip


def list_report_periods(day) -> list[tuple[str, str]]:
    """(code, name) of the running quarter, year and school year, and of those before them."""
    running = [periods.quarter_of(day), periods.year_of(day), periods.school_year_of(day)]
    before = [
        of(one.first - datetime.timedelta(days=1))
        for of, one in zip((periods.quarter_of, periods.year_of, periods.school_year_of), running, strict=True)
    ]
    return [(one.code, format_period(one)) for pair in zip(running, before, strict=True) for one in pair]


@dataclass(frozen=True)
class BoardLine:
    """A row for the table; ``trend``: the path of a line; ``marks``: (cell, code of the indicator, words)."""

    school: MeasuredSchool
    grade: BoardCell
    points: BoardCell
    change: BoardCell
    trend: str
    falls: bool
    marks: list[tuple[BoardCell, str, str | Promise]]


def build_board_line(row: SchoolResults) -> BoardLine:
    fixed, marks = build_cells(row)[:7], zip(build_cells(row)[7:], row.marks, strict=True)
    grade, points, change = fixed[4:]
    return BoardLine(
        row.school, grade, points, change, sparkline.polyline_points(row.trend), (row.change or 0) < 0,
        [(cell, mark.indicator.code, LIGHT_LABELS[mark.light]) for cell, mark in marks],
    )  # fmt: skip


def summarize_grades(found: Board) -> list[dict]:
    passing = found.goals.passing()
    notes = {
        Light.GREEN: gettext("%(points)d points and more") % {"points": passing.good},
        Light.AMBER: gettext("%(from)d to %(to)d points") % {"from": passing.fair, "to": passing.good - 1},
        Light.RED: gettext("below %(points)d points") % {"points": passing.fair},
    }
    total = sum(found.counts.values()) or 1
    return [
        {
            "light": light, "name": GRADE_LABELS[light], "count": found.counts[light], "note": note,
            "percent": round(100 * found.counts[light] / total),
        }
        for light, note in notes.items()
    ]  # fmt: skip


class ExportView(BoardReaderMixin, View):
    """All rows of the filters, not one screenful."""

    def get(self, request, kind):
        found = build_board(parse_board_filters(request.GET))
        name = f"tinh-hinh-thuc-hien-{found.filters.day:%Y-%m-%d}.{kind}"
        if kind == "csv":
            return attachment_response(board_to_csv(found), "text/csv; charset=utf-8", name)
        return attachment_response(board_to_xlsx(found, gettext("Implementation board")), XLSX_CONTENT_TYPE, name)


class BoardReportView(BoardReaderMixin, View):
    """The report of a period, of the schools of the filters."""

    def get(self, request, period, kind):
        found = periods.parse_period(period)
        if found is None or found.first > timezone.localdate():
            raise Http404
        told = compute_figures(found, parse_board_filters(request.GET))
        body, content_type = (
            (report_to_word(told), DOCX_CONTENT_TYPE)
            if kind == "docx"
            else (report_to_workbook(told), XLSX_CONTENT_TYPE)
        )
        return attachment_response(body, content_type, f"bao-cao-{found.code}.{kind}")


def attachment_response(body: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


class MeasureView(BoardReaderMixin, View):
    def post(self, request):
        if not may_measure(request.user):
            raise Http404
        count = measure.take_snapshots()
        messages.success(request, gettext("%(count)d schools were measured.") % {"count": count})
        return redirect("board:index")


class RemindView(BoardReaderMixin, View):
    def post(self, request):
        if not may_measure(request.user):
            raise Http404
        chosen = {int(value) for value in request.POST.getlist("school") if value.isdecimal() and len(value) < 19}
        count = reminders.send_reminders(chosen, request.user)
        messages.success(request, reminder_message(count, len(chosen)))
        return redirect(reverse("board:index") + filter_query_string(request.GET))


def reminder_message(count: int, chosen: int) -> str:
    said = ngettext("%(count)d school was written to.", "%(count)d schools were written to.", count) % {"count": count}
    if left := chosen - count:
        said += " " + ngettext(
            "%(left)d got a letter within the last week or has nothing to do.",
            "%(left)d got a letter within the last week or have nothing to do.",
            left,
        ) % {"left": left}
    return said


def expected_by_now(indicator, goal, day) -> int | None:
    """What is green today, of an indicator that grows through a period."""
    share = indicator.share(day)
    return required_by_now(goal.good, share) if share < 1 else None


class EvidenceView(WagtailAdminTemplateMixin, TemplateView):
    """What stands behind a number of one school, measured now. The guard lets a school's people see their own."""

    template_name = "board/admin/evidence.html"
    header_icon = "list-ul"

    def get_context_data(self, **kwargs):
        school_id, code = kwargs.pop("school_id"), kwargs.pop("code")
        indicator = indicators.find_indicator(code)
        if indicator is None:
            raise Http404
        measured = measure.list_measured_schools(School.objects.filter(pk=get_object_or_404(School, pk=school_id).pk))[
            0
        ]
        day = timezone.localdate()
        value = measure.measure_values([measured], day)[measured.pk][code]
        goals = get_goals_on(day)
        self.page_title, self.page_subtitle = indicator.label, measured.name
        return super().get_context_data(
            indicator=indicator, school=measured, text=indicator.text(value),
            goal=goals.goal(indicator, measured.level),
            less=indicator.better is BetterDirection.LESS,
            by_now=expected_by_now(indicator, goals.goal(indicator, measured.level), day),
            light=goals.light(indicator, measured.level, value), evidence=indicator.evidence(measured, day),
            mend_url=indicator.mend_url(measured), **kwargs,
        )  # fmt: skip

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items]
        if BoardReaderMixin.allows(self.request.user):
            items.append({"url": reverse("board:index"), "label": gettext("Implementation board")})
        return [*items, {"url": "", "label": self.page_title, "sublabel": self.page_subtitle}]
