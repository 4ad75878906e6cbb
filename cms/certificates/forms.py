"""Forms of the organiser's screens."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.widgets import AdminImageChooser

from cms.certificates.models import CertificateTemplate
from cms.core.models import SchoolImage


class TemplateForm(WagtailAdminModelForm):
    class Meta:
        model = CertificateTemplate
        fields: ClassVar = [
            "name", "above", "organiser", "heading", "given_to", "place", "signer_title", "signer_name", "crest",
            "signature", "series",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("crest", "signature"):
            field: Any = CertificateTemplate._meta.get_field(name)
            self.fields[name] = forms.ModelChoiceField(
                SchoolImage.objects.filter(Q(school=self.instance.school_id)), required=False,
                label=field.verbose_name, help_text=field.help_text, widget=AdminImageChooser,
            )  # fmt: skip
        self.order_fields(self.Meta.fields)
        if self.instance.pk and self.instance.batches.exists():
            self.fields["series"].disabled = True

    def _get_validation_exclusions(self) -> set[str]:
        """The organiser is no field of the form, and is needed to say that an ending is taken."""
        return super()._get_validation_exclusions() - {"school"}


class IssueForm(forms.Form):
    """``markers``: words in brackets that stand for something of each person."""

    template = forms.ModelChoiceField(CertificateTemplate.objects.none(), label=_("Template"), empty_label=None)
    words = forms.CharField(label=_("What is certified"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    issued_on = forms.DateField(label=pgettext_lazy("of a certificate", "Date of issue"), widget=AdminDateInput)

    def __init__(self, *args: Any, owner: int | None, markers: dict[str, str], words: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = CertificateTemplate.objects.filter(school=owner)
        self.fields["template"].queryset = rows  # type: ignore[attr-defined]
        self.fields["words"].initial = words
        self.fields["words"].help_text = ", ".join(f"[{name}] = {what}" for name, what in markers.items())
        self.fields["issued_on"].initial = timezone.localdate()
