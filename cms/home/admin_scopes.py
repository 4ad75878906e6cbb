"""Whose the admin's addresses of this app are (see ``cms.tenancy.guard.table``)."""

from wagtail.models import Site

from cms.tenancy.guard.rules import Access, Ref, Rule
from cms.tenancy.guard.table import declare, declare_namespace

declare_namespace(Access.OFFICE, "schools", "authorities", "portal_links")

_open_settings: set[str] = set()


def open_settings(label: str) -> None:
    """Settings that a school edits for its own site: "home.schoolsettings", and those that higher floors add."""
    _open_settings.add(label)
    rule = Rule(
        Access.SCHOOL, {"pk": Ref(Site._meta.label_lower)}, named=("app_name", "model_name"),
        models=frozenset(_open_settings), content=True,
    )  # fmt: skip
    declare({"wagtailsettings:edit": rule, "wagtailsettings:preview_on_edit": rule})


open_settings("home.schoolsettings")
