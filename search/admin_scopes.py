"""Whose the admin's addresses of search are (see ``cms.tenancy.guard.table``)."""

from cms.home.admin_scopes import open_settings
from cms.tenancy.guard.table import OFFICE, declare, own

# Everybody searches what they may see; the views ask the page policy.
declare({"search_admin": own(), "search_admin_export": own("kind"), "search_unanswered": OFFICE})
open_settings("search.searchsettings")
