"""Admin lists outside viewsets, built on Wagtail's own listing view, so that search, filters, table and pages look and
work alike on every screen. This module adds only what Wagtail leaves to each project."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.context_processors import auth
from django.template.context_processors import csrf
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic.base import BaseListingView

PER_PAGE = 20


class ListingView(BaseListingView):
    """``introduction``: a sentence above the list. A list that is computed, not queried, returns a sequence from
    ``get_queryset``."""

    template_name = "core/admin/listing.html"
    results_template_name = "core/admin/listing_results.html"
    paginate_by: int | None = PER_PAGE
    introduction: Any = ""
    no_results_message: Any = _("Nothing fits.")


class DayColumn(Column):
    """Shows a day, with the time if the value has one. Wagtail's column shows the time elapsed, and calls a future
    time "just now"."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if isinstance(value, datetime.datetime):
            return localtime(value).strftime("%d/%m/%Y %H:%M")
        return value.strftime("%d/%m/%Y") if value else ""


class TemplateColumn(BaseColumn):
    """Renders cells with their own template (``instance`` is the row), with the user's permissions and the CSRF token
    in the context. A subclass adds what else a template needs."""

    def __init__(self, name: str, template: str, **kwargs: Any):
        super().__init__(name, **kwargs)
        self.cell_template_name = template

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return {**context, **csrf(request), **auth(request)}
