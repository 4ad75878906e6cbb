"""Forms of both sides. Every refusal is a sentence beside the field; what was typed stays."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.advice.models import Asker
from cms.core.media.file_text.extract import KINDS, TEXT, extract_text
from cms.core.media.media_files import validate_content
from cms.core.text import collapse_whitespace
from cms.legal.citations import typed_lookup
from cms.opinions.collection.opinion_intake import OpinionInput
from cms.opinions.consultation.draft_articles import MAX_TEXT_LENGTH, DraftPart, split_into_articles
from cms.opinions.models import Consultation, DraftArticle
from cms.tenancy.models import School


class ArticleChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: DraftArticle) -> str:
        return str(obj)[:120]


class OpinionForm(forms.Form):
    """Of everybody. In the admin ``asker`` and ``name`` are known, and so is the consent."""

    article = ArticleChoiceField(
        label=gettext_lazy("Article"), queryset=DraftArticle.objects.none(), required=False,
        empty_label=gettext_lazy("The whole draft"),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Your opinion"), min_length=3, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": gettext_lazy("Write your opinion."),
            "max_length": gettext_lazy("Please shorten it to %(limit_value)d letters; it has %(show_value)d."),
        },
    )  # fmt: skip
    asker = forms.ChoiceField(
        label=gettext_lazy("Who says it?"), choices=Asker.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say who you are: parent, pupil, teacher or citizen.")},
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Your name or organisation"), max_length=160, required=False)
    consent = forms.BooleanField(
        label=gettext_lazy("I agree that my opinion is read, answered and published without my name."),
        error_messages={"required": gettext_lazy("Without this we may not take your opinion.")},
    )

    def __init__(self, *args: Any, consultation: Consultation, signed_in: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        articles = self.fields["article"]
        assert isinstance(articles, forms.ModelChoiceField)
        articles.queryset = DraftArticle.objects.filter(consultation=consultation)
        if signed_in:
            for name in ("asker", "name", "consent"):
                del self.fields[name]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        return "".join(letter for letter in text if letter in "\n\t" or letter.isprintable()).strip()

    def clean_name(self) -> str:
        return collapse_whitespace(self.cleaned_data["name"])

    def said(self) -> OpinionInput:
        data = self.cleaned_data
        article = data["article"].pk if data["article"] else None
        return OpinionInput(data["text"], data["asker"], article, data["name"])


class ConsultationForm(forms.ModelForm):
    """``page_panels``: the draft taken apart, ``None`` when no new text was given."""

    last_day = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Opinions are taken until its end."),
    )  # fmt: skip
    schools = forms.CharField(
        label=gettext_lazy("Codes of the schools that are asked"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("With spaces between them."),
    )  # fmt: skip
    upload = forms.FileField(
        label=gettext_lazy("Draft as a file"), required=False, help_text=gettext_lazy("Word or PDF with text.")
    )
    law = forms.CharField(
        label=gettext_lazy("Draft in the library"), required=False, max_length=300,
        help_text=gettext_lazy("Its number or name, where the draft stands in the library."),
    )  # fmt: skip
    draft = forms.CharField(
        label=gettext_lazy("Draft as text"), required=False, max_length=MAX_TEXT_LENGTH, strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("It is taken apart by its articles (Điều 1, Điều 2, …)."),
    )  # fmt: skip

    class Meta:
        model = Consultation
        fields = ["title", "intro", "audience"]
        widgets = {"intro": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.parts: list[DraftPart] | None = None
        if self.instance.pk:
            self.fields["last_day"].initial = self.instance.last_day
            codes = School.objects.filter(pk__in=self.instance.school_ids).order_by("code")
            self.fields["schools"].initial = " ".join(codes.values_list("code", flat=True))

    def clean_last_day(self) -> datetime.date:
        day = self.cleaned_data["last_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("The last day lies in the past."))
        if day.year > timezone.localdate().year + 5:
            raise forms.ValidationError(_("That is more than five years away."))
        return day

    def clean_schools(self) -> list[int]:
        codes = list(dict.fromkeys(self.cleaned_data["schools"].replace(",", " ").split()))
        # every school: those that are asked are named by their codes
        found = dict(School.objects.filter(code__in=codes[:5000], closed_on=None).values_list("code", "pk"))
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(_("There is no school %(codes)s.") % {"codes": ", ".join(unknown[:10])[:300]})
        return sorted(found.values())

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if not file:
            return None
        validate_content(file)
        kind = file.name.rpartition(".")[2].lower()
        if kind not in KINDS:
            raise forms.ValidationError(_("A draft is a Word (.docx) or PDF file."))
        file.seek(0)
        read = extract_text(file, kind)
        file.seek(0)
        if read.state != TEXT:
            raise forms.ValidationError(_("No text could be read from this file. Paste the draft as text."))
        self.parts = split_into_articles("\n".join(read.pages)[:MAX_TEXT_LENGTH])
        return file

    def clean_law(self) -> str:
        words = self.cleaned_data["law"].strip()
        if not words:
            return ""
        found = typed_lookup.find_documents(words)
        if len(found) != 1:
            raise forms.ValidationError(_("“%(text)s” is not in the library, or may be several.") % {"text": words})
        rows = found[0].provisions.filter(kind="article").order_by("order")
        self.parts = [DraftPart(row.label, row.heading, row.text) for row in rows]
        if not self.parts:
            raise forms.ValidationError(_("The library holds no text of this document."))
        return words

    def clean_draft(self) -> str:
        if text := self.cleaned_data["draft"].strip():
            self.parts = split_into_articles(text)
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("audience") == Consultation.Audience.SCHOOLS and not (
            data.get("schools") or "schools" in self.errors
        ):
            self.add_error("schools", _("Name the schools that are asked."))
        if sum(bool(data.get(name)) for name in ("upload", "law", "draft")) > 1:
            self.add_error("draft", _("Give the draft in one way: as a file, from the library, or as text."))
        return data

    def save(self, commit: bool = True) -> Consultation:
        day = self.cleaned_data["last_day"]
        end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
        self.instance.closes_at = timezone.make_aware(end) - datetime.timedelta(seconds=1)
        asked = self.cleaned_data["schools"] if self.instance.audience == Consultation.Audience.SCHOOLS else []
        self.instance.school_ids = asked
        return super().save(commit)
