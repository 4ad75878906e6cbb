"""Owners of the search models and access rules of the admin URLs (``cms.tenancy.access.url_rules``,
``cms.tenancy.scope``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import Access
from cms.tenancy.access.url_rules import OFFICE, declare_namespace, declare_rules, declare_settings, own_objects
from cms.tenancy.roles import ALL, Role, grant_rights

# Every user searches what they may see; the views check the page permission policy.
declare_rules({"search_admin": own_objects(), "search_admin_export": own_objects("kind"), "search_unanswered": OFFICE})
declare_settings("search.searchsettings")

declare_namespace(
    Access.OFFICE, "search_words", "wagtailsnippets_search_searchword", "wagtailsnippetchoosers_search_searchword"
)

scope.declare_ownership(
    office=("search.searchword",),
    not_by_school=(
        "search.carriedfile", "search.indexgroup", "search.indexkey", "search.pendingupdate", "search.rebuild",
        "search.unansweredquery", "search.termcount",
    ),
    shared=("search.indexentry", "search.unansweredquery"),
)  # fmt: skip
grant_rights([Role.OFFICE_ADMIN], {"search.searchword": ALL})
