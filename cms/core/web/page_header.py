"""The context of Wagtail's page header (``wagtailadmin/generic/base.html``), for function-based views."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


def build_page_header(title: Any, icon: str, *above: tuple[Any, str]) -> dict[str, Any]:
    """Returns template context. ``above``: (label, URL) of the breadcrumbs between home and this screen, in order."""
    items = [{"url": url, "label": label} for label, url in above]
    trail = [*WagtailAdminTemplateMixin.breadcrumbs_items, *items, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": icon, "breadcrumbs_items": trail}
