"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.contests import ownership
from cms.contests.models import BankQuestion, Contest
from cms.tenancy import scope
from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import declare_rules, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights
from cms.tenancy.row_access.owners import owner_resolvers
from cms.tenancy.row_access.policy import public_conditions

CONTEST, SCHOOL = ObjectReference("contests.contest"), ObjectReference("tenancy.school")
# The views look whether a question may be read there, and whether a round or an attempt is the contest's.
declare_rules(
    {
        **dict.fromkeys(
            (
                "contests_questions", "contests_questions_results", "contests_question_new",
                "contests_questions_import", "contests_questions_template", "contests_contests",
                "contests_contest_add", "contests_lists",
            ),
            own_objects(),
        ),
        **dict.fromkeys(("contests_question_add", "contests_questions_export"), own_objects("kind")),
        "contests_question": own_objects("question_id"),
        "contests_question_review": own_objects("question_id"),
        **dict.fromkeys(("contests_list", "contests_list_codes"), own_objects("contest_id", school_id=SCHOOL)),
        **dict.fromkeys(
            (
                "contests_contest", "contests_contest_edit", "contests_protests", "contests_round_add",
                "contests_certificates",
            ),
            own_objects(contest_id=CONTEST),
        ),
        "contests_step": own_objects("step", contest_id=CONTEST),
        **dict.fromkeys(
            (
                "contests_round", "contests_pool", "contests_ranking", "contests_ranking_file", "contests_marks",
                "contests_recount",
            ),
            own_objects("round_id", contest_id=CONTEST),
        ),
        "contests_pool_cancel": own_objects("round_id", "number", contest_id=CONTEST),
        "contests_attempt": own_objects("attempt_id", contest_id=CONTEST),
        "contests_attempt_step": own_objects("attempt_id", "step", contest_id=CONTEST),
    }
)  # fmt: skip

scope.declare_ownership(
    not_by_school=(
        "contests.questionlaw", "contests.round", "contests.contestevent", "contests.roundquestion", "contests.answer",
        "contests.attemptmark", "contests.protest",
    )
)  # fmt: skip
owner_resolvers[BankQuestion] = ownership.resolve_question_owner
public_conditions[Contest] = lambda row: row.is_public

_EDIT_ACTIONS = frozenset({"add", "change", "view"})
grant_rights([Role.SCHOOL_EDITOR], {"contests.bankquestion": _EDIT_ACTIONS, "contests.contest": frozenset({"view"})})
grant_rights(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"contests.bankquestion": _EDIT_ACTIONS, "contests.contest": ALL},
)
grant_rights([Role.OFFICE_LIBRARIAN], {"contests.bankquestion": _EDIT_ACTIONS})
