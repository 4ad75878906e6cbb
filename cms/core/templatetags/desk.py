"""The head of a screen that is none of Wagtail's generic views."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/headers/slim_header.html")
def desk_header(title: str, subtitle: str = "", icon: str = "", up: str = "", up_label: str = "") -> dict:
    """As the generic views have it: the way up, with ``up`` and ``up_label`` where one came from, and the title."""
    above = [{"url": up, "label": str(up_label)}] if up and up_label else []
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    here = {"url": "", "label": str(title), "sublabel": str(subtitle or "")}
    return {"breadcrumbs_items": [home, *above, here], "title": title, "icon_name": icon}
