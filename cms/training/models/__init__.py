"""Tables of training: courses with sessions and lessons, enrolments, the roster."""

from cms.training.models.courses import Course, CourseSession, Lesson
from cms.training.models.enrolments import Attendance, Enrolment, Feedback, LessonDone
from cms.training.models.roster import LawReporter

__all__ = [
    "Attendance",
    "Course",
    "CourseSession",
    "Enrolment",
    "Feedback",
    "LawReporter",
    "Lesson",
    "LessonDone",
]
