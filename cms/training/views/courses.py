"""The organiser's screens of courses: list, form, one course with its sessions, lessons and steps."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.core.web.listing import ListingView
from cms.tenancy import rights, sites
from cms.tenancy.staff.workplaces import chosen_owner, filter_by_owners, owner_choices, workplace_owners
from cms.training.enrolment import enrolment_changes, transitions
from cms.training.forms import CourseForm, LessonForm, SessionForm
from cms.training.learning import feedback
from cms.training.messages import StepRefused
from cms.training.models import Course, CourseSession, Enrolment, Lesson
from cms.training.views import ownership


class CoursesView(ListingView):
    model = Course
    page_title = gettext_lazy("Courses")
    header_icon = "group"
    no_results_message = gettext_lazy("No course yet.")
    index_url_name = "training_courses"
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="training_course"),
        Column("pace", label=gettext_lazy("Kind"), accessor="get_pace_display"),
        Column("people", label=pgettext_lazy("of a course", "People"), accessor="number"),
        Column("hours", label=gettext_lazy("Hours")),
        StatusTagColumn(
            "state", label=gettext_lazy("State"), accessor="get_state_display",
            primary=lambda row: row.state == Course.State.PUBLISHED,
        ),
        DateColumn("created_at", label=gettext_lazy("Created")),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Course]:
        rows = Course.objects.filter(filter_by_owners(workplace_owners(self.request.user, "training.view_course")))
        taking = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.ENROLLED))
        return rows.annotate(number=taking).order_by("-created_at", "-pk")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not workplace_owners(self.request.user, "training.add_course"):
            return []
        return [HeaderButton(_("New course"), url=reverse("training_course_add"), icon_name="plus")]


@require_http_methods(["GET", "HEAD", "POST"])
def add_course(request: Any) -> HttpResponse:
    owner = chosen_owner(request, "training.add_course")
    return _edit_form(request, Course(school_id=owner, created_by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_course(request: HttpRequest, course_id: int) -> HttpResponse:
    return _edit_form(request, ownership.course_for(request, course_id, "change"))


def _edit_form(request: HttpRequest, row: Course) -> HttpResponse:
    form = CourseForm(request.POST or None, instance=row, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        row = form.save()
        enrolment_changes.fill_new_places(row)
        messages.success(request, _("The course is saved."))
        return redirect("training_course", row.pk)
    back = reverse("training_course", args=[row.pk]) if row.pk else reverse("training_courses")
    places = [] if row.pk else owner_choices(request.user, "training.add_course")
    return _render_form(request, form, _("Course"), row.title, back, places=places, of=str(row.school_id or "office"))


def _render_form(request: HttpRequest, form: Any, title: str, subtitle: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "subtitle": subtitle, "icon": "group", "back": back, **more}
    return render(request, "core/admin/form.html", context, status=422 if form.errors else 200)


@require_safe
def show_course(request: HttpRequest, course_id: int) -> HttpResponse:
    row = ownership.course_for(request, course_id)
    site = sites.portal_site() if row.school is None else sites.sites_by_id().get(row.school.site_id)
    counts = row.enrolments.aggregate(
        enrolled=Count("pk", filter=Q(state=Enrolment.State.ENROLLED)),
        waiting=Count("pk", filter=Q(state=Enrolment.State.WAITING)),
        completed=Count("pk", filter=~Q(completed_at=None)),
    )
    context = {
        "course": row,
        "address": site.root_url + row.get_absolute_url() if site and row.is_public else "",
        "may_change": rights.has_right(request.user, "training.change_course", row.school_id),
        "sessions": row.sessions.annotate(number=Count("attendances")),
        "lessons": row.lessons.all(),
        "counts": counts,
        "feedback": feedback.summarize_feedback(row),
        "fewest": feedback.MIN_ANSWERS,
    }
    return render(request, "training/admin/course.html", context)


@require_POST
def take_step(request: HttpRequest, course_id: int, step: str) -> HttpResponse:
    """``step``: publish, close or delete."""
    row = ownership.course_for(request, course_id, "delete" if step == "delete" else "change")
    take = {
        "publish": transitions.publish_course,
        "close": transitions.close_course,
        "delete": transitions.delete_course,
    }.get(step)
    if take is None:
        raise Http404
    try:
        take(row)
    except StepRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
        if step == "delete":
            return redirect("training_courses")
    return redirect("training_course", course_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_session(request: HttpRequest, course_id: int, session_id: int = 0) -> HttpResponse:
    row = ownership.course_for(request, course_id, "change")
    session = ownership.session_for(row, session_id) if session_id else CourseSession(course=row)
    form = SessionForm(request.POST or None, instance=session, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        session = form.save(commit=False)
        if "starts_at" in form.changed_data:
            session.reminded_at = None
        session.save()
        messages.success(request, _("The session is saved."))
        return redirect("training_course", course_id)
    back = reverse("training_course", args=[course_id])
    return _render_form(request, form, _("Session"), row.title, back)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_lesson(request: HttpRequest, course_id: int, lesson_id: int = 0) -> HttpResponse:
    row = ownership.course_for(request, course_id, "change")
    new = Lesson(course=row, number=row.lessons.count() + 1)
    lesson = ownership.lesson_for(row, lesson_id) if lesson_id else new
    form = LessonForm(request.POST or None, instance=lesson, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The lesson is saved."))
        return redirect("training_course", course_id)
    back = reverse("training_course", args=[course_id])
    return _render_form(request, form, _("Lesson"), row.title, back)


@require_POST
def delete_session(request: HttpRequest, course_id: int, session_id: int) -> HttpResponse:
    """One that nobody attended."""
    session = ownership.session_for(ownership.course_for(request, course_id, "change"), session_id)
    if session.attendances.exists():
        messages.error(request, _("Attendance is written down: the session stays."))
    else:
        session.delete()
        messages.success(request, _("Done."))
    return redirect("training_course", course_id)


@require_POST
def delete_lesson(request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
    ownership.lesson_for(ownership.course_for(request, course_id, "change"), lesson_id).delete()
    messages.success(request, _("Done."))
    return redirect("training_course", course_id)
