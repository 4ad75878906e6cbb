"""Turns pages into entries: every live, public page of every served site, whatever its type."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core.media.page_files import find_page_files
from cms.core.pages.page_text import page_body
from cms.core.visibility import filter_public
from cms.tenancy import sites
from cms.tenancy.models import School, SchoolAuthority
from search.index.contract import Entry
from search.index.sources.files import Carrier
from search.query_planning.known_item import title_key

KINDS = {
    "home.newspage": "news",
    "legal.legalnewspage": "legal_news",
    "home.noticepage": "notice",
    "legal.legalmaterialpage": "material",
    "legal.questionpage": "question",
    "legal.trainingpage": "training",
}
_DATES = ("date", "starts_on")


def _date(page: Page) -> datetime.date | None:
    for name in _DATES:
        if value := getattr(page, name, None):
            return value
    published = page.first_published_at or page.last_published_at
    return timezone.localdate(published) if published else None


def school_facts(site_ids: Iterable[int]) -> dict[int, dict]:
    """Returns site → facts of its school, with today's authority; two database queries."""
    rows: dict[int, dict] = {
        row["site_id"]: {**row}
        for row in School.objects.filter(site_id__in=set(site_ids)).values(
            "id", "site_id", "code", "name", "level", "commune"
        )
    }
    links = SchoolAuthority.objects.as_of(timezone.localdate()).filter(
        school_id__in=[row["id"] for row in rows.values()]
    )
    authorities = dict(links.values_list("school_id", "authority_id"))
    for row in rows.values():
        row["authority_id"] = authorities.get(row["id"])
    return rows


def _entry(page: Page, info: sites.SiteInfo, school: dict, language: str) -> Entry:
    name = school.get("name") or info.name
    return Entry(
        id=f"page:{page.pk}",
        source=f"page:{page.pk}",
        kind=KINDS.get(page._meta.label_lower, "page"),
        title=page.title,
        heading=page.title,
        context=name,
        summary=getattr(page, "summary", "") or page.search_description,
        body=page_body(page),
        path=page.url_path,
        site_id=info.id,
        school_id=info.school_id,
        school=school.get("code", ""),
        school_name=name,
        school_level=school.get("level", ""),
        commune=school.get("commune", ""),
        authority_id=school.get("authority_id"),
        locales=(language,),
        language=language,
        date=_date(page),
        audience=getattr(page, "audience", "") or "",
        keys=(title_key(page.title),) if len(page.title) < 150 else (),
    )


def carriers(page_ids: Iterable[int]) -> list[Carrier]:
    """Returns the entries of the pages that are live, public and on a served site, each with its files; one database
    query per page type and four more."""
    rows = list(filter_public(Page.objects.filter(pk__in=list(page_ids), depth__gt=1)).specific())
    infos = sites.sites_of_paths(page.url_path for page in rows)
    placed = [(page, infos[page.url_path]) for page in rows if page.url_path in infos]
    schools = school_facts(info.id for _, info in placed)
    languages = dict(Locale.objects.values_list("id", "language_code"))
    return [
        Carrier(_entry(page, info, schools.get(info.id, {}), languages[page.locale_id]), find_page_files(page))
        for page, info in placed
    ]


def all_ids() -> list[int]:
    return list(Page.objects.filter(depth__gt=1).live().order_by("path").values_list("pk", flat=True))


def served_ids() -> list[int]:
    """Returns the ids of public pages of served sites: those that have an entry."""
    rows = filter_public(Page.objects.filter(depth__gt=1)).order_by().values_list("pk", "url_path")
    return [pk for pk, url_path in rows if sites.site_of_path(url_path)]


def public_ids(page_ids: Iterable[int]) -> set[int]:
    """Returns the ids that are live and public now; every hit passes this check before it is shown."""
    page_ids = list(page_ids)
    return set(filter_public(Page.objects.filter(pk__in=page_ids)).values_list("pk", flat=True)) if page_ids else set()
