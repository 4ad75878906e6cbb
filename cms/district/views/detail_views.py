"""One thing of a list on a screen of its own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.web.listing import ListingView


class DetailView(WagtailAdminTemplateMixin, TemplateView):
    """Under Wagtail's header, which leads back to ``list_view`` by the name of its address."""

    http_method_names = ["get"]
    list_view: type[ListingView]

    def above(self) -> list[dict[str, Any]]:
        """What stands between the first screen and this one."""
        return [{"url": reverse(self.list_view.index_url_name), "label": self.list_view.page_title}]

    def get_header_icon(self) -> str:
        return self.list_view.header_icon

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        label = self.get_page_subtitle() or self.get_page_title()
        return [*self.breadcrumbs_items, *self.above(), {"url": "", "label": label}]
