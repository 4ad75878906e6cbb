"""Menu items and labels of the audit log. Registered by ``cms.tenancy.wagtail_hooks``."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from cms.tenancy.access.subjects import subject_of
from cms.tenancy.audit_log.record import EXPORT, SIGN_IN, SIGN_IN_FAILED
from cms.tenancy.scoped_views.people import sees_all_people

ACTIONS = {SIGN_IN: _("Signed in"), SIGN_IN_FAILED: _("Sign-in failed"), EXPORT: _("File taken out")}


def register_log_actions(actions):
    for name, label in ACTIONS.items():
        actions.register_action(name, label, label)


class JournalMenuItem(MenuItem):
    def is_shown(self, request):
        return sees_all_people(request.user) or any(subject_of(request.user).places)


def menu_item():
    return JournalMenuItem(
        _("Log: who did what"), reverse("own_journal"), name="journal", icon_name="history", order=1000
    )


def instead_of_site_history(request, items):
    items[:] = [item for item in items if item.name != "site-history"]
