"""Whose the admin's addresses of this app are (see ``cms.tenancy.guard.table``)."""

from wagtail.models import Site

from cms.tenancy.guard.rules import Access, Ref, Rule
from cms.tenancy.guard.table import declare, declare_namespace

declare_namespace(Access.OFFICE, "schools", "authorities", "portal_links")

_SETTINGS = Rule(
    Access.SCHOOL, {"pk": Ref(Site._meta.label_lower)}, named=("app_name", "model_name"),
    models=frozenset({"home.schoolsettings"}), content=True,
)  # fmt: skip
declare({"wagtailsettings:edit": _SETTINGS, "wagtailsettings:preview_on_edit": _SETTINGS})
