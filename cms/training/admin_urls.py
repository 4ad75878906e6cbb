"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.training.views import courses, mine, people, quota, roster

_COURSE = "training/courses/<int:course_id>/"
_SESSION, _LESSON = _COURSE + "sessions/<int:session_id>/", _COURSE + "lessons/<int:lesson_id>/"
_OWN = "training/mine/<int:course_id>/"

urlpatterns = [
    path("training/courses/", courses.CoursesView.as_view(), name="training_courses"),
    path("training/courses/add/", courses.add_course, name="training_course_add"),
    path(_COURSE, courses.show_course, name="training_course"),
    path(_COURSE + "edit/", courses.edit_course, name="training_course_edit"),
    path(_COURSE + "step/<slug:step>/", courses.take_step, name="training_step"),
    path(_COURSE + "sessions/add/", courses.edit_session, name="training_session_add"),
    path(_SESSION, courses.edit_session, name="training_session"),
    path(_SESSION + "delete/", courses.delete_session, name="training_session_delete"),
    path(_SESSION + "attendance/", people.edit_attendance, name="training_attendance"),
    path(_SESSION + "code/", people.show_code, name="training_code"),
    path(_COURSE + "lessons/add/", courses.edit_lesson, name="training_lesson_add"),
    path(_LESSON, courses.edit_lesson, name="training_lesson"),
    path(_LESSON + "delete/", courses.delete_lesson, name="training_lesson_delete"),
    path(_COURSE + "people/", people.list_people, name="training_people"),
    path(_COURSE + "people.xlsx", people.download_people, name="training_people_file"),
    path(_COURSE + "people/<int:enrolment_id>/cancel/", people.cancel_participant, name="training_person_cancel"),
    path(_COURSE + "certificates/", people.give_course_certificates, name="training_certificates"),
    path("training/quota/", quota.QuotasView.as_view(), name="training_quotas"),
    path("training/quota/<int:school_id>/<int:course_id>/", quota.edit_quota, name="training_quota"),
    path("training/hours/", people.show_hours, name="training_hours"),
    path("training/hours.xlsx", people.download_hours, name="training_hours_file"),
    path("training/roster/", roster.RosterView.as_view(), name="training_roster"),
    path("training/roster/results/", roster.RosterView.as_view(results_only=True), name="training_roster_results"),
    path("training/roster/add/", roster.add_reporter, name="training_roster_add"),
    path("training/roster/<int:pk>/", roster.edit_reporter, name="training_roster_entry"),
    path("training/roster.xlsx", roster.download_roster, name="training_roster_file"),
    path("training/mine/", mine.show_my_training, name="training_mine"),
    path(_OWN, mine.show_my_course, name="training_my_course"),
    path(_OWN + "enrol/", mine.enrol_self, name="training_enrol"),
    path(_OWN + "cancel/", mine.cancel_own_enrolment, name="training_cancel"),
    path(_OWN + "feedback/", mine.send_feedback, name="training_feedback"),
    path(_OWN + "lessons/<int:number>/", mine.show_lesson, name="training_my_lesson"),
    path("training/attend/<int:session_id>/", mine.attend_session, name="training_attend"),
]
