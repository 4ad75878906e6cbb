"""Whose the admin's addresses and the models of this app are, and what roles may do with these
(``cms.tenancy.access.url_rules``, ``cms.tenancy.scope``, ``cms.tenancy.roles``)."""

from cms.tenancy import scope
from cms.tenancy.access.rule_types import Access
from cms.tenancy.access.url_rules import declare_namespace, declare_settings
from cms.tenancy.roles import ALL, Role, grant_rights

declare_namespace(Access.OFFICE, "schools", "authorities", "portal_links")

declare_settings("home.schoolsettings")
scope.declare_ownership(office=("home.portallink",))
grant_rights([Role.OFFICE_ADMIN], {"home.portallink": ALL})
