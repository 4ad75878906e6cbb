"""What people are told, by code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSAL_MESSAGES = {
    "closed": _("Enrolment is not open."),
    "not_yours": _("This course is not for people of your place."),
    "quota": _("Each school names its people for this course. Ask those who run your school’s site."),
    "no_quota": _("For this course people enrol themselves."),
    "quota_full": _("The school’s places are all taken."),
    "begun": _("The course has been completed; its enrolment stays."),
    "code": _("This code does not hold (any more). Read the new one from the screen."),
    "not_enrolled": _("You are not enrolled in this course."),
    "no_session": _("A course with sessions needs one before it is announced."),
    "no_lesson": _("A course at one’s own pace needs a lesson before it is announced."),
    "test_closed": _("Announce the test first: it is still a draft."),
    "has_people": _("People are enrolled: close the course instead of deleting it."),
    "reason": _("Please give a reason."),
}


class StepRefused(Exception):
    """``code``: a key of ``REFUSAL_MESSAGES``."""

    def __init__(self, code: str):
        super().__init__(str(REFUSAL_MESSAGES[code]))
        self.code = code
