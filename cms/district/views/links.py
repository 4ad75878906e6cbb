"""What the checks of links found: for a school its own, for the office all of them."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms.core.web.paging import PARAMETER, paged
from cms.district import places
from cms.district.links import report
from cms.district.links.blocks import PROBLEMS
from cms.district.models import BlockCheck
from cms.tenancy.models import School
from cms.tenancy.school_chooser import search_schools

PER_PAGE = 50
BROKEN, BLOCKS = "broken", "blocks"


@require_GET
def ours(request):
    """Of the schools that the person works for."""
    schools = places.schools_of(request.user)
    return _shown(request, School.objects.filter(pk__in=[row.pk for row in schools]), len(schools) > 1, False)


@require_GET
def everyones(request):
    """``q``: words of a school's name."""
    words = request.GET.get("q", "").strip()[:100]
    schools = School.objects.filter(closed_on=None)
    return _shown(request, search_schools(schools, words) if words else schools, True, True, words)


def _shown(request, schools, several: bool, for_office: bool, words: str = ""):
    """``what``: broken (links in content) or blocks (the office's links on each site)."""
    ids = schools.order_by().values("pk")
    found = {
        BROKEN: report.broken().filter(school__in=ids),
        BLOCKS: BlockCheck.objects.filter(school__in=ids).exclude(problems=[]).select_related("school"),
    }
    what = request.GET.get("what")
    what = what if what in found else BROKEN
    rows = found[what] if what == BROKEN else found[what].order_by("school__sort_name", "pk")
    page_of = paged(rows, request.GET.get(PARAMETER), {"what": what, "q": words}, PER_PAGE)
    labels = {BROKEN: _("Broken links on pages"), BLOCKS: _("Links between office and school")}
    context = {
        "page_of": page_of, "what": what, "several": several, "for_office": for_office, "words": words,
        "tabs": [(code, labels[code], found[code].count(), code == what) for code in found],
        "lines": [_problems(row) for row in page_of.items] if what == BLOCKS else [],
        "targets": report.broken_targets() if for_office else (),
        "checked": BlockCheck.objects.filter(school__in=ids).order_by("-checked_at").first(),
    }  # fmt: skip
    return render(request, "district/admin/links.html", context)


def _problems(row: BlockCheck) -> tuple[BlockCheck, list[tuple[str, str]]]:
    return row, [(str(PROBLEMS.get(code, code)), detail) for code, detail in row.problems]
