"""What the office portal shows of all schools: their news, the schools by commune, the library in figures.

The number of queries does not depend on the number of schools. Filters come from the address: a value that
is not on offer counts as no filter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice

from django.db.models.functions import Substr
from django.utils.functional import SimpleLazyObject

from cms.core import versions
from cms.core.visibility import filter_public
from cms.core.web.paging import query_string
from cms.home import directory, portal_listings
from cms.home.directory import SchoolRow
from cms.legal.documents import library
from cms.legal.pages.levels import level_titles, library_url
from cms.legal.section import registry
from cms.legal.section.listings import ROOT_LENGTH, Card, FilterChoice, build_card, get_model, select_for_cards
from cms.tenancy import sites
from cms.tenancy.models import School

NEWS_MODELS = ("home.NewsPage", "legal.LegalNewsPage")
MAX_NEWS = 600  # older news is found on the school's own site and by the search
MAX_COMMUNES = 20
MAX_SCHOOLS_PER_COMMUNE = 6
MAX_SCHOOLS_WITHOUT_COMMUNE = 24  # of no known commune: they stand in a row of their own
MAX_SCHOOL_CHOICES = 150  # more in one select helps nobody


@dataclass(frozen=True)
class NewsFilters:
    """Chosen school (its code), level and commune; empty means all."""

    school: str = ""
    level: str = ""
    commune: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


def parse_news_filters(data) -> NewsFilters:
    """``NewsFilters`` of a query string; what no school has is ignored."""
    level, commune, code = (data.get(name, "") for name in ("level", "commune", "school"))
    if not (level or commune or code):
        return NewsFilters()
    rows = directory.served_schools()
    level = level if any(row.level == level for row in rows) else ""
    commune = commune if any(row.commune == commune for row in rows) else ""
    chosen = directory.filter_schools(rows, level=level, commune=commune)
    return NewsFilters(code if any(row.code == code for row in chosen) else "", level, commune)


class SchoolNews:
    """News and legal news of the schools, newest first: a sequence for ``paged``.

    Each slice takes the newest rows of each page type by date (an index serves that) and merges them.
    """

    labels: tuple[str, ...] = NEWS_MODELS

    def __init__(self, filters: NewsFilters, current: sites.SiteInfo | None):
        self._current = current
        self._scope = School.objects.filter(closed_on=None)
        if filters.level:
            self._scope = self._scope.filter(level=filters.level)
        if filters.commune:
            self._scope = self._scope.filter(commune=filters.commune)
        if filters.school:
            self._scope = self._scope.filter(code=filters.school)

    def _pages(self, label: str):
        pages = filter_public(get_model(label).objects.annotate(root=Substr("path", 1, ROOT_LENGTH)))
        return pages.filter(root__in=self._scope.values("home_page__path"))

    def count(self) -> int:
        """Up to ``MAX_NEWS``: nobody turns more pages, and counting a whole install costs time."""
        return min(MAX_NEWS, sum(self._pages(label)[:MAX_NEWS].count() for label in self.labels))

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Card]:
        start, stop = part.start or 0, min(MAX_NEWS if part.stop is None else part.stop, MAX_NEWS)
        if stop <= start:
            return []
        keys = [
            [
                (date, pk, label)
                for date, pk in self._pages(label).order_by("-date", "-pk").values_list("date", "pk")[:stop]
            ]
            for label in self.labels
        ]
        wanted = list(islice(merge(*keys, reverse=True), start, stop))
        found = {}
        for label in self.labels:
            ids = [pk for _date, pk, of in wanted if of == label]
            if ids:
                found.update(
                    {
                        page.pk: self._card(page)
                        for page in select_for_cards(get_model(label).objects.filter(pk__in=ids))
                    }
                )
        return [found[pk] for _date, pk, _label in wanted if pk in found]

    def _card(self, page) -> Card:
        info = sites.site_of_path(page.url_path)
        school = directory.schools_by_id().get(info.school_id) if info and info.school_id else None
        shown = build_card(page, self._current)
        if school is None:
            return shown
        return replace(shown, school=school.label, school_url=school.url, commune=school.commune)


def build_level_choices(
    rows: list[SchoolRow] | tuple[SchoolRow, ...], filters: NewsFilters, others: dict[str, str]
) -> list[FilterChoice]:
    """Links for "all" (value "") and each level that exists, with counts; ``others``: parameters to keep."""
    choices = [FilterChoice("", "", query_string(others), not filters.level, len(rows))]
    for level, count in directory.count_levels(rows):
        url = query_string(others, level=level)
        choices.append(FilterChoice(level, School.Level(level).label, url, filters.level == level, count))
    return choices


def find_school_choices(filters: NewsFilters) -> list[SchoolRow]:
    """Schools for a select, within the chosen level and commune; none when they are too many to be of use."""
    rows = directory.filter_schools(directory.served_schools(), level=filters.level, commune=filters.commune)
    return rows if len(rows) <= MAX_SCHOOL_CHOICES else []


def count_library_groups() -> list[FilterChoice]:
    """The groups of the library with their number of public documents, counted once per version of the library."""
    counts = versions.get_or_build(
        ("portal.library",), (versions.LIBRARY,), lambda: library.counts_by_level(sites.portal_site())
    )
    titles = level_titles()
    return [
        FilterChoice(group, titles[group], library_url(level=group), False, count) for group, count in counts.items()
    ]


def build_home_context(data, current: sites.SiteInfo | None) -> dict:
    """Context of the portal's home page; its lists are looked up where the template has not kept them."""
    filters = parse_news_filters(data)
    rows = directory.served_schools()
    groups = SimpleLazyObject(
        lambda: directory.group_by_commune(
            directory.filter_schools(rows, level=filters.level), MAX_SCHOOLS_PER_COMMUNE, MAX_SCHOOLS_WITHOUT_COMMUNE
        )
    )
    return {
        "filters": filters,
        "school_count": len(rows),
        "level_choices": SimpleLazyObject(lambda: build_level_choices(rows, filters, {})),
        "commune_groups": SimpleLazyObject(lambda: groups[:MAX_COMMUNES]),
        "more_communes": SimpleLazyObject(lambda: max(0, len(groups) - MAX_COMMUNES)),
        "communes": SimpleLazyObject(lambda: directory.count_communes(rows)),
        "news": SimpleLazyObject(lambda: SchoolNews(filters, current)[0:5]),
        "news_url": portal_listings.build_listing_url("news"),
        "selected": SimpleLazyObject(lambda: registry.register_item_source("home.OfficeHomePage", current)),
        "selected_url": portal_listings.build_listing_url("selected"),
        "library_groups": count_library_groups(),
    }
