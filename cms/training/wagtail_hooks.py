"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.tenancy import rights
from cms.tenancy.staff.workplaces import WorkplaceMenuItem
from cms.training.admin_urls import urlpatterns


@hooks.register("register_admin_urls")
def register_admin_urls():
    return urlpatterns


class MyTrainingMenuItem(MenuItem):
    """For everybody who works somewhere here, experts too."""

    def is_shown(self, request):
        return bool(rights.owners_worked_for(request.user))


@hooks.register("register_admin_menu_item")
def register_training_menu():
    items = [
        MyTrainingMenuItem(_("My training"), reverse("training_mine"), name="my-training", icon_name="user", order=10),
        WorkplaceMenuItem(
            _("Courses"), reverse("training_courses"), name="courses", icon_name="group", order=20,
            right="training.view_course",
        ),
        WorkplaceMenuItem(
            _("Whom the school sends"), reverse("training_quotas"), name="training-quota", icon_name="mail", order=30,
            right="training.change_course", schools=True,
        ),
        WorkplaceMenuItem(
            _("Hours of the people"), reverse("training_hours"), name="training-hours", icon_name="time", order=40,
            right="training.change_course",
        ),
        WorkplaceMenuItem(
            _("Roster of legal reporters"), reverse("training_roster"), name="law-reporters", icon_name="list-ul",
            order=50, right="training.view_lawreporter",
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Training"), Menu(items=items), name="training-menu", icon_name="group", order=126)
