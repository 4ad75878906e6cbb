"""A reader reports a published answer: once for each form, told to who may change the page."""

from __future__ import annotations

from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.intake import form_tokens
from cms.advice.models import AnswerReport
from cms.advice.notifications import REPORTED
from cms.core.text import collapse_whitespace
from cms.legal.models import QuestionPage
from cms.tenancy.models import School
from cms.tenancy.notifications import sending
from cms.tenancy.sites import SiteInfo


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=AnswerReport.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what is wrong.")},
    )  # fmt: skip
    text = forms.CharField(label=_("In your words"), max_length=500, required=False)

    def clean_text(self) -> str:
        return collapse_whitespace(self.cleaned_data["text"])


def is_report_saved(form: form_tokens.FormToken) -> bool:
    return AnswerReport.objects.filter(form_hash=form_tokens.hash_form_number(form.number)).exists()


def save_report(form: form_tokens.FormToken, page: QuestionPage, kind: str, text: str, info: SiteInfo) -> None:
    try:
        with transaction.atomic():
            row = AnswerReport.objects.create(
                school_id=info.school_id, page=page, kind=kind, text=text, at=timezone.now(),
                form_hash=form_tokens.hash_form_number(form.number),
            )  # fmt: skip
            _notify_approvers(row)
    except IntegrityError:  # pressed twice: the other request was faster
        if not is_report_saved(form):
            raise


def _notify_approvers(row: AnswerReport) -> None:
    subject, text = _("A reader reports an answer: %(title)s"), _("Look at it, and say what came of it.")
    path, values = reverse("advice_report", args=[row.pk]), {"title": row.page.title}
    school = School.objects.filter(pk=row.school_id).first() if row.school_id else None
    if school is None:
        sending.notify_office(REPORTED, subject, text, path, values)
    else:
        sending.notify_school(REPORTED, school, subject, text, path, values)
