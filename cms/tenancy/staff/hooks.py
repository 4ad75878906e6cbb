"""Menu items and log labels about people of a school. Registered by ``cms.tenancy.wagtail_hooks``."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem

from cms.tenancy.staff import urls, views

ACTIONS = {
    "people.invite": (_("Invite"), _("Invited")),
    "people.accept": (_("Accept an invitation"), _("Invitation accepted")),
    "people.decline": (_("Decline an invitation"), _("Invitation declined")),
    "people.withdraw": (_("Withdraw an invitation"), _("Invitation withdrawn")),
    "people.set_role": (_("Change role"), _("Role changed")),
    "people.suspend": (_("Suspend"), pgettext_lazy("person", "Suspended")),
    "people.reactivate": (_("Reactivate"), _("Reactivated")),
    "people.remove": (_("Remove from the school"), _("Removed from the school")),
    "people.link": (_("Send link"), _("Link for a new password sent")),
}


class PeopleMenuItem(MenuItem):
    def is_shown(self, request):
        return views.is_shown(request.user)


def register_people_menu_item():
    return PeopleMenuItem(
        _("People of the school"), views.people_url(), name="school-people", icon_name="group", order=700
    )


def register_admin_urls():
    return urls.urlpatterns


def register_log_actions(actions):
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
