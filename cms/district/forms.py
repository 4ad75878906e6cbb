"""Forms of the office's and the schools' screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page
from wagtail.snippets.widgets import AdminSnippetChooser

from cms.core.text import fold_diacritics
from cms.district import school_facts
from cms.district.broadcasts import cached_index, responses, sending
from cms.district.models import Broadcast
from cms.home import directory
from cms.legal.models import LegalDocument
from cms.legal.section.listings import get_model
from cms.tenancy import scope
from cms.tenancy.models import GoverningAuthority, School

_ARTICLES = [Broadcast.Place.NEWS, Broadcast.Place.NOTICES, Broadcast.Place.LEGAL_NEWS]


class BroadcastForm(WagtailAdminModelForm):
    """What to send, how and to whom. After sending, what and how stay; to whom, when and the note may change."""

    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Levels"), required=False, choices=School.Level.choices, widget=forms.CheckboxSelectMultiple
    )
    communes = forms.MultipleChoiceField(
        label=gettext_lazy("Communes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    school_codes = forms.CharField(
        label=gettext_lazy("Schools"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One code or name in a line."),
    )  # fmt: skip
    authority = forms.ModelChoiceField(
        label=gettext_lazy("Governing authority"), required=False, queryset=GoverningAuthority.objects.order_by("name")
    )

    class Meta:
        model = Broadcast
        fields = [
            "page", "document", "note", "mode", "place", "needs_confirmation", "confirm_by", "audience", "levels",
            "communes", "authority", "as_of", "go_live_at", "expire_at",
        ]  # fmt: skip
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "mode": forms.RadioSelect,
            "audience": forms.RadioSelect,
            "confirm_by": AdminDateInput,
            "as_of": AdminDateInput,
            "go_live_at": AdminDateTimeInput,
            "expire_at": AdminDateTimeInput,
        }
        help_texts = {
            "place": gettext_lazy("Empty: the list that fits the item."),
            "as_of": gettext_lazy("Schools that the authority governed on this day. Empty: those of each present day."),
            "go_live_at": gettext_lazy("Empty: at once."),
            "expire_at": gettext_lazy("Empty: until you recall it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].widget = AdminPageChooser([get_model(label) for label in cached_index.BROADCASTABLE_TYPES])
        self.fields["document"].widget = AdminSnippetChooser(LegalDocument)
        self.fields["communes"].choices = [
            (name, name) for name, _count in directory.count_communes(directory.served_schools())
        ]
        self.fields["school_codes"].initial = "\n".join(
            school.code
            for school in school_facts.get_school_facts().values()
            if school.id in set(self.instance.school_ids)
        )
        if self.instance.sent_at:
            for name in ("page", "document", "mode"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        if not self.instance.sent_at:
            self._check_source(data.get("page"), data.get("document"), data.get("mode"))
        self._check_target(data)
        self._check_times(data.get("go_live_at"), data.get("expire_at"), data.get("confirm_by"))
        return data

    def _check_source(self, page: Page | None, document, mode) -> None:
        if bool(page) == bool(document):
            self.add_error("page", _("Choose a page of the portal or a document of the library, one of them."))
        elif page:
            if (
                scope.owner_id(page) is not None
                or page.specific_class._meta.label not in cached_index.BROADCASTABLE_TYPES
            ):
                self.add_error("page", _("Choose news, a notice or a material of the portal."))
            elif not page.live:
                self.add_error("page", _("Publish the page first."))
        elif mode == Broadcast.Mode.COPY:
            self.add_error("mode", _("A document of the library is never copied; choose another mode."))

    def _check_target(self, data) -> None:
        needed = {"level": "levels", "commune": "communes", "authority": "authority", "list": "school_codes"}
        field = needed.get(data.get("audience"))
        if field and not data.get(field):
            self.add_error(field, _("Say which."))
        if data.get("audience") == Broadcast.Audience.LIST and data.get("school_codes"):
            data["school_ids"] = self._schools(data["school_codes"])

    def _schools(self, text: str) -> list[int]:
        by_code = {fold_diacritics(school.code): school.id for school in school_facts.get_school_facts().values()}
        by_name: dict[str, list[int]] = {}
        for row in directory.served_schools():
            for name in {fold_diacritics(row.name), fold_diacritics(row.short_name)}:
                by_name.setdefault(name, []).append(row.id)
        found: list[int] = []
        unknown: list[str] = []
        several: list[str] = []
        for line in filter(None, map(str.strip, text.splitlines())):
            ids = (
                [by_code[fold_diacritics(line)]]
                if fold_diacritics(line) in by_code
                else by_name.get(fold_diacritics(line), [])
            )
            (unknown if not ids else several if len(ids) > 1 else []).append(line)
            found += ids[:1]
        if unknown:
            self.add_error("school_codes", _("No school is called: %(names)s") % {"names": "; ".join(unknown[:10])})
        if several:
            self.add_error(
                "school_codes",
                _("Several schools are called so, give the code: %(names)s") % {"names": "; ".join(several[:10])},
            )
        return sorted(set(found))

    def _check_times(self, start, end, answer_by) -> None:
        start = start or timezone.now()
        if end and end <= start:
            self.add_error("expire_at", _("The end lies before the beginning."))
        if answer_by and "confirm_by" in self.changed_data and answer_by < timezone.localdate(start):
            self.add_error("confirm_by", _("The last day lies before the first."))

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            row = self.instance
            if row.audience == Broadcast.Audience.LIST:
                row.school_ids = self.cleaned_data["school_ids"]
            source = row.page or row.document
            if source:
                row.title = (row.page.title if row.page else row.document.display_title)[:255]
                fitting = sending.default_list(row)
                allowed = _ARTICLES if fitting in _ARTICLES else [fitting]
                if row.place and row.place not in allowed:
                    self.add_error("place", _("It cannot stand in that list."))
                row.place = row.place or fitting


class RecallForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The schools read it."),
    )  # fmt: skip


class AcceptForm(forms.Form):
    """Where and from when a school shows a recommended item."""

    place = forms.ChoiceField(label=gettext_lazy("List that it stands in"))
    show_on = forms.DateField(
        label=pgettext_lazy("day", "From"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Empty: at once."),
    )

    def __init__(self, *args, sent, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Broadcast.Place.choices)
        field: Any = self.fields["place"]
        field.choices, field.initial = [(place, labels[place]) for place in responses.available_lists(sent)], sent.place


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The office reads it."),
    )  # fmt: skip
