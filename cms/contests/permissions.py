"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.contests import ownership
from cms.contests.models import BankQuestion, Contest
from cms.tenancy import scope
from cms.tenancy.access.rule_types import Ref
from cms.tenancy.access.url_rules import declare, own
from cms.tenancy.roles import ALL, Role, grant
from cms.tenancy.row_access.owners import tells
from cms.tenancy.row_access.policy import public_when

CONTEST, SCHOOL = Ref("contests.contest"), Ref("tenancy.school")
# The views look whether a question may be read there, and whether a round or an attempt is the contest's.
declare(
    {
        **dict.fromkeys(
            (
                "contests_questions", "contests_questions_results", "contests_question_new",
                "contests_questions_import", "contests_questions_template", "contests_contests",
                "contests_contest_add", "contests_lists",
            ),
            own(),
        ),
        **dict.fromkeys(("contests_question_add", "contests_questions_export"), own("kind")),
        "contests_question": own("question_id"),
        "contests_question_review": own("question_id"),
        **dict.fromkeys(("contests_list", "contests_list_codes"), own("contest_id", school_id=SCHOOL)),
        **dict.fromkeys(
            (
                "contests_contest", "contests_contest_edit", "contests_protests", "contests_round_add",
                "contests_certificates",
            ),
            own(contest_id=CONTEST),
        ),
        "contests_step": own("step", contest_id=CONTEST),
        **dict.fromkeys(
            (
                "contests_round", "contests_pool", "contests_ranking", "contests_ranking_file", "contests_marks",
                "contests_recount",
            ),
            own("round_id", contest_id=CONTEST),
        ),
        "contests_pool_cancel": own("round_id", "number", contest_id=CONTEST),
        "contests_attempt": own("attempt_id", contest_id=CONTEST),
        "contests_attempt_step": own("attempt_id", "step", contest_id=CONTEST),
    }
)  # fmt: skip

scope.declare(
    not_by_school=(
        "contests.questionlaw", "contests.round", "contests.contestevent", "contests.roundquestion", "contests.answer",
        "contests.attemptmark", "contests.protest",
    )
)  # fmt: skip
tells[BankQuestion] = ownership.question
public_when[Contest] = lambda row: row.is_public

_EDIT = frozenset({"add", "change", "view"})
grant([Role.SCHOOL_EDITOR], {"contests.bankquestion": _EDIT, "contests.contest": frozenset({"view"})})
grant(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"contests.bankquestion": _EDIT, "contests.contest": ALL},
)
grant([Role.OFFICE_LIBRARIAN], {"contests.bankquestion": _EDIT})
