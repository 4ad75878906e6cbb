"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NoticeKind, register

ASKED = register(NoticeKind("asked", _("Questions that people ask"), for_office=True))
ASSIGNED = register(NoticeKind("assigned", _("Questions assigned to you"), duty=True, at_once=True, for_office=True))
DUE = register(NoticeKind("due", _("Questions that are due or late"), duty=True, for_office=True))
APPROVAL = register(
    NoticeKind("answers", _("Answers that wait for approval"), duty=True, at_once=True, for_office=True)
)
REPORTED = register(NoticeKind("reported_answers", _("Answers that readers reported"), duty=True, for_office=True))
REVIEW = register(NoticeKind("reviews", _("Answers whose law has changed"), duty=True, for_office=True))
