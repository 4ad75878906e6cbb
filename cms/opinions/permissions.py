"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.opinions import ownership
from cms.opinions.models import Consultation, DraftArticle, Opinion
from cms.tenancy import scope
from cms.tenancy.access.rule_types import Ref
from cms.tenancy.access.url_rules import declare, own
from cms.tenancy.roles import ALL, Role, grant
from cms.tenancy.row_access.owners import tells
from cms.tenancy.row_access.policy import public_when

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
tells[Consultation] = ownership.owner_of_consultation
tells[DraftArticle] = ownership.owner_of_article
tells[Opinion] = ownership.owner_of_opinion
public_when[Consultation] = lambda row: row.is_public

grant([Role.SCHOOL_EDITOR], {"opinions.consultation": frozenset({"view"})})
grant(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"opinions.consultation": ALL - {"delete"}},
)
