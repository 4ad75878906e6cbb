"""The report of a period: figures equal to the pages, the same tables in both files, charts that say their numbers."""

import datetime
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from cms.board.measuring import measure, periods
from cms.board.measuring.board_rows import BoardFilters
from cms.board.models import Plan, PlanTask
from cms.board.report.figures import compute_figures
from cms.board.report.tables import build_charts, build_tables
from cms.legal.models import LegalMaterialPage, LegalNewsPage
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(published):
    """Two schools; A published two news and a material in the running quarter, and one in the year before."""
    a, _b = make_school("A", level="TH", commune="Xã Một"), make_school("B", level="MN", commune="Xã Hai")
    for model in (LegalNewsPage, LegalNewsPage, LegalMaterialPage):
        published(a, model=model)
    published(a, days_ago=400)
    measure.take_snapshots()
    return periods.quarter_of(timezone.localdate())


def told(period, **filters):
    return compute_figures(period, BoardFilters(timezone.localdate(), **filters))


def test_figures_are_those_of_the_pages(quarter):
    found = told(quarter)
    assert [(line.row.school.code, line.items) for line in found.lines] == [("B", 0), ("A", 3)]
    assert found.lines[1].by_kind == (2, 1, 0, 0)
    assert found.items == 3
    assert sum(number for _month, number in found.months) == 3
    assert [line.row.school.code for line in found.without_items] == ["B"]
    assert [(line.name, line.items) for line in found.by_commune()] == [("Xã Hai", 0), ("Xã Một", 3)]
    assert [line.schools for line in found.by_level()] == [1, 1]


def test_filters_narrow_the_report(quarter):
    found = told(quarter, level="MN")
    assert [line.row.school.code for line in found.lines] == ["B"]
    assert found.items == 0


def test_a_period_that_is_over_counts_to_its_end_only(quarter):
    last_year = periods.year_of(timezone.localdate() - datetime.timedelta(days=400))
    found = told(last_year)
    assert found.day == last_year.last
    assert found.items == 1


def open_as(client, period, kind):
    response = client.get(reverse("board:report", args=[period.code, kind]))
    assert response.status_code == 200
    return io.BytesIO(response.content)


def test_both_files_hold_the_same_tables(quarter):
    client = client_of(make_user(Role.OFFICE_OBSERVER))
    expected = [
        [table.headings, *([str(value) for value in row] for row in table.rows)]
        for table in build_tables(told(quarter))
    ]
    document = Document(open_as(client, quarter, "docx"))
    written = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables[1:-1]]
    assert written == expected
    book = load_workbook(open_as(client, quarter, "xlsx"))
    sheets = [
        [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(min_row=2, values_only=True)]
        for sheet in book.worksheets[: len(expected)]
    ]
    assert sheets == expected


def test_the_charts_carry_their_numbers(quarter):
    body = open_as(client_of(make_user(Role.OFFICE_ADMIN)), quarter, "docx")
    expected = build_charts(told(quarter))
    with zipfile.ZipFile(body) as package:
        names = sorted(name for name in package.namelist() if name.startswith("word/charts/"))
        assert len(names) == len(expected) == 2
        for name, chart in zip(names, expected, strict=True):
            root = etree.fromstring(package.read(name))
            values = [float(value.text) for value in root.iterfind(".//{*}numLit/{*}pt/{*}v")]
            labels = [value.text for value in root.iterfind(".//{*}strLit/{*}pt/{*}v")]
            assert (labels, values) == (chart.labels, chart.values)
        text = package.read("word/document.xml").decode()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert text.count("<c:chart ") == 2


@pytest.mark.parametrize("period", ["2026-q9", "2999", "2026-2028", "0000"])
def test_periods_that_are_none_or_not_begun_are_not_found(quarter, period):
    client = client_of(make_user(Role.OFFICE_ADMIN))
    assert client.get(f"/admin/board/report/{period}.docx").status_code == 404


def test_schools_get_no_report(quarter):
    school = make_school("A")
    for role in (Role.SCHOOL_ADMIN, Role.OFFICE_LIBRARIAN):
        response = client_of(make_user(role, school)).get(reverse("board:report", args=[quarter.code, "docx"]))
        assert response.status_code != 200, role


def test_a_report_of_no_schools_is_a_report():
    make_office()
    period = periods.year_of(timezone.localdate())
    client = client_of(make_user(Role.OFFICE_ADMIN))
    for kind in ("docx", "xlsx"):
        assert open_as(client, period, kind).getvalue()


def test_plans_of_the_period_are_reported_alike_in_both_files(quarter, today):
    plan = Plan.objects.create(title="Kế hoạch PBGDPL", first_day=today.replace(day=1), last_day=today)
    PlanTask.objects.create(plan=plan, number="1.2", title="Xây dựng tài liệu", indicator="materials_year", wanted=50)
    old = Plan.objects.create(title="Kế hoạch cũ", first_day="2020-01-01", last_day="2020-12-31")
    PlanTask.objects.create(plan=old, number="1", title="Việc cũ")
    (table,) = [table for table in build_tables(told(quarter)) if "Kế hoạch" in table.title]
    (row,) = table.rows
    assert row[:3] == ["1.2", "Xây dựng tài liệu", "1/2"]
    client, files = client_of(make_user(Role.OFFICE_ADMIN)), {}
    for kind in ("docx", "xlsx"):
        files[kind] = client.get(reverse("board:report", args=[quarter.code, kind])).content
    cells = [
        cell.text for one in Document(io.BytesIO(files["docx"])).tables for line in one.rows for cell in line.cells
    ]
    assert {"1.2", "Xây dựng tài liệu", "1/2"} <= set(cells)
    written = [value for sheet in load_workbook(io.BytesIO(files["xlsx"])) for line in sheet.values for value in line]
    assert {"1.2", "Xây dựng tài liệu", "1/2"} <= {str(value) for value in written}
