"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.district.admin_urls import urlpatterns


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


@hooks.register("register_settings_menu_item")
def jobs_item():
    return MenuItem(_("Jobs of the system"), reverse("district_jobs"), name="jobs", icon_name="cogs", order=900)
