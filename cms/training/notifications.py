"""What this app tells people (through ``cms.tenancy.notifications.sending``)."""

from django.utils.translation import gettext_lazy as _

from cms.tenancy.notifications.notification_types import NotificationType, register_type

PARTICIPANTS_REQUESTED = register_type(NotificationType("course_call", _("Courses to which the school sends people")))
COURSE_REMINDER = register_type(
    NotificationType("course_soon", _("Courses that begin tomorrow"), at_once=True, for_office=True)
)
MOVED_UP = register_type(
    NotificationType("course_place", _("A place in a course is yours"), at_once=True, for_office=True)
)
ROSTER_EXPIRY = register_type(
    NotificationType("roster_ends", _("Terms in the roster that end"), duty=True, for_office=True)
)
