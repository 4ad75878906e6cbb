"""Who takes part in a course: the list, attendance, certificates; and hours per person and year."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.certificates.views.give import IssueOccasion, give_certificates
from cms.core.office_files.cells import escape_formula
from cms.core.web import qr
from cms.tenancy import sites
from cms.tenancy.models import School
from cms.tenancy.staff.workplaces import workplace_owners
from cms.training.attendance import codes, recording
from cms.training.enrolment import enrolment_changes
from cms.training.learning import awards, completion, hours
from cms.training.messages import StepRefused
from cms.training.models import Attendance, Course, Enrolment
from cms.training.views import ownership

WORKBOOK_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EnrolmentState = Enrolment.State


def _progress_rows(course: Course) -> list[tuple[Enrolment, Any]]:
    rows = list(
        course.enrolments.exclude(state=EnrolmentState.CANCELLED).select_related("school").order_by("name", "pk")
    )
    found = completion.compute_progress(course, rows)
    return [(row, found[row.pk]) for row in rows]


@require_safe
def list_people(request: HttpRequest, course_id: int) -> HttpResponse:
    course = ownership.course_for(request, course_id, "change")
    context = {"course": course, "rows": _progress_rows(course), "has_test": course.test_id is not None}
    return render(request, "training/admin/people.html", context)


@require_safe
def download_people(request: HttpRequest, course_id: int) -> HttpResponse:
    course = ownership.course_for(request, course_id, "change")
    heads = [
        _("Name"),
        _("Position"),
        _("School"),
        _("State"),
        _("Sessions or lessons"),
        _("Test (percent)"),
        _("Hours"),
    ]
    lines = [
        [
            escape_formula(row.name), escape_formula(row.position), escape_formula(str(row.school or _("The office"))),
            row.get_state_display(), f"{one.done}/{one.whole}", one.test and round(one.test), row.hours,
        ]
        for row, one in _progress_rows(course)
    ]  # fmt: skip
    return workbook_response([heads, *lines], "tap-huan.xlsx")


def workbook_response(lines: list[list[Any]], name: str) -> HttpResponse:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for letter in "ABC":
        book.active.column_dimensions[letter].width = 32
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=WORKBOOK_CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def cancel_participant(request: HttpRequest, course_id: int, enrolment_id: int) -> HttpResponse:
    course = ownership.course_for(request, course_id, "change")
    row = Enrolment.objects.filter(course=course, pk=enrolment_id).first()
    if row is None:
        raise Http404
    try:
        enrolment_changes.cancel_enrolment(row)
    except StepRefused as error:
        messages.error(request, str(error))
    return redirect("training_people", course_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_attendance(request: HttpRequest, course_id: int, session_id: int) -> HttpResponse:
    course = ownership.course_for(request, course_id, "change")
    session = ownership.session_for(course, session_id)
    if request.method == "POST":
        shown, present = (_parse_numbers(request.POST.getlist(name)) for name in ("shown", "present"))
        count = recording.record_by_list(session, shown, present, request.user)
        completion.record_completion(course)
        messages.success(request, _("Written down: %s") % count)
        return redirect("training_attendance", course_id, session_id)
    # every school: who was at one session of a course of the own place
    there = dict(Attendance.objects.filter(session=session).values_list("enrolment", "how"))
    rows = course.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("school").order_by("name", "pk")
    context = {"course": course, "session": session, "rows": [(row, there.get(row.pk)) for row in rows]}
    return render(request, "training/admin/attendance.html", context)


def _parse_numbers(values: list[str]) -> list[int]:
    return [int(one) for one in values if one.isascii() and one.isdecimal() and len(one) < 12]


@require_safe
def show_code(request: HttpRequest, course_id: int, session_id: int) -> HttpResponse:
    """For the screen on site, or to read out in an online meeting."""
    course = ownership.course_for(request, course_id, "change")
    session = ownership.session_for(course, session_id)
    now = timezone.now().timestamp()
    shown = codes.code_at(session.secret, now)
    portal = sites.portal_site()
    address = f"{portal.root_url if portal else ''}{reverse('training_attend', args=[session.pk])}?ma={shown}"
    context = {
        "course": course, "session": session, "code": shown, "qr": qr.qr_path(address), "address": address,
        "seconds": codes.STEP_SECONDS - int(now % codes.STEP_SECONDS),
    }  # fmt: skip
    return render(request, "training/admin/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_course_certificates(request: HttpRequest, course_id: int) -> HttpResponse:
    course = ownership.course_for(request, course_id, "change")
    completion.record_completion(course)
    occasion = IssueOccasion(
        owner=course.school_id, source=awards.award_source(course), title=course.title, words=awards.DEFAULT_WORDS,
        markers=awards.MARKER_LABELS, people=lambda: awards.list_recipients(course), for_children=False,
        keep_until=None,
        back=reverse("training_course", args=[course.pk]), template=course.template_id,
    )  # fmt: skip
    return give_certificates(request, occasion)


def _requested_year(request: HttpRequest) -> int:
    raw = request.GET.get("year", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 else timezone.localdate().year


def _hours_by_place(request: HttpRequest) -> list[tuple[str, list[hours.HoursLine]]]:
    own = workplace_owners(request.user, "training.change_course")
    if not own:
        raise PermissionDenied
    names = dict(School.objects.filter(pk__in=[pk for pk in own if pk]).values_list("pk", "name"))
    return [
        (names.get(pk, "") if pk else _("The office"), hours.hours_in_place(pk, _requested_year(request))) for pk in own
    ]


@require_safe
def show_hours(request: HttpRequest) -> HttpResponse:
    year = _requested_year(request)
    context = {"places": _hours_by_place(request), "year": year, "years": range(year - 1, year + 2)}
    return render(request, "training/admin/hours.html", context)


@require_safe
def download_hours(request: HttpRequest) -> HttpResponse:
    lines: list[list[Any]] = [[_("Place"), _("Name"), _("Courses"), _("Hours")]]
    for place, found in _hours_by_place(request):
        lines += [[escape_formula(place), escape_formula(line.name), line.courses, line.hours] for line in found]
    return workbook_response(lines, f"gio-tap-huan-{_requested_year(request)}.xlsx")
