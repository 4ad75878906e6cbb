"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.advice import ownership
from cms.advice.models import Attachment, Draft, Question, QuestionEvent, Review
from cms.tenancy import scope
from cms.tenancy.access.rule_types import Ref
from cms.tenancy.access.url_rules import OFFICE, assigned, declare, own
from cms.tenancy.roles import Role, grant
from cms.tenancy.row_access.owners import tells

QUESTION, EXPERT, REPORT = Ref("advice.question"), Ref("advice.expertprofile"), Ref("advice.answerreport")

declare(
    {
        "advice_queue": own(),
        "advice_queue_results": own(),
        "advice_item": own(pk=QUESTION),
        "advice_step": own("step", pk=QUESTION),
        "advice_experts": own(),
        "advice_experts_results": own(),
        "advice_expert": own(pk=EXPERT),
        "advice_numbers": own(),
        "advice_reports": own(),
        "advice_reports_results": own(),
        "advice_report": own(pk=REPORT),
        "advice_rules": OFFICE,
        # What was given to the person who asks; the views filter by the person.
        "advice_tasks": assigned(),
        "advice_tasks_results": assigned(),
        "advice_task": assigned("pk"),
        "advice_task_step": assigned("pk", "step"),
        "advice_review": assigned("pk"),
        "advice_attachment": assigned("pk"),
        "advice_law": assigned(),  # of the library alone
    }
)

scope.declare(
    office=("advice.advicerules", "advice.fieldtarget", "advice.erasurereport"),
    not_by_school=("advice.questionevent", "advice.draft", "advice.attachment", "advice.usefulness"),
)
tells[Question] = ownership.owner_of_question
tells[Review] = ownership.owner_of_question
tells[QuestionEvent] = tells[Draft] = tells[Attachment] = ownership.owner_of_question_child

EDIT_ACTIONS, APPROVE_ACTIONS = frozenset({"view", "change"}), frozenset({"view", "change", "approve"})
grant([Role.SCHOOL_EDITOR], {"advice.question": EDIT_ACTIONS})
grant(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"advice.question": APPROVE_ACTIONS},
)
grant([Role.SCHOOL_ADMIN, Role.OFFICE_ADMIN], {"advice.expertprofile": EDIT_ACTIONS})
grant([Role.OFFICE_ADMIN], {"advice.advicerules": EDIT_ACTIONS})
