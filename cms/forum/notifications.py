"""What this app tells people (``cms.tenancy.notifications.sending``). What is not at once comes with the morning's
mail."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NotificationType, register_type

MENTIONED = register_type(
    NotificationType("mentioned", _("You are mentioned in the forum"), at_once=True, for_office=True)
)
FOLLOWED = register_type(NotificationType("followed", _("Topics of the forum that you follow"), for_office=True))
REPORTED = register_type(
    NotificationType("reported", _("Entries of the forum that were reported"), duty=True, for_office=True)
)
