"""What surrounds every public page: office bar, header, menu, footer and the locked link block.

Built once per site, language and version (menu, settings, office links), never per request.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from wagtail.models import Page

from cms.core import versions
from cms.core.roots import root_paths
from cms.home.colours import READY, shades
from cms.home.models import PortalLink, SchoolSettings
from cms.legal.models import LegalEducationSectionPage
from cms.tenancy import sites
from cms.tenancy.models import School
from cms.tenancy.sites import SiteInfo


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    url_path: str


@dataclass(frozen=True)
class FooterLink:
    label: str
    url: str
    external: bool


@dataclass(frozen=True)
class Frame:
    """Everything the base template needs, ready to print. URLs are absolute when they leave the site."""

    site: SiteInfo
    language: str
    name: str
    short_name: str
    home_url: str
    governing_body: str
    motto: str
    colours: dict[str, str]
    crest: object | None
    menu: tuple[MenuItem, ...]
    office_name: str
    office_url: str
    office_section_url: str
    section_url: str
    library_url: str
    schools_url: str
    school_count: int
    links: tuple[FooterLink, ...]
    school: School | None
    contact: SchoolSettings | None
    languages: tuple[str, ...] = field(default=("vi", "en"))


def frame_for(info: SiteInfo, request=None) -> Frame:
    language = translation.get_language() or settings.LANGUAGE_CODE
    portal = sites.portal()
    names = [versions.STRUCTURE, versions.site_version(info.id)]
    if portal:
        names.append(versions.site_version(portal.id))
    day = timezone.localdate()  # authorities and links change at midnight
    return versions.cached(("frame", info.id, language, day), tuple(names), lambda: _build(info, language, day))


def _root_path(info: SiteInfo, language: str) -> str:
    """Root of the site's tree in ``language``; the Vietnamese one where there is no translation."""
    roots = (root for root in root_paths().values() if root.site_id == info.id and root.language_code == language)
    return next((root.root_path for root in roots), info.root_path)


def _menu(info: SiteInfo, root_path: str) -> tuple[MenuItem, ...]:
    pages = Page.objects.live().public().in_menu().filter(url_path__startswith=root_path, depth=3).order_by("path")
    rows = pages.values_list("title", "url_path")
    return tuple(MenuItem(title, sites.page_url(url_path, info), url_path) for title, url_path in rows)


def _section_path(root_path: str) -> str | None:
    sections = LegalEducationSectionPage.objects.live().public().filter(url_path__startswith=root_path)
    return sections.values_list("url_path", flat=True).first()


def _build(info: SiteInfo, language: str, day) -> Frame:
    portal = sites.portal()
    with translation.override(language):
        root_path = _root_path(info, language)
        school = School.objects.filter(pk=info.school_id).first() if info.school_id else None
        authority = school.authority_on(day) if school else None
        setting = SchoolSettings.objects.filter(site_id=info.id).select_related("crest").first()
        section = _section_path(root_path)
        office_section = _section_path(portal.root_path) if portal else None
        links = (
            PortalLink.objects.as_of(day).filter(authority__in=[None, authority])
            if authority
            else (PortalLink.objects.as_of(day).filter(authority=None))
        )
        if authority:
            links = PortalLink.objects.as_of(day).filter(Q(authority=None) | Q(authority=authority))
        return Frame(
            site=info,
            language=language,
            name=info.name,
            short_name=info.short_name,
            home_url=sites.page_url(root_path, info),
            governing_body=authority.name if authority else "",
            motto=setting.motto if setting else "",
            colours=shades(setting.brand_colour if setting else READY[0][1]),
            crest=setting.crest if setting else None,
            menu=_menu(info, root_path),
            office_name=portal.name if portal else "",
            office_url=portal.root_url + "/" if portal else "",
            office_section_url=sites.page_url(office_section, info) if office_section else "",
            section_url=sites.page_url(section, info) if section else "",
            library_url=sites.local_path("/van-ban/"),
            schools_url=(portal.root_url if portal and portal.id != info.id else "") + sites.local_path("/truong/"),
            school_count=sum(1 for other in sites.by_host().values() if other.school_id),
            links=tuple(
                FooterLink(link.label_en if language == "en" and link.label_en else link.label, link.url, True)
                for link in links.order_by("order", "label")
            ),
            school=school,
            contact=setting,
        )
