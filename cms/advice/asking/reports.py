"""A reader reports a published answer: once for each form, told to who may change the page."""

from __future__ import annotations

from django import forms
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.asking import token
from cms.advice.models import AnswerReport
from cms.advice.notice_kinds import REPORTED
from cms.core.text import one_line
from cms.legal.models import QuestionPage
from cms.tenancy.models import School
from cms.tenancy.notices import tell
from cms.tenancy.sites import SiteInfo


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=AnswerReport.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say what is wrong.")},
    )  # fmt: skip
    text = forms.CharField(label=_("In your words"), max_length=500, required=False)

    def clean_text(self) -> str:
        return one_line(self.cleaned_data["text"])


def was_taken(form: token.Form) -> bool:
    return AnswerReport.objects.filter(form_hash=token.hash_of_number(form.number)).exists()


def take(form: token.Form, page: QuestionPage, kind: str, text: str, info: SiteInfo) -> None:
    try:
        with transaction.atomic():
            row = AnswerReport.objects.create(
                school_id=info.school_id, page=page, kind=kind, text=text, at=timezone.now(),
                form_hash=token.hash_of_number(form.number),
            )  # fmt: skip
            _tell(row)
    except IntegrityError:  # pressed twice: the other request was faster
        if not was_taken(form):
            raise


def _tell(row: AnswerReport) -> None:
    subject, text = _("A reader reports an answer: %(title)s"), _("Look at it, and say what came of it.")
    path, values = reverse("advice_report", args=[row.pk]), {"title": row.page.title}
    school = School.objects.filter(pk=row.school_id).first() if row.school_id else None
    if school is None:
        tell.office(REPORTED, subject, text, path, values)
    else:
        tell.school(REPORTED, school, subject, text, path, values)
