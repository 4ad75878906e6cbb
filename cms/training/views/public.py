"""Pages for everybody: courses of a site, one course, its calendar, the published roster."""

from __future__ import annotations

from typing import Any

from django.db.models import Min, Q
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.instance_hooks import allow_all_rows_outside_admin
from cms.core.web.paging import PARAMETER, paginate
from cms.tenancy import sites
from cms.training.calendar import build_calendar
from cms.training.models import Course, LawReporter
from cms.training.roster import lists
from cms.training.views.mine import public_materials

allow_public_reads = allow_all_rows_outside_admin(
    "announced courses of the site, and the roster that the law publishes"
)
COURSES_PER_PAGE = 50


def _build_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return [{"title": _("Home"), "url": sites.build_local_path("/")}, *more]


def courses_on_site(info):
    """Announced courses that this site shows: its organiser's own, and the office's on every site."""
    own = Q(school=info.school_id) | Q(school=None) if info.school_id else Q(school=None)
    return Course.objects.filter(own).exclude(state=Course.State.DRAFT)


@require_safe
@allow_public_reads
def list_courses(request):
    """Enrolment open, coming or running, and those that are over."""
    now = timezone.now()
    groups: dict[str, list[dict[str, Any]]] = {"open": [], "coming": [], "over": []}
    rows = courses_on_site(request.site_info).select_related("school")
    rows = rows.annotate(
        first=Min("sessions__starts_at"), next=Min("sessions__starts_at", filter=Q(sessions__ends_at__gt=now))
    )
    for course in rows[:200]:
        over = course.state == Course.State.CLOSED or (not course.is_self_paced and course.next is None)
        group = "over" if over else "open" if course.takes_people else "coming"
        groups[group].append({"course": course, "first": course.next or course.first})
    return render(request, "training/index.html", {"groups": groups, "crumbs": _build_crumbs()})


def _get_course(request, pk):
    row = courses_on_site(request.site_info).filter(pk=pk).select_related("school").first()
    if row is None:
        raise Http404
    return row


@require_safe
@allow_public_reads
def show_course(request, pk, slug):
    row = _get_course(request, pk)
    if slug != row.slug:
        return HttpResponsePermanentRedirect(row.get_absolute_url())
    context = {
        "course": row,
        "sessions": row.sessions.all(),
        "lessons": row.lessons.defer("body"),
        "trainers": row.trainers.filter(shown=True).values_list("name", "position"),
        "materials": [(one.title, sites.page_url(one.url_path)) for one in public_materials(row)],
        "crumbs": _build_crumbs({"title": _("Courses"), "url": sites.build_url("courses")}),
    }
    return render(request, "training/course.html", context)


@require_safe
@allow_public_reads
def download_calendar(request, pk):
    row = _get_course(request, pk)
    info = request.site_info
    data = build_calendar(row, row.sessions.all(), info.hostname, info.root_url + row.get_absolute_url())
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tap-huan-{row.pk}.ics"'
    return response


@require_safe
@allow_public_reads
def show_roster(request):
    """As the law asks: who, by which decision, until when."""
    rows = lists.published_reporters(request.site_info.school_id)
    kinds = dict(LawReporter.Kind.choices)
    kind = request.GET.get("loai", "")
    if kind in kinds:
        rows = rows.filter(kind=kind)
    parameters = {"loai": kind} if kind in kinds else {}
    context = {
        "page_of": paginate(rows, request.GET.get(PARAMETER), parameters, COURSES_PER_PAGE),
        "kinds": LawReporter.Kind.choices,
        "kind": kind,
        "of_all": request.site_info.school_id is None,
        "crumbs": _build_crumbs(),
    }
    return render(request, "training/roster.html", context)
