"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from cms.contests.admin_urls import urlpatterns
from cms.tenancy.staff.workplaces import WorkplaceMenuItem


@hooks.register("register_admin_urls")
def register_admin_urls():
    return urlpatterns


@hooks.register("register_admin_menu_item")
def register_contests_menu():
    items = [
        WorkplaceMenuItem(
            _("Contests"), reverse("contests_contests"), name="contests", icon_name="pick", order=10,
            right="contests.view_contest",
        ),
        WorkplaceMenuItem(
            _("Question bank"), reverse("contests_questions"), name="questions", icon_name="help", order=20,
            right="contests.view_bankquestion",
        ),
        WorkplaceMenuItem(
            _("Class lists"), reverse("contests_lists"), name="class-lists", icon_name="group", order=30,
            right="contests.change_contest", schools=True,
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Contests"), Menu(items=items), name="contests-menu", icon_name="pick", order=125)
