"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.advice import ownership
from cms.advice.models import Attachment, Draft, Question, QuestionEvent, Review
from cms.tenancy import scope
from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import OFFICE, assigned_objects, declare_rules, own_objects
from cms.tenancy.roles import Role, grant_rights
from cms.tenancy.row_access.owners import owner_resolvers

QUESTION, EXPERT, REPORT = (
    ObjectReference("advice.question"),
    ObjectReference("advice.expertprofile"),
    ObjectReference("advice.answerreport"),
)

declare_rules(
    {
        "advice_queue": own_objects(),
        "advice_queue_results": own_objects(),
        "advice_item": own_objects(pk=QUESTION),
        "advice_step": own_objects("step", pk=QUESTION),
        "advice_experts": own_objects(),
        "advice_experts_results": own_objects(),
        "advice_expert": own_objects(pk=EXPERT),
        "advice_numbers": own_objects(),
        "advice_reports": own_objects(),
        "advice_reports_results": own_objects(),
        "advice_report": own_objects(pk=REPORT),
        "advice_rules": OFFICE,
        # What was given to the person who asks; the views filter by the person.
        "advice_tasks": assigned_objects(),
        "advice_tasks_results": assigned_objects(),
        "advice_task": assigned_objects("pk"),
        "advice_task_step": assigned_objects("pk", "step"),
        "advice_review": assigned_objects("pk"),
        "advice_attachment": assigned_objects("pk"),
        "advice_law": assigned_objects(),  # of the library alone
    }
)

scope.declare_ownership(
    office=("advice.advicerules", "advice.fieldtarget", "advice.erasurereport"),
    not_by_school=("advice.questionevent", "advice.draft", "advice.attachment", "advice.usefulness"),
)
owner_resolvers[Question] = ownership.owner_of_question
owner_resolvers[Review] = ownership.owner_of_question
owner_resolvers[QuestionEvent] = owner_resolvers[Draft] = owner_resolvers[Attachment] = (
    ownership.owner_of_question_child
)

EDIT_ACTIONS, APPROVE_ACTIONS = frozenset({"view", "change"}), frozenset({"view", "change", "approve"})
grant_rights([Role.SCHOOL_EDITOR], {"advice.question": EDIT_ACTIONS})
grant_rights(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"advice.question": APPROVE_ACTIONS},
)
grant_rights([Role.SCHOOL_ADMIN, Role.OFFICE_ADMIN], {"advice.expertprofile": EDIT_ACTIONS})
grant_rights([Role.OFFICE_ADMIN], {"advice.advicerules": EDIT_ACTIONS})
