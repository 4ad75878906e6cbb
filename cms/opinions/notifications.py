"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NotificationType, register_type

ASKED = register_type(NotificationType("opinion_asked", _("Drafts on which your school is asked"), duty=True))
CLOSED = register_type(NotificationType("opinions", _("Rounds of opinions that are over"), for_office=True))
