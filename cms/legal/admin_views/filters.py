"""Filters of the library's list in the admin."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from cms.legal.models import DocumentType, IssuingBody, LegalDocument, LegalField, StatusCode
from cms.legal.validity.status_periods import with_status

ANY = "any"


class LegalDocumentFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=StatusCode.choices, method="filter_status")
    day = django_filters.DateFilter(label=_("Status as of"), method="keep", widget=AdminDateInput)
    field = django_filters.ModelChoiceFilter(
        label=_("Field of law"), queryset=LegalField.objects.all(), field_name="fields", distinct=True
    )
    doc_type = django_filters.ModelChoiceFilter(label=_("Type"), queryset=DocumentType.objects.all())
    issuer = django_filters.ModelChoiceFilter(
        label=_("Issuing body"), queryset=IssuingBody.objects.all(), field_name="issuer_links__body", distinct=True
    )
    level = django_filters.ChoiceFilter(label=_("Level"), choices=LegalDocument.Level.choices)
    year = django_filters.NumberFilter(
        label=_("Year"), field_name="issued_on", lookup_expr="year", min_value=1945, max_value=2100
    )
    missing = django_filters.ChoiceFilter(
        label=_("Missing data"),
        method="filter_missing",
        choices=[(ANY, _("Anything missing")), *LegalDocument.Missing.choices],
    )

    class Meta:
        model = LegalDocument
        fields = ["status", "day", "field", "doc_type", "issuer", "level", "year", "missing", "live", "confidential"]

    def keep(self, queryset, name, value):
        """The day alone narrows nothing: it says for which day the status is asked."""
        return queryset

    def filter_status(self, queryset, name, value):
        return with_status(queryset, self.form.cleaned_data.get("day") or timezone.localdate(), [value])

    def filter_missing(self, queryset, name, value):
        # The list is short text of known words; JSON "contains" does not exist on SQLite.
        return queryset.exclude(missing=[]) if value == ANY else queryset.filter(missing__icontains=f'"{value}"')
