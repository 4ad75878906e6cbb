"""Owners of this app's admin URLs and models, and the permissions of roles on them (``cms.tenancy.access.url_rules``,
``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import Access, Rule
from cms.tenancy.access.url_rules import (
    LIBRARY,
    OFFICE,
    OPEN,
    declare_library_models,
    declare_namespace,
    declare_rules,
    own_objects,
)
from cms.tenancy.roles import ALL, Role, grant_rights

_CHOOSER = "wagtailsnippetchoosers_legal_legaldocument:"
_MODELS = ("legaldocument", "documenttype", "issuingbody", "legalfield")

declare_namespace(
    Access.LIBRARY,
    *(f"{kind}_legal_{model}" for kind in ("wagtailsnippets", "wagtailsnippetchoosers") for model in _MODELS),
)
declare_library_models(*(f"legal.{model}" for model in _MODELS))
declare_namespace(Access.LIBRARY, "library_work")
declare_rules(
    {
        "citations:stale": own_objects(),
        "citations:unresolved": LIBRARY,
        "citations:unresolved_results": LIBRARY,
        # Every page may cite public documents; the chooser shows no others.
        f"{_CHOOSER}choose": OPEN,
        f"{_CHOOSER}choose_results": OPEN,
        f"{_CHOOSER}chosen": Rule(Access.OPEN, free=frozenset({"pk"})),
        f"{_CHOOSER}chosen_multiple": OPEN,
        # Superusers unlock the section.
        "section_unlock": OFFICE,
        "section_lock": OFFICE,
    }
)

scope.declare_ownership(
    office=(
        *(f"legal.{model}" for model in _MODELS),
        "legal.provision", "legal.statusperiod", "legal.reviewtask", "legal.mirrorentry", "legal.distinctdocuments",
        "legal.formeraddress", "legal.importrun", "legal.importentry", "legal.importupload", "legal.proposeddocument",
        "legal.sourcerecord", "legal.sourceconflict", "legal.textversion", "legal.amendmentedge",
        "legal.clauseproposal", "legal.clausereading", "legal.clauserule",
    )
)  # fmt: skip
grant_rights(
    [Role.OFFICE_LIBRARIAN, Role.OFFICE_ADMIN],
    dict.fromkeys((f"legal.{model}" for model in (*_MODELS, "reviewtask")), ALL | {"publish", "lock", "unlock"}),
)
#: Deciding between sources, and which text is shown. Approvers and observers read.
grant_rights([Role.OFFICE_LIBRARIAN, Role.OFFICE_ADMIN], {"legal.sourceconflict": frozenset({"view", "change"})})
# Clauses are parsed, not entered: people decide them, and whether the rule may.
grant_rights(
    [Role.OFFICE_LIBRARIAN, Role.OFFICE_ADMIN],
    dict.fromkeys(("legal.clauseproposal", "legal.clauserule"), frozenset({"view", "change"})),
)
