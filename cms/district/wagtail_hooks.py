"""Registers what the admin shows of this app; the work is done where the names say."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.district import admin_panels, log_actions
from cms.district.admin_menu import SchoolMenuItem, sendable
from cms.district.admin_urls import urlpatterns


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


@hooks.register("register_settings_menu_item")
def jobs_item():
    return MenuItem(_("Jobs of the system"), reverse("district_jobs"), name="jobs", icon_name="cogs", order=900)


@hooks.register("register_log_actions")
def log_words(actions):
    log_actions.register(actions)


@hooks.register("register_admin_menu_item")
def broadcasts_item():
    return MenuItem(
        _("Sent to schools"), reverse("district_broadcasts"), name="to-schools", icon_name="mail", order=120
    )


@hooks.register("register_admin_menu_item")
def inbox_item():
    return SchoolMenuItem(
        _("From the office"), reverse("district_inbox"), name="from-office", icon_name="mail", order=90
    )


@hooks.register("construct_homepage_panels")
def first_screen(request, panels):
    if panel := admin_panels.from_office(request.user):
        panels.insert(0, panel)


@hooks.register("register_page_header_buttons")
def send_button(page, user, next_url=None, view_name=None):
    if sendable(page, user):
        url = reverse("district_broadcast_add") + f"?page={page.pk}"
        yield Button(_("Send to schools…"), url, icon_name="mail", priority=80)


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin_district.css"))
