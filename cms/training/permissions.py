"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import assigned_objects, declare_rules, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights
from cms.tenancy.row_access.owners import owner_resolvers
from cms.tenancy.row_access.policy import public_conditions
from cms.training import ownership
from cms.training.models import Course, Enrolment, LawReporter

COURSE, REPORTER, SCHOOL = (
    ObjectReference("training.course"),
    ObjectReference("training.lawreporter"),
    ObjectReference("tenancy.school"),
)
# The views look whether a session, a lesson or an enrolment is the course's, and whether a course is for the person.
declare_rules(
    {
        **dict.fromkeys(
            (
                "training_courses", "training_course_add", "training_quotas", "training_hours",
                "training_hours_file", "training_roster", "training_roster_results", "training_roster_add",
                "training_roster_file",
            ),
            own_objects(),
        ),
        **dict.fromkeys(
            (
                "training_course", "training_course_edit", "training_session_add", "training_lesson_add",
                "training_people", "training_certificates", "training_people_file",
            ),
            own_objects(course_id=COURSE),
        ),
        "training_step": own_objects("step", course_id=COURSE),
        **dict.fromkeys(
            ("training_session", "training_attendance", "training_code", "training_session_delete"),
            own_objects("session_id", course_id=COURSE),
        ),
        **dict.fromkeys(("training_lesson", "training_lesson_delete"), own_objects("lesson_id", course_id=COURSE)),
        "training_person_cancel": own_objects("enrolment_id", course_id=COURSE),
        "training_quota": own_objects("course_id", school_id=SCHOOL),
        "training_roster_entry": own_objects(pk=REPORTER),
        # What the person who asks takes part in; the views filter by the person.
        "training_mine": assigned_objects(),
        **dict.fromkeys(("training_my_course", "training_enrol", "training_cancel", "training_feedback"),
                        assigned_objects("course_id")),
        "training_my_lesson": assigned_objects("course_id", "number"),
        "training_attend": assigned_objects("session_id"),
    }
)  # fmt: skip

scope.declare_ownership(
    not_by_school=(
        "training.coursesession", "training.lesson", "training.attendance", "training.lessondone", "training.feedback",
    )
)  # fmt: skip
owner_resolvers[Course] = ownership.resolve_course_owner
owner_resolvers[Enrolment] = ownership.resolve_enrolment_owner
owner_resolvers[LawReporter] = ownership.resolve_reporter_owner
public_conditions[Course] = lambda row: row.is_public

_VIEW_ONLY = frozenset({"view"})
grant_rights([Role.SCHOOL_EDITOR], {"training.course": _VIEW_ONLY, "training.lawreporter": _VIEW_ONLY})
grant_rights(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"training.course": ALL, "training.lawreporter": ALL - {"delete"}},
)
