"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NoticeKind, register

FAILED = register(NoticeKind("channels", _("Posts that were not sent"), for_office=True))
