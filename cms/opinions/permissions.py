"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.opinions import ownership
from cms.opinions.models import Consultation, DraftArticle, Opinion
from cms.tenancy import scope
from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import declare_rules, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights
from cms.tenancy.row_access.owners import owner_resolvers
from cms.tenancy.row_access.policy import public_conditions

ROUND = ObjectReference("opinions.consultation")

declare_rules(
    {
        **dict.fromkeys(
            ("opinions_rounds", "opinions_rounds_results", "opinions_add", "opinions_asked"), own_objects()
        ),
        **dict.fromkeys(("opinions_round", "opinions_edit", "opinions_word"), own_objects(consultation_id=ROUND)),
        "opinions_step": own_objects("step", consultation_id=ROUND),
        # The views look whether the opinion is the round's, and whether the person is asked.
        "opinions_respond": own_objects("opinion_id", consultation_id=ROUND),
        "opinions_answer": own_objects("consultation_id"),
    }
)

scope.declare_ownership(not_by_school=("opinions.draftarticle",))
owner_resolvers[Consultation] = ownership.owner_of_consultation
owner_resolvers[DraftArticle] = ownership.owner_of_article
owner_resolvers[Opinion] = ownership.owner_of_opinion
public_conditions[Consultation] = lambda row: row.is_public

grant_rights([Role.SCHOOL_EDITOR], {"opinions.consultation": frozenset({"view"})})
grant_rights(
    [Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN],
    {"opinions.consultation": ALL - {"delete"}},
)
