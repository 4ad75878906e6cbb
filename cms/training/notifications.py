"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NoticeKind, register

CALLED = register(NoticeKind("course_call", _("Courses to which the school sends people")))
REMINDER = register(NoticeKind("course_soon", _("Courses that begin tomorrow"), at_once=True, for_office=True))
MOVED_UP = register(NoticeKind("course_place", _("A place in a course is yours"), at_once=True, for_office=True))
ROSTER = register(NoticeKind("roster_ends", _("Terms in the roster that end"), duty=True, for_office=True))
