"""Mends what ``audit`` found, one kind at a time: new pages set by set, the rest row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Collection, Page, Site

from cms.core import versions
from cms.home.models import SchoolSettings
from cms.home.provisioning import portal_links, publishing_records, tree
from cms.home.provisioning.drift import page_tree
from cms.home.provisioning.drift.audit import DriftFinding, find_drift
from cms.legal.section.protection import allow_section_change
from cms.tenancy import grants
from cms.tenancy.models import School

LOG_REASON = "audit_schools --repair"
CHUNK_SIZE = 200  # parents that get a page in one transaction


def repair_drift(
    findings: list[DriftFinding], progress: Callable[[int], None] = lambda _count: None
) -> list[DriftFinding]:
    """Mend what can be mended; returns what is left, by looking again."""
    by_kind = defaultdict(list)
    for finding in findings:
        by_kind[finding.kind].append(finding)
    with allow_section_change(None, LOG_REASON):
        for kind, mend in REPAIRS.items():
            if by_kind[kind]:
                mend(by_kind[kind])
                progress(len(by_kind[kind]))
    return find_drift()


# --- pages ---------------------------------------------------------------------------------------------


def _repair_tree(_findings: list[DriftFinding]) -> None:
    page_tree.repair_tree()


def _add_pages(findings: list[DriftFinding]) -> None:
    for start in range(0, len(findings), CHUNK_SIZE):
        _add_chunk(findings[start : start + CHUNK_SIZE])


@transaction.atomic
def _add_chunk(findings: list[DriftFinding]) -> None:
    tree.lock_root()
    _free_slugs(findings)
    parents = Page.objects.select_related("locale").in_bulk({finding.data["parent"] for finding in findings})
    by_locale = defaultdict(list)
    for finding in findings:
        parent = parents[finding.data["parent"]]
        by_locale[parent.locale].append(tree.PlannedTree(parent, finding.data["planned"]))
    pages = []
    for locale, trees in by_locale.items():
        made = tree.build_trees(trees, locale)
        publishing_records.insert_revisions(publishing_records.prepare_revisions(made))
        tree.insert_pages(trees, made)
        pages += made
    publishing_records.write_publishing_records(pages)
    versions.bump_versions(*_site_versions(parent.url_path for parent in parents.values()))


def _site_versions(url_paths: Iterable[str]) -> set[str]:
    from cms.core.site_roots import root_path_of

    return {versions.site_version(root.site_id) for path in url_paths if (root := root_path_of(path))}


def _free_slugs(findings: list[DriftFinding]) -> None:
    """A page of another kind that holds a mandated slug gets a number behind its own."""
    for pk in {finding.data.get("in_the_way") for finding in findings} - {None}:
        page = Page.objects.get(pk=pk).specific
        siblings = set(page.get_siblings(inclusive=True).values_list("slug", flat=True))
        number = 2
        while (slug := slugify(f"{page.slug}-{number}")) in siblings:
            number += 1
        _publish_changes(page, slug=slug)


def _publish_changes(page: Page, **values: Any) -> None:
    """Change fields of the live page and of the newest draft alike; drafts stay drafts."""
    draft = page.get_latest_revision_as_object()
    pending = page.has_unpublished_changes and page.live
    for target in (page, draft):
        for name, value in values.items():
            setattr(target, name, value)
    if pending:
        page.save(log_action="wagtail.edit")
        draft.save_revision(log_action=True)
    elif page.live or "live" in values:
        draft.save_revision(log_action=True).publish()
    else:
        page.save(log_action="wagtail.edit")
        draft.save_revision(changed=False)


def _change_pages(findings: list[DriftFinding], change: Callable[[Page, DriftFinding], None]) -> None:
    for finding in findings:
        with transaction.atomic():
            change(Page.objects.get(pk=finding.data["pk"]).specific, finding)


def _fix_slugs(findings: list[DriftFinding]) -> None:
    with transaction.atomic():
        _free_slugs(findings)
    _change_pages(findings, lambda page, finding: _publish_changes(page, slug=finding.data["slug"]))


def _fix_titles(findings: list[DriftFinding]) -> None:
    _change_pages(findings, lambda page, finding: _publish_changes(page, title=finding.data["title"]))


def _publish_hidden(findings: list[DriftFinding]) -> None:
    _change_pages(findings, lambda page, _finding: _publish_changes(page, live=True, expire_at=None, go_live_at=None))


# --- the rest ------------------------------------------------------------------------------------------


def _update_sites(findings: list[DriftFinding], values: Callable[[DriftFinding], dict]) -> None:
    with transaction.atomic():
        for finding in findings:
            Site.objects.filter(pk=finding.data["site"]).update(**values(finding))
        versions.bump_versions(versions.STRUCTURE)
        transaction.on_commit(Site.clear_site_root_paths_cache)


def _add_settings(findings: list[DriftFinding]) -> None:
    SchoolSettings.objects.bulk_create(SchoolSettings(site_id=finding.data["site"]) for finding in findings)
    versions.bump_versions(*{versions.site_version(finding.data["site"]) for finding in findings})


def _fix_search_text(findings: list[DriftFinding]) -> None:
    schools = list(School.objects.filter(pk__in=[finding.data["school"] for finding in findings]))
    for school in schools:
        school.derive()
    School.objects.bulk_update(schools, School.DERIVED, batch_size=200)
    versions.bump_versions(versions.STRUCTURE)


def _fix_collections(findings: list[DriftFinding]) -> None:
    for finding in findings:
        Collection.objects.filter(pk=finding.data["collection"]).update(name=finding.data["name"])


#: Kind of finding → how it is mended, in this order. Kinds that are not here are for people.
REPAIRS: dict[str, Callable[[list[DriftFinding]], object]] = {
    "url_path_wrong": _repair_tree,
    "numchild_wrong": _repair_tree,
    "slug_wrong": _fix_slugs,
    "title_wrong": _fix_titles,
    "page_hidden": _publish_hidden,
    "page_missing": _add_pages,
    "host_wrong": lambda found: _update_sites(found, lambda f: {"hostname": f.data["hostname"]}),
    "port_wrong": lambda found: _update_sites(found, lambda f: {"port": settings.SITE_PORT}),
    "root_wrong": lambda found: _update_sites(found, lambda f: {"root_page_id": f.data["home"]}),
    "site_name_wrong": lambda found: _update_sites(found, lambda f: {"site_name": f.data["name"]}),
    "settings_missing": _add_settings,
    "search_text": _fix_search_text,
    "collection_name": _fix_collections,
    "link_missing": lambda found: portal_links.add_links([finding.data["row"] for finding in found]),
    "rights": lambda _found: grants.repair_drift(),
}
