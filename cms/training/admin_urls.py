"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.training.views import courses, mine, people, quota, roster

_ONE = "training/courses/<int:course_id>/"
_SESSION, _LESSON = _ONE + "sessions/<int:session_id>/", _ONE + "lessons/<int:lesson_id>/"
_MINE = "training/mine/<int:course_id>/"

urlpatterns = [
    path("training/courses/", courses.CoursesView.as_view(), name="training_courses"),
    path("training/courses/add/", courses.add, name="training_course_add"),
    path(_ONE, courses.course, name="training_course"),
    path(_ONE + "edit/", courses.edit, name="training_course_edit"),
    path(_ONE + "step/<slug:step>/", courses.take_step, name="training_step"),
    path(_ONE + "sessions/add/", courses.session_form, name="training_session_add"),
    path(_SESSION, courses.session_form, name="training_session"),
    path(_SESSION + "delete/", courses.delete_session, name="training_session_delete"),
    path(_SESSION + "attendance/", people.attendance, name="training_attendance"),
    path(_SESSION + "code/", people.code, name="training_code"),
    path(_ONE + "lessons/add/", courses.lesson_form, name="training_lesson_add"),
    path(_LESSON, courses.lesson_form, name="training_lesson"),
    path(_LESSON + "delete/", courses.delete_lesson, name="training_lesson_delete"),
    path(_ONE + "people/", people.people, name="training_people"),
    path(_ONE + "people.xlsx", people.people_file, name="training_people_file"),
    path(_ONE + "people/<int:enrolment_id>/cancel/", people.cancel, name="training_person_cancel"),
    path(_ONE + "certificates/", people.certificates, name="training_certificates"),
    path("training/quota/", quota.QuotasView.as_view(), name="training_quotas"),
    path("training/quota/<int:school_id>/<int:course_id>/", quota.quota, name="training_quota"),
    path("training/hours/", people.hours_of_people, name="training_hours"),
    path("training/hours.xlsx", people.hours_file, name="training_hours_file"),
    path("training/roster/", roster.RosterView.as_view(), name="training_roster"),
    path("training/roster/results/", roster.RosterView.as_view(results_only=True), name="training_roster_results"),
    path("training/roster/add/", roster.add, name="training_roster_add"),
    path("training/roster/<int:pk>/", roster.edit, name="training_roster_entry"),
    path("training/roster.xlsx", roster.workbook, name="training_roster_file"),
    path("training/mine/", mine.mine, name="training_mine"),
    path(_MINE, mine.course, name="training_my_course"),
    path(_MINE + "enrol/", mine.enrol_me, name="training_enrol"),
    path(_MINE + "cancel/", mine.cancel_me, name="training_cancel"),
    path(_MINE + "feedback/", mine.feedback, name="training_feedback"),
    path(_MINE + "lessons/<int:number>/", mine.lesson, name="training_my_lesson"),
    path("training/attend/<int:session_id>/", mine.attend_me, name="training_attend"),
]
