"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.guard.table``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.contests import whose
from cms.contests.models import Contest, Question
from cms.tenancy import scope
from cms.tenancy.roles import ALL, Role, grant
from cms.tenancy.rows.kinds import tells
from cms.tenancy.rows.wall import public_when

scope.declare(
    not_by_school=(
        "contests.questionlaw", "contests.round", "contests.contestevent", "contests.roundquestion", "contests.answer",
        "contests.attemptmark", "contests.protest",
    )
)  # fmt: skip
tells[Question] = whose.question
public_when[Contest] = lambda row: row.is_public

_EDIT = frozenset({"add", "change", "view"})
grant([Role.SCHOOL_EDITOR], {"contests.question": _EDIT, "contests.contest": frozenset({"view"})})
grant(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"contests.question": _EDIT, "contests.contest": ALL},
)
grant([Role.OFFICE_LIBRARIAN], {"contests.question": _EDIT})
