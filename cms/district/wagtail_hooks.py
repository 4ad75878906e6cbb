"""Registers what the admin shows of this app; the work is done where the names say."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.district import log_actions
from cms.district import panels as district_panels
from cms.district.admin_menu import SchoolMenuItem, can_broadcast_page, can_offer_page
from cms.district.admin_urls import urlpatterns


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


@hooks.register("register_settings_menu_item")
def jobs_item():
    return MenuItem(_("Jobs of the system"), reverse("district_jobs"), name="jobs", icon_name="cogs", order=900)


@hooks.register("register_log_actions")
def register_log_action_labels(actions):
    log_actions.register_log_actions(actions)


@hooks.register("register_admin_menu_item")
def broadcasts_item():
    return MenuItem(
        _("Sent to schools"), reverse("district_broadcasts"), name="to-schools", icon_name="mail", order=120
    )


@hooks.register("register_admin_menu_item")
def inbox_item():
    return SchoolMenuItem(
        _("From the office"), reverse("district_inbox"), name="from-office", icon_name="mail", order=101
    )


@hooks.register("register_admin_menu_item")
def queue_item():
    return MenuItem(
        _("Offered by schools"), reverse("district_queue"), name="from-schools", icon_name="download", order=121
    )


@hooks.register("register_settings_menu_item")
def gather_item():
    return MenuItem(
        _("Gathering and in-depth items"), reverse("district_gather"), name="gathering", icon_name="list-ul", order=890
    )


@hooks.register("register_settings_menu_item")
def links_item():
    return MenuItem(_("Links"), reverse("district_links"), name="links", icon_name="link", order=895)


@hooks.register("register_admin_menu_item")
def our_links_item():
    return SchoolMenuItem(_("Links"), reverse("district_our_links"), name="our-links", icon_name="link", order=140)


@hooks.register("register_admin_menu_item")
def offered_item():
    return SchoolMenuItem(
        _("Offered to the office"), reverse("district_offered"), name="to-office", icon_name="upload", order=102
    )


@hooks.register("construct_homepage_panels")
def add_home_panels(request, panels):
    for build in (
        district_panels.build_submissions_panel,
        district_panels.build_requested_changes_panel,
        district_panels.build_broadcasts_panel,
        district_panels.build_jobs_panel,
    ):
        if panel := build(request.user):
            panels.insert(0, panel)


@hooks.register("register_page_header_buttons")
def send_button(page, user, next_url=None, view_name=None):
    if can_broadcast_page(page, user):
        url = reverse("district_broadcast_add") + f"?page={page.pk}"
        yield Button(_("Send to schools…"), url, icon_name="mail", priority=80)
    if can_offer_page(page, user):
        yield Button(
            _("Offer to the office…"), reverse("district_nominate", args=[page.pk]), icon_name="upload", priority=80
        )


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin_district.css"))
