"""The page header of admin screens outside Wagtail's generic views."""

from __future__ import annotations

from django import template

from cms.core.web.page_header import build_page_header

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/headers/slim_header.html")
def desk_header(title: str, subtitle: str = "", icon: str = "", up: str = "", up_label: str = "") -> dict:
    """Renders the header of Wagtail's generic views: breadcrumbs, with ``up`` and ``up_label`` as parent, and title."""
    *above, here = build_page_header(title, icon, *([(up_label, up)] if up and up_label else []))["breadcrumbs_items"]
    trail = [*above, here | {"sublabel": str(subtitle or "")}]
    return {"breadcrumbs_items": trail, "title": title, "icon_name": icon}
