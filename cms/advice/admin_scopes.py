"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.guard.table``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.advice import whose
from cms.advice.models import Draft, Question, QuestionEvent, Review
from cms.tenancy import scope
from cms.tenancy.guard.rules import Ref
from cms.tenancy.guard.table import OFFICE, assigned, declare, own
from cms.tenancy.roles import Role, grant
from cms.tenancy.rows.kinds import tells

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
        "advice_law": assigned(),  # of the library alone
    }
)

scope.declare(
    office=("advice.advicerules", "advice.fieldtarget", "advice.erasurereport"),
    not_by_school=("advice.questionevent", "advice.draft", "advice.usefulness"),
)
tells[Question] = whose.question
tells[Review] = whose.question
tells[QuestionEvent] = tells[Draft] = whose.part

LOOK, WORK = frozenset({"view", "change"}), frozenset({"view", "change", "approve"})
grant([Role.SCHOOL_EDITOR], {"advice.question": LOOK})
grant(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"advice.question": WORK},
)
grant([Role.SCHOOL_ADMIN, Role.OFFICE_ADMIN], {"advice.expertprofile": LOOK})
grant([Role.OFFICE_ADMIN], {"advice.advicerules": LOOK})
