"""What this app tells people (through ``cms.tenancy.notifications.sending``), and the addresses where they act on
it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NotificationType, register_type

ITEM = register_type(NotificationType("item", _("New items from the office"), duty=True))
REMINDER = register_type(
    NotificationType("reminder", _("Reminders of items without an answer"), duty=True, at_once=True)
)
RECALL = register_type(NotificationType("recall", _("Items that the office recalls"), duty=True, at_once=True))
DECISION = register_type(
    NotificationType("decision", _("What the office decided about offered pages"), duty=True, at_once=True)
)
OFFERED = register_type(
    NotificationType("offered", _("Pages that schools offer, change or withdraw"), for_schools=False, for_office=True)
)
LINKS = register_type(NotificationType("links", _("Broken links on the school's pages")))


def item_url(school_id: int, broadcast_id: int) -> str:
    return reverse("district_inbox_item", args=[school_id, broadcast_id])
