"""The report's tables and charts as texts and numbers; the Word document and the workbook write the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext

from cms.board.admin_views import labels
from cms.board.measuring.progress import TaskProgress
from cms.board.measuring.traffic_lights import Light
from cms.board.models import Plan
from cms.board.report.figures import GroupFigures, ReportFigures


@dataclass(frozen=True)
class ReportTable:
    title: str
    headings: list[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class ReportChart:
    title: str
    labels: list[str]
    values: list[float]


def format_percent(value: float | None) -> str:
    return "–" if value is None else f"{number_format(value, 1)}%"


def build_tables(found: ReportFigures) -> list[ReportTable]:
    plans = [_plan_table(plan, tasks) for plan, tasks in found.plans]
    return [
        _grades_table(found),
        _indicators_table(found),
        *plans,
        _groups_table(found, True),
        _groups_table(found, False),
        _schools_table(found),
    ]


def build_charts(found: ReportFigures) -> list[ReportChart]:
    months = [f"{month:%m/%Y}" for month, _number in found.months]
    lights = [Light.GREEN, Light.AMBER, Light.RED]
    return [
        ReportChart(gettext("Items of the section by month"), months, [number for _month, number in found.months]),
        ReportChart(
            gettext("Schools by grade"), [str(labels.GRADE_LABELS[light]) for light in lights],
            [found.passing(light) for light in lights],
        ),
    ]  # fmt: skip


def _grades_table(found: ReportFigures) -> ReportTable:
    total = found.schools or 1
    rows = [
        [str(labels.GRADE_LABELS[light]), found.passing(light), format_percent(100 * found.passing(light) / total)]
        for light in Light
    ]
    return ReportTable(
        gettext("Schools by grade"),
        [gettext("Grade"), gettext("Schools"), pgettext("part of all schools", "Share")],
        rows,
    )


def _indicators_table(found: ReportFigures) -> ReportTable:
    rows = [[str(one.label), format_percent(share)] for one, share in found.indicators()]
    title = gettext("Schools that reach the target of each indicator")
    return ReportTable(title, [gettext("Indicator"), gettext("Reach the target")], rows)


def _plan_table(plan: Plan, tasks: list[TaskProgress]) -> ReportTable:
    headings = [
        gettext("No."), pgettext("of a plan", "Task"), gettext("Schools that have done it"),
        pgettext("part of all schools", "Share"),
        gettext("Asked for"), gettext("State"),
    ]  # fmt: skip
    rows = [
        [
            one.task.number, one.task.title, f"{one.done}/{len(one.states)}", format_percent(one.percent),
            format_percent(one.task.wanted), str(labels.task_state_label(one)),
        ]
        for one in tasks
    ]  # fmt: skip
    return ReportTable(gettext("Plan: %(title)s") % {"title": plan.title}, headings, rows)


def _build_group_row(line: GroupFigures) -> list:
    return [
        line.name or "–",
        line.schools,
        line.items,
        number_format(line.per_school, 1),
        format_percent(line.percent_passing),
    ]


def _groups_table(found: ReportFigures, by_level: bool) -> ReportTable:
    name = gettext("Level") if by_level else gettext("Commune or ward")
    title = gettext("Results by level") if by_level else gettext("Results by commune or ward")
    lines = found.by_level() if by_level else found.by_commune()
    headings = [name, gettext("Schools"), gettext("Items"), gettext("Items per school"), gettext("Schools that pass")]
    return ReportTable(title, headings, [_build_group_row(line) for line in lines])


def _schools_table(found: ReportFigures) -> ReportTable:
    headings = [
        gettext("No."), gettext("School"), gettext("Commune or ward"), *(kind.capitalize() for kind in found.kinds),
        gettext("Total"), gettext("Points"), gettext("Grade"),
    ]  # fmt: skip
    rows = [
        [
            number, line.row.school.name, line.row.school.commune, *line.by_kind, line.items,
            "–" if line.row.score is None else line.row.score, str(labels.GRADE_LABELS[line.row.grade]),
        ]
        for number, line in enumerate(found.lines, start=1)
    ]  # fmt: skip
    return ReportTable(gettext("Results of each school"), headings, rows)
