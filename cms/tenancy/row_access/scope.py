"""Describes the rows of a subject's places: paths of pages and collections, ids of schools and sites.

Read once per structure version and set of places, so that rows are compared in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from wagtail.models import Page

from cms.core import instance_hooks, versions
from cms.tenancy.models import OfficePortal, School
from cms.tenancy.scope import Owner

ROOT = 2 * Page.steplen  # length of the path of a site's root page


class OwnerType(Enum):
    OWN = "own"
    OFFICE = "office"  # shared, unless it is a draft
    FOREIGN = "foreign"


OWN, OFFICE, FOREIGN = OwnerType.OWN, OwnerType.OFFICE, OwnerType.FOREIGN


@dataclass(frozen=True)
class AccessScope:
    places: frozenset[int | None]
    roots: dict[str, OwnerType]  # path of a root page
    homes: dict[object, OwnerType]  # translation key of a home page: known before its translation has a path
    collections: tuple[tuple[str, OwnerType], ...]
    sites: dict[int, OwnerType]

    def of_owner(self, owner: Owner) -> OwnerType:
        if owner in self.places:
            return OWN
        return OFFICE if owner is None else FOREIGN

    def of_page(self, path: str) -> OwnerType:
        """Owner of a page. The root of the tree, the ancestor of all sites, belongs to everybody."""
        return self.roots.get(path[:ROOT], FOREIGN) if len(path) >= ROOT else OWN

    def of_collection(self, path: str) -> OwnerType:
        if len(path) < ROOT:
            return OWN
        return next((whose for root, whose in self.collections if path.startswith(root)), FOREIGN)


def scope_of_places(places: frozenset[int | None]) -> AccessScope:
    return versions.get_or_build(
        ("rows.reach", places), (versions.STRUCTURE,), lambda: _read_scope(places), limit=1_000
    )


def _read_scope(places: frozenset[int | None]) -> AccessScope:
    with instance_hooks.allow_all_rows("what the visitor's own places and the office are"):
        found = [*School.objects.filter(pk__in=[pk for pk in places if pk]).values_list(*_COLUMNS)]
        office = [(None, *row[1:]) for row in OfficePortal.objects.values_list(*_COLUMNS)]
        homes, collections, sites = {}, [], {}
        for owner, home, collection, site in [*found, *office]:
            whose = OWN if owner in places else OFFICE
            homes[home], sites[site] = whose, whose
            collections.append((collection, whose))
        paths = Page.objects.filter(depth=2, translation_key__in=homes).values_list("path", "translation_key")
        return AccessScope(places, {path: homes[key] for path, key in paths}, homes, tuple(collections), sites)


_COLUMNS = ("pk", "home_page__translation_key", "collection__path", "site_id")
