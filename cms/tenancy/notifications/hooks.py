"""Shows notices in the admin. Registered by ``cms.tenancy.wagtail_hooks``."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.tenancy import rights
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.notifications import preferences, urls, views

MAX_NOTICES = 3


class NoticesMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(rights.places_of(request.user))


class OutboxMenuItem(MenuItem):
    def is_shown(self, request):
        visitor = subject_of(request.user)
        return request.user.is_superuser or visitor.everywhere or visitor.reads_all


def register_notices_menu_item():
    return NoticesMenuItem(_("Notices"), reverse("notices"), name="notices", icon_name="bell", order=103)


def register_outbox_menu_item():
    return OutboxMenuItem(_("Mails sent"), reverse("notices_outbox"), name="mails-sent", icon_name="mail", order=905)


class NoticesPanel(Component):
    name = "notices"
    template_name = "tenancy/admin/notices/panel.html"
    order = 50

    def __init__(self, rows, count: int):
        self.rows, self.count = rows, count

    def get_context_data(self, parent_context):
        return {"rows": self.rows, "count": self.count}


def add_notices_panel(request, panels):
    """Adds a panel with the newest unread notices; nothing when there are none."""
    if not rights.places_of(request.user):
        return
    unread = views.notices_of(request.user).filter(read_at=None)
    rows = list(unread[: MAX_NOTICES + 1])
    if rows:
        panels.append(NoticesPanel(rows[:MAX_NOTICES], unread.count() if len(rows) > MAX_NOTICES else len(rows)))


def register_admin_urls():
    return urls.urlpatterns


account_panel = preferences.register_account_panel
