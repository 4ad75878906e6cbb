"""Registers what the admin shows of this app; the work is done where the names say."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.contests.admin_urls import urlpatterns
from cms.contests.views import whose


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


class RightMenuItem(MenuItem):
    """For people who hold the right in a place in view."""

    def __init__(self, *args, right: str, schools: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.right, self.schools = right, schools

    def is_shown(self, request):
        found = whose.owners(request.user, self.right)
        return any(found) if self.schools else bool(found)


@hooks.register("register_admin_menu_item")
def contests_menu():
    items = [
        RightMenuItem(
            _("Contests"), reverse("contests_contests"), name="contests", icon_name="pick", order=10,
            right="contests.view_contest",
        ),
        RightMenuItem(
            _("Question bank"), reverse("contests_questions"), name="questions", icon_name="help", order=20,
            right="contests.view_bankquestion",
        ),
        RightMenuItem(
            _("Class lists"), reverse("contests_lists"), name="class-lists", icon_name="group", order=30,
            right="contests.change_contest", schools=True,
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Contests"), Menu(items=items), name="contests-menu", icon_name="pick", order=125)


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin_contests.css"))
