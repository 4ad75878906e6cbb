"""What surrounds every public page: office bar, header, menu, footer and the locked link block.

Built once per site, language and version (menu, settings, office links), never per request.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import versions
from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import CREST
from cms.core.site_roots import root_paths
from cms.core.visibility import NOT_MIRRORED, filter_public
from cms.home import portal_listings
from cms.home.channels import Channel
from cms.home.models import ContactPage, PortalLink, SchoolSettings
from cms.home.theme.colours import READY_COLOURS, derive_shades
from cms.legal.models import LegalEducationSectionPage
from cms.tenancy import sites
from cms.tenancy.models import School
from cms.tenancy.sites import SiteInfo

MAX_SHORT_NAME_LENGTH = 42  # letters of a short name, as of a school's
MAP_SEARCH_URL = "https://www.google.com/maps/search/?api=1&"


@dataclass(frozen=True)
class MenuItem:
    """``children`` only under the legal section (the phone menu unfolds it)."""

    title: str
    url: str
    url_path: str = ""
    children: tuple[MenuItem, ...] = ()


@dataclass(frozen=True)
class FooterLink:
    label: str
    url: str


@dataclass(frozen=True)
class LanguageHome:
    """A language in which the site has a live home page; ``url`` is empty when that page only mirrors the original."""

    code: str
    url: str
    title: str = ""


@dataclass(frozen=True)
class PageFrame:
    """Everything the base template needs, ready to print. URLs are absolute when they leave the site."""

    site: SiteInfo
    language: str
    name: str
    short_name: str
    home_url: str
    governing_body: str
    motto: str
    colours: dict[str, str]
    crest_file: str
    menu: tuple[MenuItem, ...]
    office_name: str
    office_short_name: str
    office_url: str
    office_section_url: str
    section_url: str
    library_url: str
    schools_url: str
    school_count: int
    other_school_count: int
    office_links: tuple[FooterLink, ...]
    links: tuple[FooterLink, ...]
    school: School | None
    contact: SchoolSettings | None
    channels: tuple[Channel, ...]
    contact_url: str
    map_url: str
    languages: tuple[LanguageHome, ...]

    @property
    def crest_url(self) -> str:
        """Made for each page: a bucket's links may be good for an hour."""
        return default_storage.url(self.crest_file) if self.crest_file else ""

    @property
    def link_count(self) -> int:
        return len(self.office_links) + len(self.links)


def get_page_frame(info: SiteInfo, request=None) -> PageFrame:
    language = translation.get_language() or settings.LANGUAGE_CODE
    portal = sites.portal_site()
    names = [versions.STRUCTURE, versions.site_version(info.id)]
    if portal:
        names.append(versions.site_version(portal.id))
    day = timezone.localdate()  # authorities and links change at midnight
    return versions.get_or_build(
        ("frame", info.id, language, day), tuple(names), lambda: _build_frame(info, language, day)
    )


def _find_language_homes(info: SiteInfo) -> tuple[tuple[LanguageHome, ...], dict[str, str]]:
    """Languages with a live home page, and the root path of each."""
    roots = {root.root_path: root.language_code for root in root_paths().values() if root.site_id == info.id}
    rows = filter_public(Page.objects.filter(depth=2, url_path__in=roots))
    live = list(rows.values_list("url_path", "alias_of__locale", "locale", "title"))
    paths = {roots[url_path]: url_path for url_path, _origin, _own, _title in live}
    titles = {roots[url_path]: title for url_path, origin, locale, title in live if origin in (None, locale)}
    codes = [code for code, _name in settings.LANGUAGES if code in paths]
    homes = tuple(
        LanguageHome(code, sites.page_url(paths[code], info) if code in titles else "", titles.get(code, ""))
        for code in codes
    )
    return homes, paths


def _choose_names(info: SiteInfo, language: str, homes: tuple[LanguageHome, ...]) -> tuple[str, str]:
    """Name and short name; in another language the title of the home page in it, where there is one."""
    title = next((home.title for home in homes if home.code == language), "")
    if language == settings.LANGUAGE_CODE or not title:
        return info.name, info.short_name
    return title, title if len(title) <= MAX_SHORT_NAME_LENGTH else info.short_name


def _find_pages(root_path: str, **filters) -> list[tuple[str, str]]:
    pages = filter_public(Page.objects.filter(NOT_MIRRORED, url_path__startswith=root_path, **filters)).order_by("path")
    return list(pages.values_list("title", "url_path"))


