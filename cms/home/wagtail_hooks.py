"""Registers what the admin shows of this app; the work is done where the names say."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from cms.home.admin_views import panels as admin_views_panels
from cms.home.admin_views.viewsets import OfficeGroup


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [OfficeGroup()]


@hooks.register("insert_global_admin_css")
def add_admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def add_admin_js():
    return format_html('<script src="{}"></script>', static("js/admin_start.js"))


@hooks.register("construct_homepage_panels")
def add_quick_panel(request, panels):
    if places := admin_views_panels.build_quick_places(request.user):
        panels.insert(0, admin_views_panels.QuickPanel(places))


@hooks.register("register_icons")
def register_icons(names):
    return [*names, "wagtailadmin/icons/bell.svg"]


@hooks.register("construct_help_menu")
def hide_wagtail_news(request, items):
    """News about Wagtail is for those who run it."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name.startswith("guide")]
