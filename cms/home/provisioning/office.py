"""The office's portal: the first site of an install, and the common things that all schools stand on."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from wagtail.models import Collection, Page, Site

from cms.core.models import User
from cms.core.text import collapse_whitespace
from cms.home.models import SchoolSettings
from cms.home.provisioning import plan, portal_links, publishing_records, tree
from cms.home.provisioning.lookup import build_hostname
from cms.home.provisioning.spec import SpecError, SpecProblem
from cms.tenancy import grants
from cms.tenancy.models import OfficePortal

#: Number 0 keeps it before the schools' collections, which are numbered from 1.
COLLECTION_NAME = "000000 Kho dùng chung"


@dataclass(frozen=True)
class OfficeOutcome:
    status: str  # created, updated or unchanged
    name: str
    hostname: str
    url: str
    changes: tuple[str, ...] = ()


@transaction.atomic
def create_office(name: str, short_name: str = "", lead: str = "", user: User | None = None) -> OfficeOutcome:
    """Make the portal, or bring an existing one in step with the names given. Raises ``SpecError``.

    A new install gets its locales, role groups, workflow, library taxonomies and footer links here; Wagtail's
    "Welcome" page and site go.
    """
    name, short_name = (
        collapse_whitespace(name),
        collapse_whitespace(short_name) or collapse_whitespace(name)[:42].strip(),
    )
    problems = [SpecProblem("required", "name")] if not name else []
    for field, value, limit in (("name", name, 255), ("short_name", short_name, 42)):
        if len(value) > limit:
            problems.append(SpecProblem("too_long", field, {"limit": limit, "length": len(value)}))
    if problems:
        raise SpecError(problems)
    locales = grants.ensure_locales()
    portal = OfficePortal.objects.select_related("site", "home_page").first()
    if portal:
        return _update_existing(portal, name, short_name)
    grants.ensure_roles_and_workflow()
    _remove_welcome_page()
    root = tree.lock_root()
    label = settings.OFFICE_HOST_LABEL.lower()
    planned = tree.PlannedTree(
        root, plan.plan_office_home(name, label), lambda pages: setattr(pages["home"], "lead", lead)
    )
    pages = tree.build_trees([planned], locales[settings.LANGUAGE_CODE], user)
    publishing_records.insert_revisions(publishing_records.prepare_revisions(pages, user))
    tree.insert_pages([planned], pages)
    home = planned.pages["home"]
    site = Site.objects.create(
        hostname=build_hostname(label), port=settings.SITE_PORT, site_name=name, root_page=Page.objects.get(pk=home.pk)
    )
    SchoolSettings.objects.create(site=site)
    OfficePortal.objects.create(
        name=name, short_name=short_name, site=site, home_page_id=home.pk, collection=_ensure_shared_collection()
    )
    publishing_records.write_publishing_records(pages, user)
    portal_links.add_links(portal_links.find_missing_links())
    seed_library()
    return OfficeOutcome("created", name, site.hostname, site.root_url + "/")


def _update_existing(portal: OfficePortal, name: str, short_name: str) -> OfficeOutcome:
    changes = tuple(
        field for field, value in (("name", name), ("short_name", short_name)) if getattr(portal, field) != value
    )
    if changes:
        portal.name, portal.short_name = name, short_name
        portal.save()
        portal.site.site_name = name
        portal.site.save(update_fields=["site_name"])
    status = "updated" if changes else "unchanged"
    return OfficeOutcome(status, name, portal.site.hostname, portal.site.root_url + "/", changes)


def _ensure_shared_collection() -> Collection:
    return tree.add_collections([COLLECTION_NAME])[0]


def _remove_welcome_page() -> None:
    """Wagtail's first migration makes a site "localhost" with a page "Welcome"; nobody lives there."""
    for page in Page.objects.filter(
        depth=2, slug="home", content_type__model="page", content_type__app_label="wagtailcore"
    ):
        if page.numchild == 0:
            Site.objects.filter(root_page=page).delete()
            page.delete()


def seed_library() -> None:
    """Document types, issuing bodies and fields of law that every install starts with."""
    from cms.legal.documents import seeds

    seeds.seed_library()