def _build_menu(info: SiteInfo, root_path: str, section: str | None) -> tuple[MenuItem, ...]:
    items = []
    for title, url_path in _find_pages(root_path, depth=3, show_in_menus=True):
        rows = _find_pages(url_path, depth=4) if url_path == section else []
        children = tuple(MenuItem(name, sites.page_url(path, info), path) for name, path in rows)
        items.append(MenuItem(title, sites.page_url(url_path, info), url_path, children))
    if info.is_portal:  # lists that are no pages
        fixed = (
            (_("Schools"), sites.build_url("school_list")),
            (_("News of the schools"), portal_listings.build_listing_url("news")),
            (_("Legal library"), sites.build_url("legal_library")),
        )
        items = [MenuItem(title, path) for title, path in fixed if path] + items
    return tuple(items)


def _find_section_path(root_path: str) -> str | None:
    pages = filter_public(LegalEducationSectionPage.objects.filter(url_path__startswith=root_path))
    return pages.values_list("url_path", flat=True).first()


def _find_contact_url(info: SiteInfo, root_path: str) -> str:
    pages = filter_public(ContactPage.objects.filter(url_path__startswith=root_path))
    path = pages.values_list("url_path", flat=True).first()
    return sites.page_url(path, info) if path else ""


def _build_map_url(school: School | None, setting: SchoolSettings | None) -> str:
    """The school's own choice, else a search for name and address: a plain link, nothing of a map is loaded here."""
    if setting and setting.map_url:
        return setting.map_url
    if school is None or not (school.address or school.commune):
        return ""
    return MAP_SEARCH_URL + urlencode({"query": ", ".join(filter(None, (school.name, school.address, school.commune)))})


def _find_crest_file(setting: SchoolSettings | None) -> str:
    if not (setting and setting.crest and setting.crest.may_be_shown):
        return ""
    rendition = sized_pictures.find_rendition(setting.crest, CREST)
    return rendition.file.name if rendition else ""  # the file is gone, or not sized yet: the drawn crest stands in


def _build_national_links(day, authority, language: str) -> tuple[FooterLink, ...]:
    rows = PortalLink.objects.as_of(day).filter(Q(authority=None) | Q(authority=authority)).order_by("order", "label")
    return tuple(FooterLink(row.label_en if language == "en" and row.label_en else row.label, row.url) for row in rows)


def _build_office_links(
    portal: SiteInfo | None, name: str, section: str | None, info: SiteInfo, count: int
) -> tuple[FooterLink, ...]:
    """The office's part of the block: built from the structure, so no school can be without it."""
    if portal is None:
        return ()
    root = "" if portal.id == info.id else portal.root_url
    links = [FooterLink(_("Home page of %(portal)s") % {"portal": name}, portal.root_url + "/")]
    if section:
        links.append(FooterLink(_("Legal education of the sector"), sites.page_url(section, info)))
    links.append(FooterLink(_("Common library of documents"), root + sites.build_url("legal_library")))
    links.append(FooterLink(_("List of %(count)s schools") % {"count": count}, root + sites.build_url("school_list")))
    return tuple(links)


def _build_frame(info: SiteInfo, language: str, day) -> PageFrame:
    with translation.override(language):
        portal = sites.portal_site()
        languages, paths = _find_language_homes(info)
        root_path = paths.get(language, info.root_path)
        name, short_name = _choose_names(info, language, languages)
        office_name, office_short_name = (
            _choose_names(portal, language, _find_language_homes(portal)[0]) if portal else ("", "")
        )
        school = School.objects.filter(pk=info.school_id).first() if info.school_id else None
        authority = school.authority_on(day) if school else None
        setting = SchoolSettings.objects.filter(site_id=info.id).select_related("crest").first()
        section = _find_section_path(root_path)
        office_section = _find_section_path(portal.root_path) if portal else None
        count = sum(1 for other in sites.sites_by_host().values() if other.school_id)
        return PageFrame(
            site=info,
            language=language,
            name=name,
            short_name=short_name,
            home_url=sites.page_url(root_path, info) or "/",
            governing_body=authority.name if authority else "",
            motto=setting.motto if setting else "",
            colours=derive_shades(setting.brand_colour if setting else READY_COLOURS[0][1]),
            crest_file=_find_crest_file(setting),
            menu=_build_menu(info, root_path, section),
            office_name=office_name,
            office_short_name=office_short_name,
            office_url=portal.root_url + "/" if portal else "",
            office_section_url=sites.page_url(office_section, info) if office_section else "",
            section_url=sites.page_url(section, info) if section else "",
            library_url=sites.build_url("legal_library"),
            schools_url=(portal.root_url if portal and portal.id != info.id else "") + sites.build_url("school_list"),
            school_count=count,
            other_school_count=max(0, count - 1),
            office_links=_build_office_links(portal, office_short_name, office_section, info, count),
            links=_build_national_links(day, authority, language),
            school=school,
            contact=setting,
            channels=setting.channels if setting else (),
            contact_url=_find_contact_url(info, root_path),
            map_url=_build_map_url(school, setting),
            languages=languages,
        )
