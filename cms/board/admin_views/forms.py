"""What the office chooses on the board. Nonsense in the address is ignored with a word, never an error page."""

from __future__ import annotations

import datetime
from typing import ClassVar

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from cms.board.admin_views import labels
from cms.board.measuring.board_rows import BoardFilters
from cms.board.measuring.traffic_lights import Light
from cms.core.web.paging import query_string
from cms.tenancy.models import GoverningAuthority, School

ANY_LABEL = pgettext_lazy("every level, commune or grade", "All")


def commune_choices() -> list[tuple[str, str]]:
    # every school: the board is the office's
    names = School.objects.exclude(commune="").order_by("commune").values_list("commune", flat=True).distinct()
    return [(name, name) for name in names]


class AsOfDayForm(forms.Form):
    def clean_day(self) -> datetime.date:
        day, today = self.cleaned_data["day"], timezone.localdate()
        if day and day > today:
            raise forms.ValidationError(_("Nothing has been measured yet on days to come."))
        return day or today


class BoardFilterSet(WagtailFilterSet):
    """The form alone: the rows are computed (``measuring.board_rows``), so they are chosen there, by
    ``parse_board_filters``.
    """

    authority = django_filters.ModelChoiceFilter(
        label=_("Governing authority"), queryset=GoverningAuthority.objects.order_by("name"), empty_label=ANY_LABEL
    )
    commune = django_filters.ChoiceFilter(label=_("Commune or ward"), choices=commune_choices, empty_label=ANY_LABEL)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=School.Level.choices, empty_label=ANY_LABEL)
    grade = django_filters.ChoiceFilter(
        label=_("Grade"),
        choices=[(light.value, text) for light, text in labels.GRADE_LABELS.items()],
        empty_label=ANY_LABEL,
    )
    day = django_filters.DateFilter(label=_("As of"), widget=AdminDateInput)

    class Meta:
        model = School
        fields: ClassVar[list[str]] = []
        form = AsOfDayForm


def parse_board_filters(data: QueryDict) -> BoardFilters:
    """What could be understood of an address; the form's errors say what could not."""
    form = BoardFilterSet(data).form
    form.full_clean()
    found = form.cleaned_data
    return BoardFilters(
        day=found.get("day") or timezone.localdate(),
        query=data.get("q", "").strip()[:200],
        authority=found.get("authority"),
        commune=found.get("commune") or "",
        level=found.get("level") or "",
        grades=frozenset({Light(found["grade"])} if found.get("grade") else ()),
    )


def filter_query_string(data: QueryDict) -> str:
    """What an address said, for links that keep the filters."""
    return query_string({name: data.get(name, "") for name in ("q", *BoardFilterSet.base_filters)})
