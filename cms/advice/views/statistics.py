"""The year's numbers of questions, by field of law; for those who see several schools by school too."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms.advice.workflow import assignment, statistics
from cms.core.web.page_header import build_page_header
from cms.legal.models import LegalField
from cms.tenancy import rights
from cms.tenancy.models import School

YEARS_SHOWN = 5


@require_GET
def show_statistics(request: HttpRequest) -> HttpResponse:
    user = request.user
    sees = any(assignment.VIEW in place.rights.actions or place.rights.reads for place in rights.places_of(user))
    if not (user.is_superuser or sees):
        raise PermissionDenied
    this = timezone.localdate().year
    years = [str(year) for year in range(this, this - YEARS_SHOWN, -1)]
    asked = request.GET.get("year", "")
    year = asked if asked in years else years[0]
    rows = statistics.compute_year_statistics(assignment.questions_in_scope(user), int(year))
    fields = {row.pk: row.label for row in LegalField.objects.all()}
    by_field, by_school = (
        statistics.compute_statistics_by(rows, "field"),
        statistics.compute_statistics_by(rows, "school"),
    )
    names = dict(School.objects.filter(pk__in=[row.key for row in by_school if row.key]).values_list("pk", "name"))
    context = {
        **build_page_header(_("Numbers of questions"), "list-ul"), "year": year, "years": years,
        "total": statistics.sum_statistics(by_field),
        "fields": [(fields.get(row.key, _("No field")) if row.key else _("No field"), row) for row in by_field],
        "schools": [(names.get(row.key, "–") if row.key else _("Education office"), row) for row in by_school],
    }  # fmt: skip
    return render(request, "advice/admin/numbers.html", context)
