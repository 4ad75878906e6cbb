"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NotificationType, register_type

CLASS_LISTS_REQUESTED = register_type(
    NotificationType("contest_call", _("Contests to which the school sends class lists"))
)
