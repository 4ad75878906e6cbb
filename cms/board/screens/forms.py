"""What the office chooses on the board. Nonsense in the address is ignored with a word, never an error page."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from cms.board.measuring.lights import Light
from cms.board.measuring.rows import Filters
from cms.board.screens import words
from cms.tenancy.models import GoverningAuthority, School

ANY = [("", pgettext_lazy("every level, commune or grade", "All"))]


class BoardFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Find a school"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("name or code of the school")}),
    )  # fmt: skip
    authority = forms.ModelChoiceField(
        label=_("Governing authority"),
        queryset=GoverningAuthority.objects.none(),
        required=False,
        empty_label=ANY[0][1],
    )
    commune = forms.ChoiceField(label=_("Commune or ward"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[*ANY, *School.Level.choices], required=False)
    grade = forms.ChoiceField(
        label=_("Grade"), required=False,
        choices=[*ANY, *((light.value, text) for light, text in words.GRADES.items())],
    )  # fmt: skip
    day = forms.DateField(label=_("As of"), required=False, widget=AdminDateInput)

    def __init__(self, data=None):
        super().__init__(data or {}, prefix=None)
        # every school: the board is the office's
        communes = School.objects.exclude(commune="").order_by("commune").values_list("commune", flat=True).distinct()
        self.fields["commune"].choices = [*ANY, *((name, name) for name in communes)]
        self.fields["authority"].queryset = GoverningAuthority.objects.order_by("name")

    def clean_day(self):
        day, today = self.cleaned_data["day"], timezone.localdate()
        if day and day > today:
            raise forms.ValidationError(_("Nothing has been measured yet on days to come."))
        return day or today

    def sent(self) -> dict[str, str]:
        """What the address said, for links that keep the filters."""
        return {name: self.data.get(name, "") for name in self.fields}

    def filters(self) -> Filters:
        """What could be understood; the form's errors say what could not."""
        self.full_clean()
        found = self.cleaned_data
        return Filters(
            day=found.get("day") or timezone.localdate(),
            query=found.get("q", ""),
            authority=found.get("authority"),
            commune=found.get("commune", ""),
            level=found.get("level", ""),
            grades=frozenset({Light(found["grade"])} if found.get("grade") else ()),
        )
