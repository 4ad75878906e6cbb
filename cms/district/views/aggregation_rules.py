"""The office's rules of gathering, and its word about one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, NumberColumn, TitleColumn
from wagtail.models import Page

from cms.core.web.listing import ListingView, TemplateColumn
from cms.district.aggregation import depth_measurement
from cms.district.models import Depth, GatherRules
from cms.district.views.shared_columns import school_column
from cms.tenancy import rights


class GatherRulesForm(forms.ModelForm):
    class Meta:
        model = GatherRules
        fields = ["everything", "min_words", "min_citations", "needs_author"]


def can_change_rules(request: HttpRequest) -> bool:
    return rights.has_right(request.user, "district.change_gatherrules", None)


class GatherRulesView(ListingView):
    """The rules, and the items that are in-depth by them or near it (half the words), longest first."""

    model = Depth
    template_name = "district/admin/gather.html"
    page_title = gettext_lazy("Gathering and in-depth items")
    header_icon = "list-ul"
    index_url_name = "district_gather"
    paginate_by = 30
    no_results_message = gettext_lazy("No item yet.")

    @cached_property
    def rules(self) -> GatherRules:
        return GatherRules.current()

    @cached_property
    def form(self) -> GatherRulesForm:
        return GatherRulesForm(self.request.POST or None, instance=self.rules)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not can_change_rules(request):
            raise PermissionDenied
        if not self.form.is_valid():
            return self.get(request)
        self.form.save()
        changed = depth_measurement.refresh_depth()
        messages.success(request, _("Saved. %(count)s items were measured anew.") % {"count": changed})
        return redirect("district_gather")

    def get_base_queryset(self) -> QuerySet[Depth]:
        near = Q(words__gte=self.rules.min_words // 2, page__live=True) | ~Q(by_office=None)
        return Depth.objects.filter(near).select_related("page", "school", "decided_by").order_by("-words", "pk")

    @property
    def columns(self) -> list[BaseColumn]:
        found = [
            TitleColumn(
                "title", label=gettext_lazy("Title"), accessor="page.title", get_url=lambda row: row.page.full_url,
                link_attrs={"target": "_blank", "rel": "noopener"},
            ),
            school_column(),
            NumberColumn("words", label=gettext_lazy("Words")),
            NumberColumn("citations", label=gettext_lazy("Cited documents")),
            BooleanColumn("has_author", label=gettext_lazy("Author named")),
            BooleanColumn("in_depth", label=gettext_lazy("In-depth")),
            Column("by_office", label=gettext_lazy("Decided by"), accessor=_decided_by),
        ]  # fmt: skip
        if can_change_rules(self.request):
            found.append(
                TemplateColumn("mark", "district/admin/parts/depth_mark.html", label=gettext_lazy("What can be done"))
            )
        return found

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, form=self.form, may_change=can_change_rules(self.request), **kwargs)


def _decided_by(row: Depth) -> str:
    return str(row.decided_by) if row.by_office is not None and row.decided_by else ""


@require_POST
def override_page_depth(request: HttpRequest, page_id: int) -> HttpResponse:
    """``deep``: yes, no or rule (back to the rule)."""
    if not can_change_rules(request):
        raise PermissionDenied
    page = get_object_or_404(Page, pk=get_object_or_404(Depth, page=page_id).page_id)
    word = {"yes": True, "no": False}.get(request.POST.get("deep", ""))
    depth_measurement.override_depth(page, word, request.user)
    messages.success(request, _("Noted: %(title)s") % {"title": page.title})
    return redirect("district_gather")
