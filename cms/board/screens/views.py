"""The office's board, its files, and what stands behind a number."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.board import indicators
from cms.board.access import OfficeReads, may_measure
from cms.board.measuring import measure, periods, reminders
from cms.board.measuring.goals import goals_on
from cms.board.measuring.lights import Better, Light, asked_by_now
from cms.board.measuring.rows import Board, board
from cms.board.report.figures import figures
from cms.board.report.word import to_word
from cms.board.report.workbook import to_workbook
from cms.board.screens import sparkline
from cms.board.screens.export import to_csv, to_xlsx
from cms.board.screens.forms import BoardFilterForm
from cms.board.screens.table import cells, headings
from cms.board.screens.words import GRADES, MARKS, period_name
from cms.core.web.paging import paged, query_string
from cms.tenancy import rights
from cms.tenancy.models import School

PER_PAGE = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BoardView(OfficeReads, WagtailAdminTemplateMixin, TemplateView):
    template_name = "board/admin/board.html"
    page_title = gettext_lazy("Implementation board")
    header_icon = "list-ul"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        form = BoardFilterForm(self.request.GET)
        found = board(form.filters())
        parameters = form.sent()
        page = paged(found.rows, self.request.GET.get("page"), parameters, PER_PAGE)
        return super().get_context_data(
            form=form, board=found, page_of=page, query=query_string(parameters), summary=summary(found),
            links_trend=sparkline.path(found.links.months), media=form.media,
            headings=headings()[7:], lines=[line(row) for row in page.items],
            may_measure=may_measure(self.request.user),
            may_edit_targets=rights.may(self.request.user, "board.change_target", None),
            report_periods=report_periods(timezone.localdate()),
            **kwargs,
        )  # fmt: skip


def report_periods(day) -> list[tuple[str, str]]:
    """(code, name) of the running quarter, year and school year, and of those before them."""
    running = [periods.quarter_of(day), periods.year_of(day), periods.school_year_of(day)]
    before = [
        of(one.first - datetime.timedelta(days=1))
        for of, one in zip((periods.quarter_of, periods.year_of, periods.school_year_of), running, strict=True)
    ]
    return [(one.code, period_name(one)) for pair in zip(running, before, strict=True) for one in pair]


def line(row) -> dict:
    """A row for the template: its cells by place, the trend as a line."""
    fixed, marks = cells(row)[:7], zip(cells(row)[7:], row.marks, strict=True)
    grade, points, change = fixed[4:]
    return {
        "school": row.school, "grade": grade, "points": points, "change": change, "trend": sparkline.path(row.trend),
        "falls": (row.change or 0) < 0,
        "marks": [(cell, mark.indicator.code, MARKS[mark.light]) for cell, mark in marks],
    }  # fmt: skip


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
        found = board(BoardFilterForm(request.GET).filters())
        name = f"tinh-hinh-thuc-hien-{found.filters.day:%Y-%m-%d}.{kind}"
        if kind == "csv":
            return attachment(to_csv(found), "text/csv; charset=utf-8", name)
        return attachment(to_xlsx(found, gettext("Implementation board")), XLSX, name)


class ReportView(OfficeReads, View):
    """The report of a period, of the schools of the filters."""

    def get(self, request, period, kind):
        found = periods.parse(period)
        if found is None or found.first > timezone.localdate():
            raise Http404
        told = figures(found, BoardFilterForm(request.GET).filters())
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
        return redirect(reverse("board:index") + query_string(BoardFilterForm(request.GET).sent()))


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

    def get_context_data(self, school_id, code, **kwargs):
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
