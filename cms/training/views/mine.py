"""What a person takes part in: courses, lessons, attendance by code, feedback, hours, certificates."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.certificates.models import Certificate
from cms.contests.models import Contest
from cms.legal.models import LegalMaterialPage
from cms.tenancy import sites
from cms.training.attendance import recording
from cms.training.enrolment import enrolment_changes
from cms.training.forms import FeedbackForm
from cms.training.learning import completion, hours, lessons
from cms.training.learning import feedback as opinions
from cms.training.messages import StepRefused
from cms.training.models import Attendance, Course, CourseSession, Enrolment, Lesson

EnrolmentState = Enrolment.State


def _own_enrolments(request: HttpRequest) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(user=cast(Any, request.user))


def _find_own_enrolment(request: HttpRequest, course: Course) -> Enrolment | None:
    return _own_enrolments(request).filter(course=course).exclude(state=EnrolmentState.CANCELLED).first()


def _get_course(request: HttpRequest, pk: int) -> Course:
    row = enrolment_changes.courses_for(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _get_enrolled_course(request: HttpRequest, pk: int) -> tuple[Course, Enrolment]:
    course = _get_course(request, pk)
    row = _find_own_enrolment(request, course)
    if row is None or row.state != EnrolmentState.ENROLLED:
        raise Http404
    return course, row


@require_safe
def show_my_training(request: HttpRequest) -> HttpResponse:
    courses = list(enrolment_changes.courses_for(request.user)[:200])
    rows = _own_enrolments(request).exclude(state=EnrolmentState.CANCELLED)
    of_course = {row.course_id: row for row in rows}
    certificates = Certificate.objects.filter(user=cast(Any, request.user), forgotten_at=None).order_by("-pk")
    year = timezone.localdate().year
    context = {
        "taken": [(one, of_course[one.pk]) for one in courses if one.pk in of_course],
        "open": [one for one in courses if one.pk not in of_course and one.takes_people],
        "hours": [(one, hours.hours_of_person(request.user, one)) for one in (year, year - 1)],
        "certificates": certificates.values("pk", "number", "batch__title", "batch__issued_on", "revoked_at"),
    }
    return render(request, "training/admin/mine.html", context)


@require_safe
def show_my_course(request: HttpRequest, course_id: int) -> HttpResponse:
    row = _get_course(request, course_id)
    return _render_course(request, row, _find_own_enrolment(request, row), FeedbackForm())


def _render_course(request: HttpRequest, row: Course, own: Enrolment | None, form: FeedbackForm, status: int = 200):
    takes_part = own is not None and own.state == EnrolmentState.ENROLLED
    # every school: of one enrolment, the person's own
    there = set(Attendance.objects.filter(enrolment=own).values_list("session", flat=True)) if own else set()
    read = list(row.lessons.all())
    done = lessons.find_done_ids(own) if own else set()
    tests = Contest.objects.filter(pk=row.test_id or 0).exclude(state=Contest.State.DRAFT)
    site = sites.portal_site() if row.school_id is None else _find_site_of(row)
    progress = completion.compute_progress(row, [own])[own.pk] if own else None
    has_seen = own is not None and bool(own.completed_at or (progress and progress.done))
    context = {
        "course": row,
        "own": own,
        "takes_part": takes_part,
        "sessions": [(one, one.pk in there) for one in row.sessions.all()],
        "lessons": [(one, one.pk in done) for one in read],
        "next_lesson": lessons.find_next_lesson(own, read) if own and takes_part else None,
        "progress": progress,
        "test": tests.values("pk", "title").first(),
        "root": site.root_url if site else "",
        "materials": [(one.title, sites.page_url(one.url_path)) for one in public_materials(row)],
        "form": form,
        "may_tell": takes_part and has_seen and own is not None and not own.told_of_feedback,
    }
    return render(request, "training/admin/my_course.html", context, status=status)


def _find_site_of(row: Course):
    return next((info for info in sites.sites_by_id().values() if info.school_id == row.school_id), None)


def public_materials(row: Course):
    """Those that everybody may read today."""
    numbers = row.materials.values_list("pk", flat=True)
    return LegalMaterialPage.objects.live().public().filter(pk__in=list(numbers))


@require_POST
def enrol_self(request: HttpRequest, course_id: int) -> HttpResponse:
    try:
        row = enrolment_changes.enrol_person(_get_course(request, course_id), request.user)
    except StepRefused as error:
        messages.error(request, str(error))
    else:
        waits = row.state == EnrolmentState.WAITING
        messages.success(
            request, _("All places are taken: you are on the waiting list.") if waits else _("You take part.")
        )
    return redirect("training_my_course", course_id)


@require_POST
def cancel_own_enrolment(request: HttpRequest, course_id: int) -> HttpResponse:
    row = _find_own_enrolment(request, _get_course(request, course_id))
    if row is None:
        raise Http404
    try:
        enrolment_changes.cancel_enrolment(row)
    except StepRefused as error:
        messages.error(request, str(error))
    return redirect("training_my_course", course_id)


@require_http_methods(["GET", "HEAD", "POST"])
def show_lesson(request: HttpRequest, course_id: int, number: int) -> HttpResponse:
    """POST: it is read; on to the next."""
    row, own = _get_enrolled_course(request, course_id)
    all_lessons = list(row.lessons.all())
    one: Lesson | None = next((one for one in all_lessons if one.number == number), None)
    if one is None:
        raise Http404
    if request.method == "POST":
        one.course = row
        lessons.finish_lesson(own, one)
        own.refresh_from_db()
        following = lessons.find_next_lesson(own, all_lessons)
        if following is None:
            messages.success(request, _("All lessons are read."))
            return redirect("training_my_course", course_id)
        return redirect("training_my_lesson", course_id, following.number)
    lessons.record_opened(own, one)
    context = {
        "course": row, "lesson": one, "number": all_lessons.index(one) + 1, "whole": len(all_lessons),
        "is_done": one.pk in lessons.find_done_ids(own),
    }  # fmt: skip
    return render(request, "training/admin/lesson.html", context)


@require_POST
def send_feedback(request: HttpRequest, course_id: int) -> HttpResponse:
    row, own = _get_enrolled_course(request, course_id)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _render_course(request, row, own, form, 422)
    if opinions.give_feedback(own, form.cleaned_data["score"], form.cleaned_data["words"]):
        messages.success(request, _("Thank you. Your name is not kept with it."))
    return redirect("training_my_course", course_id)


@require_http_methods(["GET", "HEAD", "POST"])
def attend_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """By the picture on the screen (its address brings the code), or by the code that was read out. Looking writes
    nothing: the person presses the button."""
    number = CourseSession.objects.filter(pk=session_id).values_list("course", flat=True).first()
    row = _get_course(request, number) if number else None
    session = CourseSession.objects.filter(pk=session_id, course=row).first() if row else None
    if row is None or session is None:
        raise Http404
    if request.method == "POST":
        try:
            recording.record_by_code(session, request.user, request.POST.get("ma", "")[:20])
        except StepRefused as error:
            messages.error(request, str(error))
        else:
            completion.record_completion(row)
            messages.success(request, _("Your attendance is written down."))
            return redirect("training_my_course", row.pk)
    context = {"course": row, "session": session, "code": request.GET.get("ma", "")[:20]}
    return render(request, "training/admin/attend.html", context)
