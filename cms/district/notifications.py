"""What this app tells people (through ``cms.tenancy.notifications.sending``), and the addresses where they act on
it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NoticeKind, register

ITEM = register(NoticeKind("item", _("New items from the office"), duty=True))
REMINDER = register(NoticeKind("reminder", _("Reminders of items without an answer"), duty=True, at_once=True))
RECALL = register(NoticeKind("recall", _("Items that the office recalls"), duty=True, at_once=True))
DECISION = register(NoticeKind("decision", _("What the office decided about offered pages"), duty=True, at_once=True))
OFFERED = register(
    NoticeKind("offered", _("Pages that schools offer, change or withdraw"), for_schools=False, for_office=True)
)
LINKS = register(NoticeKind("links", _("Broken links on the school's pages")))


def item_url(school_id: int, broadcast_id: int) -> str:
    return reverse("district_inbox_item", args=[school_id, broadcast_id])
