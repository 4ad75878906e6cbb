"""Brings an existing school in step with its spec: writes only fields that the spec states and that differ. The site's
address never changes."""

from __future__ import annotations

from typing import Any

from cms.core.models import User
from cms.home.provisioning.spec import SchoolSpec
from cms.home.provisioning.tree import build_collection_name
from cms.tenancy.models import School

UPDATABLE_FIELDS = ("name", "short_name", "level", "ownership", "address", "commune", "district", "source_name")


def find_changes(school: School, spec: SchoolSpec) -> dict[str, Any]:
    """Field → new value. An empty field of the spec says nothing."""
    return {
        name: getattr(spec, name)
        for name in UPDATABLE_FIELDS
        if getattr(spec, name) and getattr(spec, name) != getattr(school, name)
    }


def update_school(school: School, changes: dict[str, Any], user: User | None = None) -> None:
    """Write the changes; a new name goes to the site, the home page and the collection too."""
    old_name = school.name
    for name, value in changes.items():
        setattr(school, name, value)
    school.save()
    if "name" in changes:
        rename_school(school, old_name, user)


def rename_school(school: School, old_name: str, user: User | None = None) -> None:
    school.site.site_name = school.name
    school.site.save(update_fields=["site_name"])
    school.collection.name = build_collection_name(school.pk, school.name)
    school.collection.save(update_fields=["name"])
    home = school.home_page.specific
    if home.title == old_name:
        draft = home.get_latest_revision_as_object()
        draft.title = school.name
        revision = draft.save_revision(user=user, log_action=True)
        if home.live and not home.has_unpublished_changes:
            revision.publish(user=user)
        else:
            type(home).objects.filter(pk=home.pk).update(title=school.name)
