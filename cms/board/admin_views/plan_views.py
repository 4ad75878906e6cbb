"""How far the plans are: for the office over all schools, for a school about itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.board.admin_views.forms import parse_board_filters
from cms.board.board_access import BoardReaderMixin
from cms.board.measuring.board_rows import BoardFilters
from cms.board.measuring.progress import measure_progress
from cms.board.models import Plan, PlanEvidence, PlanTask
from cms.tenancy import rights, scope
from cms.tenancy.models import School


class PlanProgressView(BoardReaderMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "board/admin/plan.html"
    header_icon = "tasks"

    def get_context_data(self, **kwargs):
        rows = Plan.objects.select_related("document").prefetch_related("tasks")
        plan = get_object_or_404(rows, pk=kwargs.pop("plan_id"))
        self.page_title = plan.title
        return super().get_context_data(
            plan=plan, tasks=measure_progress(plan, parse_board_filters(self.request.GET)),
            may_edit=rights.has_right(self.request.user, "board.change_plan", None), **kwargs,
        )  # fmt: skip

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("board:index"), "label": gettext("Implementation board")},
            {"url": "", "label": self.page_title},
        ]


class EvidenceForm(forms.Form):
    """``school``: whose pages may be named."""

    plan_task = forms.ModelChoiceField(queryset=PlanTask.objects.none(), widget=forms.HiddenInput)
    page = forms.ModelChoiceField(
        label=gettext_lazy("Page of the school"), queryset=Page.objects.none(), widget=AdminPageChooser
    )

    def __init__(self, *args, school: School, tasks, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = school
        fields: dict[str, Any] = self.fields
        fields["plan_task"].queryset = tasks
        fields["page"].queryset = Page.objects.live().descendant_of(school.home_page, inclusive=True)


def running_plans():
    today = timezone.localdate()
    return Plan.objects.filter(first_day__lte=today, last_day__gte=today)


class SchoolPlanView(WagtailAdminTemplateMixin, TemplateView):
    """The tasks of a school with its evidence. The guard lets the school's own people in."""

    template_name = "board/admin/our_plan.html"
    page_title = gettext_lazy("Plan of the office")
    header_icon = "tasks"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        rows = School.objects.select_related("home_page").filter(closed_on=None)
        school = get_object_or_404(rows, pk=kwargs.pop("school_id"))
        filters = BoardFilters(timezone.localdate(), school_id=school.pk)
        plans = [
            (
                plan,
                [
                    (one.task, one.states[0], self._pages(one.task, school))
                    for one in measure_progress(plan, filters)
                    if one.states
                ],
            )
            for plan in running_plans().prefetch_related("tasks")
        ]
        return super().get_context_data(
            school=school, plans=plans, may_add=self._may_add(school), chooser=self._form(school), **kwargs
        )

    def _form(self, school, data=None):
        return EvidenceForm(data, school=school, tasks=PlanTask.objects.filter(plan__in=running_plans(), indicator=""))

    def _pages(self, task, school):
        return PlanEvidence.objects.filter(task=task, school=school).select_related("page")

    def _may_add(self, school) -> bool:
        return any(place.school_id == school.pk for place in rights.places_of(self.request.user))

    def post(self, request, school_id):
        school = get_object_or_404(School.objects.select_related("home_page"), pk=school_id, closed_on=None)
        if not self._may_add(school):
            raise Http404
        if taken_back := request.POST.get("remove"):
            if taken_back.isdecimal():
                PlanEvidence.objects.filter(
                    pk=int(taken_back[:18]), school=school, task__plan__in=running_plans()
                ).delete()
            return redirect("board:our_plan", school_id)
        form = self._form(school, request.POST)
        if form.is_valid() and scope.owner_id(form.cleaned_data["page"]) == school.pk:
            PlanEvidence.objects.get_or_create(
                task=form.cleaned_data["plan_task"], school=school, page=form.cleaned_data["page"],
                defaults={"added_by": request.user},
            )  # fmt: skip
            messages.success(request, gettext("The page stands as evidence."))
        else:
            messages.error(request, gettext("Choose a published page of your school."))
        return redirect("board:our_plan", school_id)
