"""The screens of the roster."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.core.text import collapse_whitespace
from cms.core.web.listing import DayColumn, ListingView
from cms.tenancy.staff.workplaces import chosen_owner, filter_by_owners, owner_choices, workplace_owners
from cms.training.forms import ReporterForm
from cms.training.models import LawReporter
from cms.training.roster import lists
from cms.training.views import ownership
from cms.training.views.people import WORKBOOK_CONTENT_TYPE


class RosterFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=LawReporter.Kind.choices)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="by_state", choices=[("now", gettext_lazy("In office now"))]
    )

    class Meta:
        model = LawReporter
        fields: ClassVar[list[str]] = []

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return lists.filter_in_office(rows)


def reporters_for(user: Any) -> QuerySet[LawReporter]:
    return LawReporter.objects.filter(filter_by_owners(workplace_owners(user, "training.view_lawreporter")))


class RosterView(ListingView):
    """The search is for names."""

    model = LawReporter
    page_title = gettext_lazy("Roster of legal reporters")
    header_icon = "list-ul"
    no_results_message = gettext_lazy("Nobody stands in the roster.")
    index_url_name, index_results_url_name = "training_roster", "training_roster_results"
    filterset_class = RosterFilterSet
    is_searchable = True
    columns: ClassVar[list[Column]] = [
        TitleColumn("name", label=gettext_lazy("Full name"), url_name="training_roster_entry"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("school", label=gettext_lazy("School"), accessor=lambda row: row.school or ""),
        Column("decision", label=gettext_lazy("Decision"), accessor="decision_number"),
        DayColumn("ends_on", label=gettext_lazy("Term ends")),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="state", primary=lambda row: row.is_public),
    ]

    def get_base_queryset(self) -> QuerySet[LawReporter]:
        return reporters_for(self.request.user).select_related("school")

    def search_queryset(self, queryset: QuerySet[LawReporter]) -> QuerySet[LawReporter]:
        return (
            queryset.filter(name__icontains=collapse_whitespace(self.search_query)[:120])
            if self.is_searching
            else queryset
        )

    @property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [HeaderButton(_("As a workbook"), url=reverse("training_roster_file"), icon_name="download")]
        if workplace_owners(self.request.user, "training.add_lawreporter"):
            buttons.insert(0, HeaderButton(_("New entry"), url=reverse("training_roster_add"), icon_name="plus"))
        return buttons


@require_http_methods(["GET", "HEAD", "POST"])
def add_reporter(request: Any) -> HttpResponse:
    return _edit_form(request, LawReporter(school_id=chosen_owner(request, "training.add_lawreporter")))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_reporter(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_form(request, ownership.reporter_for(request, pk, "change"))


def _edit_form(request: HttpRequest, row: LawReporter) -> HttpResponse:
    form = ReporterForm(request.POST or None, instance=row, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The entry is saved."))
        return redirect("training_roster")
    context = {
        "form": form, "title": _("Entry of the roster"), "subtitle": row.name, "icon": "list-ul",
        "back": reverse("training_roster"),
        "places": [] if row.pk else owner_choices(request.user, "training.add_lawreporter"),
        "of": str(row.school_id or "office"),
    }  # fmt: skip
    return render(request, "core/admin/form.html", context, status=422 if form.errors else 200)


@require_safe
def download_roster(request: HttpRequest) -> HttpResponse:
    rows = reporters_for(request.user).select_related("school").prefetch_related("fields")
    response = HttpResponse(
        lists.build_roster_workbook(rows, timezone.localdate().year), content_type=WORKBOOK_CONTENT_TYPE
    )
    response["Content-Disposition"] = 'attachment; filename="bao-cao-vien.xlsx"'
    return response
