"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NotificationType, register_type

FAILED = register_type(NotificationType("channels", _("Posts that were not sent"), for_office=True))
