"""The audit log as a report: filtered, paged, exported. It has no other URL, so nothing can change it."""

from __future__ import annotations

import datetime
from typing import ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import registry

from cms.core.text import fold_diacritics
from cms.tenancy import rights
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.audit_log.record import ABOUT_PEOPLE
from cms.tenancy.models import JournalEntry, School
from cms.tenancy.scoped_views.people import colleagues, sees_all_people
from cms.tenancy.staff.authority import visible_schools


def visible_entries(user):
    """Returns entries of the own schools; about people and accounts only where the person manages them."""
    rows = JournalEntry.objects.all()
    if sees_all_people(user):
        return rows
    places = {place.school_id for place in rights.places_in_view(user) if place.school_id}
    about_people = Q()
    for prefix in ABOUT_PEOPLE:
        about_people |= Q(action__startswith=prefix)
    managed = visible_schools(user)
    return rows.filter(school__in=places).exclude(about_people & ~Q(school__in=managed or ()))


def action_label(action: str) -> str:
    return str(registry.get_action_label(action)) if registry.action_exists(action) else action


def entry_detail(entry: JournalEntry) -> str:
    """Returns the details in words: the role before and after, or a reason."""
    from cms.tenancy.roles import Role

    names = dict(Role.choices)
    data = entry.data
    if "before" in data and "role" in data:
        return f"{names.get(data['before'], data['before'])} → {names.get(data['role'], data['role'])}"
    if "role" in data:
        return str(names.get(data["role"], data["role"]))
    return str(data.get("reason") or "")


class AuditLogFilterSet(WagtailFilterSet):
    person = django_filters.CharFilter(label=gettext_lazy("Person"), method="filter_person")
    action = django_filters.ChoiceFilter(label=gettext_lazy("Action"), choices=lambda: registry.get_choices())
    label = django_filters.CharFilter(label=gettext_lazy("Object"), lookup_expr="icontains")
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Period"), widget=DateRangePickerWidget)
    school = django_filters.CharFilter(label=gettext_lazy("School"), method="filter_school")

    class Meta:
        model = JournalEntry
        fields: ClassVar[list[str]] = []

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if request is not None and len(subject_of(request.user).places) < 2 and not sees_all_people(request.user):
            del self.filters["school"]

    def filter_person(self, rows, name, value):
        """Matches the current address only of people who work here today: others' could be guessed letter by letter."""
        by_address = Q(person__in=colleagues(self.request.user).values("pk"), person__email__icontains=value)
        return rows.filter(Q(person_name__icontains=value) | by_address)

    def filter_school(self, rows, name, value):
        schools = School.objects.all()
        for word in fold_diacritics(value).split():
            schools = schools.filter(search_text__contains=word)
        return rows.filter(school__in=schools)


class AuditLogView(ReportView):
    model = JournalEntry
    permission_policy = None  # ``visible_entries`` decides
    page_title = gettext_lazy("Log: who did what")
    header_icon = "history"
    filterset_class = AuditLogFilterSet
    index_url_name = "own_journal"
    index_results_url_name = "own_journal_results"
    paginate_by = 50
    export_headings = {
        "at": gettext_lazy("Time"), "person_name": gettext_lazy("Person"), "action": gettext_lazy("Action"),
        "label": gettext_lazy("Object"), "detail": gettext_lazy("Details"), "school_name": gettext_lazy("School"),
        "address": gettext_lazy("Network"),
    }  # fmt: skip

    def dispatch(self, request, *args, **kwargs):
        visitor = subject_of(request.user)
        if not sees_all_people(request.user) and not any(visitor.places):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        words = dict.fromkeys(self.FORMATS, action_label)
        self.custom_field_preprocess = {**self.custom_field_preprocess, "action": words}

    @property
    def columns(self):
        found = [
            DateColumn("at", label=_("Time"), width="14%"),
            Column("person_name", label=_("Person"), accessor=lambda row: row.person_name or _("nobody known")),
            Column("action", label=_("Action"), accessor=lambda row: action_label(row.action)),
            Column("label", label=_("Object")),
            Column("detail", label=_("Details"), accessor=entry_detail),
            Column("school_name", label=_("School"), accessor=lambda row: row.school_name or _("Office")),
            Column("address", label=_("Network")),
        ]
        return found if "school" in self.filters.filters else [col for col in found if col.name != "school_name"]

    @property
    def list_export(self):
        return [column.name for column in self.columns]

    def get_queryset(self):
        self.queryset = visible_entries(self.request.user)
        return super().get_queryset()

    def get_filename(self):
        return f"nhat-ky-{datetime.date.today():%Y-%m-%d}"

    def to_row_dict(self, item):
        item.detail = entry_detail(item)
        item.school_name = item.school_name or _("Office")
        return super().to_row_dict(item)
