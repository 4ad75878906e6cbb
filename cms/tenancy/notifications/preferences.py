"""Mail preferences in a person's settings: which kinds of mail, per place. Mandatory kinds are not offered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from cms.tenancy import rights
from cms.tenancy.models import NoticeOptOut, School
from cms.tenancy.notifications import notification_types

MAX_PLACES = 20


def workplaces_of(user) -> list[tuple[int | None, str]]:
    """Returns (school id, its name) for each place where the person works; the office first."""
    ids = {place.school_id for place in rights.places_of(user)}
    rows = School.objects.filter(pk__in=[pk for pk in ids if pk is not None], closed_on=None).order_by("sort_name")[
        :MAX_PLACES
    ]
    office = [(None, str(_("Education office")))] if None in ids else []
    return [*office, *rows.values_list("pk", "name")]


class MailPreferencesForm(forms.Form):
    """One list of checkboxes for each place; an unticked box is an opt-out."""

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = instance
        off = set(NoticeOptOut.objects.filter(user=instance).values_list("school", "kind"))
        self.places = [
            (pk, name, notification_types.optional_types(pk is None)) for pk, name in workplaces_of(instance)
        ]
        for pk, name, offered in self.places:
            self.fields[f"at_{pk or 'office'}"] = forms.MultipleChoiceField(
                label=name, required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(kind.code, kind.label) for kind in offered],
                initial=[kind.code for kind in offered if (pk, kind.code) not in off],
            )  # fmt: skip

    def save(self):
        for pk, _name, offered in self.places:
            chosen = set(self.cleaned_data[f"at_{pk or 'office'}"])
            rows = NoticeOptOut.objects.filter(user=self.user, school=pk)
            rows.filter(kind__in=chosen).delete()
            known = set(rows.values_list("kind", flat=True))
            NoticeOptOut.objects.bulk_create(
                (
                    NoticeOptOut(user=self.user, school_id=pk, kind=kind.code)
                    for kind in offered
                    if kind.code not in chosen | known
                ),
                ignore_conflicts=True,
            )


class MailPreferencesPanel(BaseSettingsPanel):
    name = "mail_choices"
    title = _("Mails about office and schools")
    help_text = _("Duties, such as reminders, are mailed in any case. All notices stand in the admin too.")
    tab = notifications_tab
    order = 200
    form_class = MailPreferencesForm

    def is_active(self):
        return bool(workplaces_of(self.user))


def register_account_panel(request, user, profile):
    return MailPreferencesPanel(request, user, profile)
