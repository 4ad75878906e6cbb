"""Admin views: the search over all pages that a user may see, its export, and unanswered queries."""

from __future__ import annotations

import csv
import datetime
import io

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from wagtail.log_actions import log

from cms.board.admin_views.export import escape_formula
from cms.board.board_access import BoardReaderMixin
from cms.core.web.paging import PARAMETER, paginate, query_string
from cms.tenancy import rights
from cms.tenancy.models import School
from cms.tenancy.scoped_views.people import own_sites
from search.admin import pages
from search.admin.candidates import find_candidates
from search.admin.pages import MAX_PAGES, AdminForm
from search.admin.synonym_views import add_url
from search.models import UnansweredQuery

PER_PAGE = 25
EXPORT = "search.export"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def index(request):
    form = AdminForm.from_query(request.GET)
    page_of = paginate(pages.find_pages(request.user, form), request.GET.get(PARAMETER), form.parameters, PER_PAGE)
    sites = list(own_sites(request.user).values_list("pk", "site_name", "hostname")[:MAX_PAGES])
    context = {
        "form": form,
        "page_of": page_of,
        "rows": pages.page_rows(page_of.items),
        "places": [(str(pk), name or host) for pk, name, host in sites] if len(sites) > 1 else [],
        "kinds": pages.page_kinds(),
        "states": pages.page_states(),
        "headings": pages.column_headings()[:-1],
        "query": query_string(form.parameters),
        "most": MAX_PAGES,
        "is_office": BoardReaderMixin.allows(request.user),
    }
    return render(request, "search/admin/index.html", context)


@require_safe
def export(request, kind):
    form = AdminForm.from_query(request.GET)
    rows = pages.page_rows(pages.find_pages(request.user, form)[:MAX_PAGES])
    table = [pages.column_headings(), *([escape_formula(cell) for cell in row.cells] for row in rows)]
    _log(request.user, form, len(rows))
    answer = HttpResponse(_csv(table) if kind == "csv" else _xlsx(table), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="tim-{timezone.localdate():%Y%m%d}.{kind}"'
    return answer


def _csv(table) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _log(user, form: AdminForm, count: int) -> None:
    """Logs the export in the history of the user's school, or of the portal."""
    school_id = next((membership.school_id for membership in rights.places_of(user) if membership.school_id), None)
    about = School.objects.get(pk=school_id) if school_id else rights.get_portal()
    if about is not None:
        log(about, EXPORT, user=user, data={"rows": count, **form.parameters})


@require_safe
def unanswered(request):
    """Lists unanswered queries of the last 90 days, the most frequent first."""
    if not BoardReaderMixin.allows(request.user):
        raise PermissionDenied
    since = timezone.localdate() - datetime.timedelta(days=90)
    rows = UnansweredQuery.objects.filter(day__gte=since).values("query", "partly", "site__site_name", "site__hostname")
    rows = rows.annotate(total=Sum("count"), last=Max("day")).order_by("-total", "query")
    page_of = paginate(rows, request.GET.get(PARAMETER), {}, PER_PAGE)
    missing = find_candidates([row["query"] for row in page_of.items])
    may_teach = rights.has_right(request.user, "search.add_searchword", None)
    for row in page_of.items:
        row["missing"] = missing[row["query"]]
        row["teach"] = add_url(row["missing"], row["query"]) if row["missing"] and may_teach else ""
    return render(request, "search/admin/unanswered.html", {"page_of": page_of})
