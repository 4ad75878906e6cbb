"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.guard.table``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.opinions import whose
from cms.opinions.models import Consultation, DraftArticle, Opinion
from cms.tenancy import scope
from cms.tenancy.guard.rules import Ref
from cms.tenancy.guard.table import declare, own
from cms.tenancy.roles import ALL, Role, grant
from cms.tenancy.rows.kinds import tells
from cms.tenancy.rows.wall import public_when

ROUND = Ref("opinions.consultation")

declare(
    {
        **dict.fromkeys(("opinions_rounds", "opinions_rounds_results", "opinions_add", "opinions_asked"), own()),
        **dict.fromkeys(("opinions_round", "opinions_edit", "opinions_word"), own(consultation_id=ROUND)),
        "opinions_step": own("step", consultation_id=ROUND),
        # The views look whether the opinion is the round's, and whether the person is asked.
        "opinions_respond": own("opinion_id", consultation_id=ROUND),
        "opinions_answer": own("consultation_id"),
    }
)

scope.declare(not_by_school=("opinions.draftarticle",))
tells[Consultation] = whose.consultation
tells[DraftArticle] = whose.article
tells[Opinion] = whose.opinion
public_when[Consultation] = lambda row: row.is_public

grant([Role.SCHOOL_EDITOR], {"opinions.consultation": frozenset({"view"})})
grant(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"opinions.consultation": ALL - {"delete"}},
)
