"""What the office says about questions: rules, days of fields, and what was erased."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import modelformset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.advice.models import AdviceRules, ErasureReport, FieldTarget
from cms.core.web.page_header import build_page_header
from cms.legal.models import LegalField
from cms.tenancy import rights


class RulesForm(forms.ModelForm):
    class Meta:
        model = AdviceRules
        fields = ["open", "attachments", "second_person", "days", "keep_months"]


class FieldTargetForm(forms.ModelForm):
    class Meta:
        model = FieldTarget
        fields = ["field", "days"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["field"]).queryset = LegalField.objects.order_by("name")


FieldTargetFormSet = modelformset_factory(
    FieldTarget, FieldTargetForm, extra=2, can_delete=True, max_num=200, validate_max=True
)


def edit_rules(request: HttpRequest) -> HttpResponse:
    may_change = rights.has_right(request.user, "advice.change_advicerules", None)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = RulesForm(request.POST or None, instance=AdviceRules.current())
    targets = FieldTargetFormSet(
        request.POST or None, queryset=FieldTarget.objects.select_related("field"), prefix="days"
    )
    if request.method == "POST" and form.is_valid() and targets.is_valid():
        form.save()
        targets.save()
        messages.success(request, _("Saved."))
        return redirect("advice_rules")
    context = {
        **build_page_header(_("Rules of questions"), "cogs"), "form": form, "targets": targets,
        "may_change": may_change,
        "reports": ErasureReport.objects.all()[:20],
    }  # fmt: skip
    return render(request, "advice/admin/rules.html", context)
