"""Asks each school's home page and section, through the same code as any visitor, for the office's bar and link
block."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connections
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from lxml import etree, html

from cms.core.jobs.run_process import die_with_parent
from cms.core.visibility import filter_public
from cms.district.models import BlockCheck
from cms.home.models import PortalLink
from cms.legal.models import LegalEducationSectionPage
from cms.tenancy import sites
from cms.tenancy.models import School, SchoolAuthority
from cms.tenancy.sites import SiteInfo

BATCH_SIZE = 20  # schools asked, and written down, together

#: Codes with their words; a stored problem is [code, detail].
PROBLEM_LABELS = {
    "home": _("The home page does not answer"),
    "section": _("The section does not answer"),
    "no_section": _("The section is missing"),
    "bar": _("The office's bar is missing"),
    "block": _("The link block is missing"),
    "link": _("A link of the block is missing"),
    "portal": _("The office's portal does not answer"),
}


def fetch_internal_page(info: SiteInfo, path: str):
    """The answer of the product to a visitor of this site."""
    parts = urlsplit(info.root_url)
    client = Client(headers={"host": parts.netloc}, raise_request_exception=False)
    return client.get(path, secure=parts.scheme == "https")


def expected_links(portal: SiteInfo, authority_id: int | None, rows: Iterable[PortalLink]) -> set[str]:
    """What the block must hold, from the data alone: the portal's home page and the links of the day."""
    return {portal.root_url + "/", *(row.url for row in rows if row.authority_id in (None, authority_id))}


def find_site_problems(info: SiteInfo, portal: SiteInfo, section: str | None, expected: set[str]) -> list[list[str]]:
    """``section``: path of the section on the site, None when it has none."""
    found = _find_page_problems(info, "/", "home", portal, expected)
    if section is None:
        return [*found, ["no_section", ""]]
    return found + _find_page_problems(info, section, "section", portal, expected)


def _find_page_problems(info: SiteInfo, path: str, code: str, portal: SiteInfo, expected: set[str]) -> list[list[str]]:
    response = fetch_internal_page(info, path)
    if response.status_code != 200:
        return [[code, f"{path}: {response.status_code}"]]
    return [
        [name, f"{path}{' ' if detail else ''}{detail}"]
        for name, detail in find_missing_links(response.content, portal.root_url, expected)
    ]


def find_missing_links(content: bytes, portal_url: str, expected: set[str]) -> list[tuple[str, str]]:
    """What a page (HTML) lacks of the bar and the block: (code, address)."""
    try:
        tree = html.fromstring(content)
    except etree.ParserError:
        return [("bar", ""), ("block", "")]
    found = []
    if not any(_is_same_url(url, portal_url) for url in tree.xpath("//*[@id='office-bar']//a/@href")):
        found.append(("bar", ""))
    block = tree.xpath("//*[@id='link-block']")
    if not block:
        return [*found, ("block", "")]
    links = block[0].xpath(".//a/@href")
    found += [("link", url) for url in sorted(expected) if not any(_is_same_url(url, link) for link in links)]
    return found


def _is_same_url(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


@dataclass(frozen=True)
class BlockCheckTask:
    """What is asked of one school; ``section``: path of its section on the site, None when it has none."""

    school_id: int
    site_id: int
    section: str | None
    authority_id: int | None


BlockCheckResult = tuple[int, list[list[str]]]  # school, problems


def run_block_checks(schools: Iterable[School] | None = None, processes: int = 1) -> dict[str, int]:
    """Check these schools (all served ones by default) and keep the results; code → number of schools with it.

    ``processes``: so many ask side by side. Results are written as they come, so a run that is killed has lost little.
    """
    portal = sites.portal_site()
    if portal is None:
        return {}
    common = [] if fetch_internal_page(portal, "/").status_code == 200 else [["portal", portal.root_url]]
    counts: dict[str, int] = {}
    for part in _run_tasks(list(_build_tasks(schools)), processes):
        rows = [(school_id, common + problems) for school_id, problems in part]
        _save_results(rows)
        for _school_id, problems in rows:
            for code in {code for code, _detail in problems}:
                counts[code] = counts.get(code, 0) + 1
    return counts


def _build_tasks(schools: Iterable[School] | None) -> Iterator[BlockCheckTask]:
    rows = School.objects.filter(closed_on=None) if schools is None else schools
    sections = filter_public(LegalEducationSectionPage.objects.filter(depth=3)).values_list("url_path", flat=True)
    by_root = {"/" + path[1:].partition("/")[0] + "/": path for path in sections}
    links = SchoolAuthority.objects.as_of(timezone.localdate()).order_by("valid_from")
    authorities = dict(links.values_list("school", "authority"))  # the latest wins
    for school in rows:
        info = sites.sites_by_id().get(school.site_id)
        if info is None:
            continue
        path = by_root.get(info.root_path)
        section = sites.page_url(path, info) if path else None
        yield BlockCheckTask(school.pk, school.site_id, section, authorities.get(school.pk))


def _run_tasks(questions: list[BlockCheckTask], processes: int) -> Iterator[list[BlockCheckResult]]:
    parts = [questions[start : start + BATCH_SIZE] for start in range(0, len(questions), BATCH_SIZE)]
    if processes < 2 or len(parts) < 2:
        yield from map(_check_tasks, parts)
        return
    connections.close_all()  # none is shared with the processes that are forked now
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork, initializer=_init_worker) as pool:
        for future in as_completed([pool.submit(_check_tasks, part) for part in parts]):
            yield future.result()


def _init_worker() -> None:
    die_with_parent()
    os.nice(10)  # visitors first


def _check_tasks(questions: list[BlockCheckTask]) -> list[BlockCheckResult]:
    portal, links = sites.portal_site(), list(PortalLink.objects.as_of(timezone.localdate()))
    return [
        (
            row.school_id,
            find_site_problems(
                sites.sites_by_id()[row.site_id], portal, row.section, expected_links(portal, row.authority_id, links)
            ),
        )
        for row in questions
    ]


def _save_results(rows: list[BlockCheckResult]) -> None:
    now = timezone.now()
    BlockCheck.objects.bulk_create(
        [BlockCheck(school_id=school_id, problems=problems, checked_at=now) for school_id, problems in rows],
        update_conflicts=True, unique_fields=["school"], update_fields=["problems", "checked_at"],
    )  # fmt: skip
