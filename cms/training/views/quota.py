"""Whom a school sends to the office's courses."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.core.web.listing import DayColumn, ListingView
from cms.tenancy import rights
from cms.tenancy.models import School
from cms.tenancy.staff.workplaces import workplace_owners, works_at
from cms.training.enrolment import enrolment_changes
from cms.training.forms import QuotaForm
from cms.training.messages import StepRefused
from cms.training.models import Course, Enrolment


class QuotasView(ListingView):
    model = Course
    page_title = gettext_lazy("Whom the school sends")
    header_icon = "mail"
    introduction = gettext_lazy("The office’s courses for which each school names its people.")
    no_results_message = gettext_lazy("No course asks the schools to name people now.")
    index_url_name = "training_quotas"

    @cached_property
    def school_id(self) -> int | None:
        return next((pk for pk in workplace_owners(self.request.user, "training.change_course") if pk), None)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title", label=gettext_lazy("Course"),
                get_url=lambda row: reverse("training_quota", args=[self.school_id, row.pk]),
            ),
            Column("quota", label=gettext_lazy("Places of each school"), accessor="school_quota"),
            DayColumn("until", label=gettext_lazy("Enrolment until"), accessor="enrol_until"),
        ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Course]:
        if self.school_id is None:
            return Course.objects.none()
        return Course.objects.filter(school=None, school_quota__isnull=False, state=Course.State.PUBLISHED)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_quota(request: HttpRequest, school_id: int, course_id: int) -> HttpResponse:
    """POST: names people, or takes one back (``remove``)."""
    school = School.objects.filter(pk=school_id).first()
    if school is None or not works_at(request.user, school_id):
        raise Http404
    if not rights.has_right(request.user, "training.change_course", school_id):
        raise PermissionDenied
    course = Course.objects.filter(pk=course_id, school=None, school_quota__isnull=False).first()
    if course is None or not course.is_public:
        raise Http404
    named = Enrolment.objects.filter(course=course, school=school).exclude(state=Enrolment.State.CANCELLED)
    removing = request.method == "POST" and "remove" in request.POST
    form = QuotaForm(request.POST if request.method == "POST" and not removing else None, school_id=school.pk)
    try:
        if removing:
            raw = request.POST["remove"]
            row = named.filter(pk=int(raw)).first() if raw.isascii() and raw.isdecimal() and len(raw) < 12 else None
            if row is None:
                raise Http404
            enrolment_changes.cancel_enrolment(row)
            return redirect("training_quota", school_id, course_id)
        if request.method == "POST" and form.is_valid():
            made = enrolment_changes.name_people(course, school.pk, form.users(), form.others(), request.user)
            messages.success(request, _("Named: %s") % len(made))
            return redirect("training_quota", school_id, course_id)
    except StepRefused as error:
        if not removing:
            form.add_error(None, str(error))
        else:
            messages.error(request, str(error))
    context = {
        "course": course, "school": school, "form": form, "rows": named.order_by("name"), "number": named.count(),
    }  # fmt: skip
    return render(request, "training/admin/quota.html", context, status=422 if form.errors else 200)
