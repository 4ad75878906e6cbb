"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NotificationType, register_type

ASKED = register_type(NotificationType("asked", _("Questions that people ask"), for_office=True))
ASSIGNED = register_type(
    NotificationType("assigned", _("Questions assigned to you"), duty=True, at_once=True, for_office=True)
)
DUE = register_type(NotificationType("due", _("Questions that are due or late"), duty=True, for_office=True))
APPROVAL = register_type(
    NotificationType("answers", _("Answers that wait for approval"), duty=True, at_once=True, for_office=True)
)
REPORTED = register_type(
    NotificationType("reported_answers", _("Answers that readers reported"), duty=True, for_office=True)
)
REVIEW = register_type(NotificationType("reviews", _("Answers whose law has changed"), duty=True, for_office=True))
