"""Asks each school's home page and section, through the same code as any visitor, for the office's bar and link block."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from lxml import etree, html

from cms.core.public import public
from cms.district.models import BlockCheck
from cms.home.models import PortalLink
from cms.legal.models import LegalEducationSectionPage
from cms.tenancy import sites
from cms.tenancy.models import School
from cms.tenancy.sites import SiteInfo

#: Codes with their words; a stored problem is [code, detail].
PROBLEMS = {
    "home": _("The home page does not answer"),
    "section": _("The section does not answer"),
    "no_section": _("The section is missing"),
    "bar": _("The office's bar is missing"),
    "block": _("The link block is missing"),
    "link": _("A link of the block is missing"),
    "portal": _("The office's portal does not answer"),
}


def get(info: SiteInfo, path: str):
    """The answer of the product to a visitor of this site."""
    parts = urlsplit(info.root_url)
    client = Client(headers={"host": parts.netloc}, raise_request_exception=False)
    return client.get(path, secure=parts.scheme == "https")


def expected_links(info: SiteInfo, portal: SiteInfo, authority_id: int | None) -> set[str]:
    """What the block must hold, from the data alone: the portal's home page and the links of the day."""
    rows = PortalLink.objects.as_of(timezone.localdate())
    urls = {row.url for row in rows if row.authority_id in (None, authority_id)}
    return {portal.root_url + "/", *urls}


def problems_of(info: SiteInfo, portal: SiteInfo, section: str | None, authority_id: int | None) -> list[list[str]]:
    """``section``: path of the section on the site, None when it has none."""
    expected = expected_links(info, portal, authority_id)
    found = _problems_at(info, "/", "home", portal, expected)
    if section is None:
        return [*found, ["no_section", ""]]
    return found + _problems_at(info, section, "section", portal, expected)


def _problems_at(info: SiteInfo, path: str, code: str, portal: SiteInfo, expected: set[str]) -> list[list[str]]:
    response = get(info, path)
    if response.status_code != 200:
        return [[code, f"{path}: {response.status_code}"]]
    return [
        [name, f"{path}{' ' if detail else ''}{detail}"]
        for name, detail in missing_in(response.content, portal.root_url, expected)
    ]


def missing_in(content: bytes, portal_url: str, expected: set[str]) -> list[tuple[str, str]]:
    """What a page (HTML) lacks of the bar and the block: (code, address)."""
    try:
        tree = html.fromstring(content)
    except etree.ParserError:
        return [("bar", ""), ("block", "")]
    found = []
    if not any(_same(url, portal_url) for url in tree.xpath("//*[@id='office-bar']//a/@href")):
        found.append(("bar", ""))
    block = tree.xpath("//*[@id='link-block']")
    if not block:
        return [*found, ("block", "")]
    links = block[0].xpath(".//a/@href")
    found += [("link", url) for url in sorted(expected) if not any(_same(url, link) for link in links)]
    return found


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def run(schools: Iterable[School] | None = None) -> dict[str, int]:
    """Check these schools (all served ones by default) and keep the results; code → number of schools with it."""
    portal = sites.portal()
    if portal is None:
        return {}
    rows = School.objects.filter(closed_on=None).select_related("home_page") if schools is None else list(schools)
    common = [] if get(portal, "/").status_code == 200 else [["portal", portal.root_url]]
    sections = public(LegalEducationSectionPage.objects.filter(depth=3)).values_list("url_path", flat=True)
    by_root = {"/" + path[1:].partition("/")[0] + "/": path for path in sections}
    counts: dict[str, int] = {}
    today = timezone.localdate()
    for school in rows:
        info = sites.by_id().get(school.site_id)
        if info is None:
            continue
        path = by_root.get(info.root_path)
        authority = school.authority_on(today)
        section = sites.page_url(path, info) if path else None
        found = common + problems_of(info, portal, section, authority.pk if authority else None)
        BlockCheck.objects.update_or_create(school=school, defaults={"problems": found, "checked_at": timezone.now()})
        for code in {code for code, _detail in found}:
            counts[code] = counts.get(code, 0) + 1
    return counts
