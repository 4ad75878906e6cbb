"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.guard.table``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.guard.rules import Access
from cms.tenancy.guard.table import declare_namespace, declare_settings
from cms.tenancy.roles import ALL, Role, grant

declare_namespace(Access.OFFICE, "schools", "authorities", "portal_links")

declare_settings("home.schoolsettings")
scope.declare(office=("home.portallink",))
grant([Role.OFFICE_ADMIN], {"home.portallink": ALL})
