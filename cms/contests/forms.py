"""Forms of the organiser's screens."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.images.widgets import AdminImageChooser

from cms.contests import messages
from cms.contests.bank import questions
from cms.contests.kinds import KINDS, InvalidContent
from cms.contests.models import BankQuestion, Contest, Round
from cms.core.models import SchoolImage
from cms.core.text import normalize_nfc

LINES_HELP = {
    "one": gettext_lazy("One option a line, a star before the right one: *16 tuổi"),
    "several": gettext_lazy("One option a line, a star before each right one. Wrong ones take points away."),
    "true_false": gettext_lazy("Write “đúng” or “sai”."),
    "order": gettext_lazy("One item a line, in the right order; they are mixed by themselves."),
    "match": gettext_lazy("One pair a line: left = right. The rights are mixed by themselves."),
    "short": gettext_lazy("Each accepted answer on a line of its own. Marks, capitals and spaces do not matter."),
    "essay": gettext_lazy("One criterion a line: points | what is expected"),
}


class QuestionForm(WagtailAdminModelForm):
    lines = forms.CharField(
        label=gettext_lazy("Answers"), max_length=20_000, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    class Meta:
        model = BankQuestion
        fields: ClassVar = [
            "text", "picture", "film", "explanation", "law", "field", "level", "difficulty", "state", "shared",
        ]  # fmt: skip
        widgets: ClassVar = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "explanation": forms.Textarea(attrs={"rows": 3}),
            "law": forms.TextInput,
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["lines"].help_text = LINES_HELP[row.kind]
        if row.pk:
            self.fields["lines"].initial = "\n".join(row.rule.write(row.content))
        pictures = SchoolImage.objects.filter(Q(school=row.school_id) | Q(school=None))
        self.fields["picture"] = forms.ModelChoiceField(
            pictures, required=False, label=BankQuestion._meta.get_field("picture").verbose_name,
            widget=AdminImageChooser,
        )  # fmt: skip
        self.fields["picture"].initial = row.picture_id
        if row.school_id is not None:
            del self.fields["shared"]
        self.order_fields(["text", "lines"])

    def clean_text(self) -> str:
        return normalize_nfc(self.cleaned_data["text"]).strip()

    def clean_lines(self) -> str:
        lines = normalize_nfc(self.cleaned_data["lines"])
        try:
            KINDS[self.instance.kind].read(lines.splitlines())
        except InvalidContent as error:
            raise ValidationError(messages.describe_problem(error)) from None
        return lines

    def store(self) -> list[str]:
        """Saves; words of the law that mean no document come back."""
        row = self.save(commit=False)
        row.picture = self.cleaned_data["picture"]
        return questions.save_question(row, self.cleaned_data["lines"].splitlines())


class QuestionImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy(".xlsx, .gift, .txt (GIFT) or .xml (Moodle)")
    )


class ContestForm(WagtailAdminModelForm):
    class Meta:
        model = Contest
        fields: ClassVar = [
            "title", "summary", "rules", "who", "code", "attempts_allowed", "practice", "in_list", "shows_score",
            "asks_name", "asks_class", "asks_school", "for_children", "consent_text", "parents_notice", "keep_days",
            "publication", "prediction_question", "prediction_answer", "protest_days",
        ]  # fmt: skip
        widgets: ClassVar = {
            "rules": forms.Textarea(attrs={"rows": 8}),
            "consent_text": forms.Textarea(attrs={"rows": 3}),
            "parents_notice": forms.Textarea(attrs={"rows": 5}),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        row = self.instance
        if row.is_public and data.get("for_children"):
            for name in ("consent_text", "parents_notice"):
                if not str(data.get(name) or "").strip():
                    self.add_error(name, _("Children take part: it is needed while the contest is announced."))
        if data.get("for_children") and data.get("publication") == Contest.Publication.NAMES:
            self.add_error("publication", _("Full names of children are not published."))
        return data


class RoundForm(WagtailAdminModelForm):
    easy = forms.IntegerField(label=gettext_lazy("Easy questions"), min_value=0, max_value=200, initial=0)
    medium = forms.IntegerField(label=gettext_lazy("Medium questions"), min_value=0, max_value=200, initial=20)
    hard = forms.IntegerField(label=gettext_lazy("Hard questions"), min_value=0, max_value=200, initial=0)

    class Meta:
        model = Round
        fields: ClassVar = [
            "title", "opens_at", "closes_at", "minutes", "grace_seconds", "mixes_questions", "mixes_options",
        ]  # fmt: skip
        widgets: ClassVar = {"opens_at": AdminDateTimeInput, "closes_at": AdminDateTimeInput}

    LEVELS = ("easy", "medium", "hard")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for difficulty, name in enumerate(self.LEVELS, start=1):
            if self.instance.pk:
                self.fields[name].initial = self.instance.counts.get(difficulty, 0)
            if self.instance.frozen_at:
                self.fields[name].disabled = True
        if self.instance.frozen_at:
            for name in ("minutes", "mixes_questions", "mixes_options"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It closes before it opens."))
        return data

    def save(self, commit: bool = True) -> Round:
        if not self.instance.frozen_at:
            self.instance.wanted = {str(n): self.cleaned_data[name] for n, name in enumerate(self.LEVELS, start=1)}
        return super().save(commit)


class ClassListForm(forms.Form):
    """A class list: one pupil a line, "class; name", or the name alone."""

    class_name = forms.CharField(label=gettext_lazy("Class"), max_length=40, required=False)
    names = forms.CharField(
        label=gettext_lazy("Pupils"), max_length=60_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("One a line. A number will do where the name is not needed."),
    )  # fmt: skip
