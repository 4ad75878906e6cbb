"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NoticeKind, register

ASKED = register(NoticeKind("opinion_asked", _("Drafts on which your school is asked"), duty=True))
CLOSED = register(NoticeKind("opinions", _("Rounds of opinions that are over"), for_office=True))
