"""Whose the admin's addresses and the models of search are (``cms.tenancy.guard.table``, ``cms.tenancy.scope``)."""

from cms.tenancy import scope
from cms.tenancy.guard.table import OFFICE, declare, declare_settings, own

# Everybody searches what they may see; the views ask the page policy.
declare({"search_admin": own(), "search_admin_export": own("kind"), "search_unanswered": OFFICE})
declare_settings("search.searchsettings")

scope.declare(
    not_by_school=(
        "search.carriedfile", "search.indexgroup", "search.indexkey", "search.pendingupdate", "search.rebuild",
        "search.unansweredquery", "search.termcount",
    ),
    shared=("search.indexentry", "search.unansweredquery"),
)  # fmt: skip
