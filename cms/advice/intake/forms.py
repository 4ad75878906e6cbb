"""The public form. Every refusal is a sentence beside the field; what was typed stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.advice.intake import attachments
from cms.advice.intake.question_intake import QuestionInput
from cms.advice.models import Asker
from cms.core.text import collapse_whitespace
from cms.legal.models import LegalField

MIN_LENGTH, MAX_LENGTH = 15, 4000


class LegalFieldChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: LegalField) -> str:
        return obj.label


def _strip_control_characters(text: str) -> str:
    """Without characters that no keyboard types; lines stay."""
    return "".join(letter for letter in text if letter in "\n\t" or letter.isprintable()).strip()


class AskForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your question"), min_length=MIN_LENGTH, max_length=MAX_LENGTH, strip=True,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": gettext_lazy("Write your question."),
            "min_length": gettext_lazy("Please write a little more: at least %(limit_value)d letters."),
            "max_length": gettext_lazy("Please shorten it to %(limit_value)d letters; it has %(show_value)d."),
        },
    )  # fmt: skip
    asker = forms.ChoiceField(
        label=gettext_lazy("Who asks?"), choices=Asker.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say who asks; it helps to answer rightly.")},
    )  # fmt: skip
    field = LegalFieldChoiceField(
        label=gettext_lazy("Field of law"), queryset=LegalField.objects.order_by("name"), required=False,
        empty_label=gettext_lazy("I do not know"),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120, required=False)
    mail = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254, required=False)
    files = forms.Field(label=gettext_lazy("Pictures or PDF files"), required=False)  # type: ignore[assignment]
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that the school and the education office read my question and answer it."),
        error_messages={"required": gettext_lazy("Without your consent nobody may read the question.")},
    )  # fmt: skip

    def clean_text(self) -> str:
        text = _strip_control_characters(self.cleaned_data["text"].replace("\r\n", "\n"))
        if len(text) < MIN_LENGTH:
            raise forms.ValidationError(self.fields["text"].error_messages["min_length"] % {"limit_value": MIN_LENGTH})
        return text

    def __init__(self, *args: Any, uploads: Iterable[UploadedFile] = (), **kwargs: Any):
        """``uploads``: files that came with it, none where the office takes none."""
        super().__init__(*args, **kwargs)
        self.uploads = list(uploads)

    def clean_files(self) -> list[ContentFile]:
        return attachments.validate_files(self.uploads)

    def clean_name(self) -> str:
        return collapse_whitespace(_strip_control_characters(self.cleaned_data["name"]))

    def clean(self) -> dict[str, Any]:
        """A pupil is asked for nothing personal, and nothing personal is taken."""
        data = super().clean() or self.cleaned_data
        if data.get("asker") == Asker.PUPIL and any(self.data.get(name) for name in ("name", "mail")):
            self.data = {**{name: self.data.get(name) for name in self.data}, "name": "", "mail": ""}
            for name in ("name", "mail"):
                self.errors.pop(name, None)
                data[name] = ""
            words = _("Pupils ask without name and address: we have taken yours out. Please send the question again.")
            self.add_error("asker", words)
        if data.get("asker") == Asker.PUPIL and self.uploads:
            self.add_error("files", _("Pupils ask without files. Please send the question again without them."))
        return data

    def asked(self) -> QuestionInput:
        data = self.cleaned_data
        field = data["field"].pk if data["field"] else None
        return QuestionInput(data["text"], data["asker"], field, data["name"], data["mail"], tuple(data["files"]))


class AddMessageForm(forms.Form):
    """What who asked adds."""

    text = forms.CharField(
        label=gettext_lazy("Write more"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )  # fmt: skip

    def clean_text(self) -> str:
        return _strip_control_characters(self.cleaned_data["text"])
