"""What Wagtail's bar above a screen needs (``wagtailadmin/generic/base.html``), for views that are functions."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


def build_page_header(title: Any, icon: str, *above: tuple[Any, str]) -> dict[str, Any]:
    """For the context. ``above``: (label, address) of the screens between the first and this one, from above."""
    items = [{"url": url, "label": label} for label, url in above]
    trail = [*WagtailAdminTemplateMixin.breadcrumbs_items, *items, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": icon, "breadcrumbs_items": trail}
