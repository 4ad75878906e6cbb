from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.forms import WagtailAdminModelForm

from cms.legal.amendments import apply as amendments
from cms.legal.documents.identity import duplicate_message, find_duplicate


class LegalDocumentForm(WagtailAdminModelForm):
    """Checks for a second entry of one document with the issuers as they stand in the form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.twin_checked_by_form = True

    def save(self, commit=True):
        if {"status_override", "status_reason", "status_from"} & set(self.changed_data):
            by_hand = bool(self.instance.status_override)
            self.instance.status_set_by = self.for_user if by_hand else None
            self.instance.status_set_at = timezone.now() if by_hand else None
        for name in ("relations", "events"):
            for form in getattr(self.formsets.get(name), "deleted_forms", ()):
                stored = type(form.instance).objects.filter(pk=form.instance.pk).first()  # not as the form has it
                if stored:
                    amendments.decline_edge(stored)
        return super().save(commit)

    def is_valid(self):
        if not super().is_valid():
            return False
        links = self.formsets.get("issuer_links")
        if links is None:
            return True
        rows = [row for row in links.cleaned_data if row and not row.get("DELETE")]
        twin = find_duplicate(self.instance, [row["body"].pk for row in rows if row.get("body")])
        if twin is None:
            return True
        address = reverse(type(twin).snippet_viewset.get_url_name("edit"), args=[twin.pk])
        self.add_error(
            "number_raw", format_html('{} <a href="{}">{}</a>', duplicate_message(twin), address, twin.number_raw)
        )
        return False
