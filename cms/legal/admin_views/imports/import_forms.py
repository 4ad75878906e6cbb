"""Forms of the import: a file, and what a single document says of itself."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.core.media.storage import validate_storage_available
from cms.legal.importer.documents.sources import kind_of_name
from cms.legal.importer.tables.readers import READERS, kind_of
from cms.legal.models import DocumentType, LegalDocument, ProposedDocument


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        validators=[validate_storage_available],
        help_text=gettext_lazy(
            "A table (XLSX, CSV, JSON lines), a ZIP with a table and the files that it names or with documents, or one "
            "document (DOCX, DOC, PDF, HTML). Nothing comes into the library before you confirm it."
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        kind = kind_of(Path(file.name))
        if kind not in (*READERS, ".zip") and not kind_of_name(file.name):
            raise forms.ValidationError(_("Files of this kind (%(kind)s) cannot be imported.") % {"kind": kind or "?"})
        if file.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            most = filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            raise forms.ValidationError(_("The file is larger than %(most)s.") % {"most": most})
        return file


class ProposalForm(forms.Form):
    """What goes into the library when it is confirmed."""

    doc_type = forms.ModelChoiceField(DocumentType.objects.all(), label=gettext_lazy("document type"), required=False)
    number = forms.CharField(label=gettext_lazy("number as printed"), max_length=120)
    title = forms.CharField(label=gettext_lazy("title"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    issuers = forms.CharField(
        label=gettext_lazy("Issuing bodies"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("One in each line, with the name as printed."),
    )
    issued = forms.DateField(label=gettext_lazy("issued on"), widget=AdminDateInput, required=False)
    effective = forms.DateField(label=gettext_lazy("in force from"), widget=AdminDateInput, required=False)
    place = forms.CharField(label=gettext_lazy("place"), max_length=100, required=False)
    signer_title = forms.CharField(label=gettext_lazy("signer's title"), max_length=160, required=False)
    signer = forms.CharField(label=gettext_lazy("signed by"), max_length=160, required=False)
    take_text = forms.BooleanField(
        label=gettext_lazy("Take over the text, divided into articles"), required=False, initial=True
    )
    checked = forms.BooleanField(
        label=gettext_lazy("I have compared number and day with the file: they are right"), required=False
    )
    draft = forms.BooleanField(label=gettext_lazy("Keep it as a draft, not yet public"), required=False)
    update = forms.BooleanField(
        label=gettext_lazy("The library has this document already: bring it up to date with this file"), required=False
    )

    def __init__(
        self, *args, proposed: ProposedDocument, present: LegalDocument | None, doubtful: bool = False, **kwargs
    ):
        values = proposed.values
        initial = {
            **values,
            "doc_type": DocumentType.objects.filter(name=values.get("type", "")).first(),
            "issuers": "\n".join(values.get("issuers", "").split("; ")),
            "take_text": bool(proposed.text) and not (present and present.provisions.exists()),
            **{name: _parse_day(values.get(name)) for name in ("issued", "effective")},
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        for field in self.fields.values():
            field.label = capfirst(field.label)
        if not proposed.text:
            del self.fields["take_text"]
        if not (doubtful or self.is_bound):
            del self.fields["checked"]

    def row(self) -> dict[str, Any]:
        """In the words of an import's row."""
        told = self.cleaned_data
        found = {name: told[name] for name in ("number", "title", "place", "signer", "signer_title")}
        return {
            **found,
            "type": told["doc_type"].name if told["doc_type"] else "",
            "issuers": [line.strip() for line in told["issuers"].splitlines() if line.strip()],
            "issued": told["issued"],
            "effective": told["effective"],
            **({"live": "false"} if told["draft"] else {}),
        }


def _parse_day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
