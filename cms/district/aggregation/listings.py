"""News and materials of all schools on the portal, filtered by school, commune, level, kind, time and depth."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.apps import apps

from cms.district.models import Depth, GatherRules, Submission
from cms.home import portal
from cms.home.portal import SchoolNews
from cms.legal.section.listings import FilterChoice
from cms.tenancy import sites

#: What can be asked for: parameter value → model of the pages.
PAGE_TYPES = {"tin": "home.NewsPage", "phap-luat": "legal.LegalNewsPage", "tai-lieu": "legal.LegalMaterialPage"}
IN_DEPTH_VALUE = "1"


@dataclass(frozen=True)
class AggregationFilters(portal.NewsFilters):
    """``kind``: a key of ``PAGE_TYPES``; ``material``: a kind of material; days are ISO dates; ``deep``: "1" or
    empty."""

    kind: str = ""
    material: str = ""
    since: str = ""
    until: str = ""
    deep: str = ""


def parse_filters(data) -> AggregationFilters:
    """Of a query string; what makes no sense is ignored."""
    basic = portal.parse_news_filters(data)
    materials = apps.get_model(PAGE_TYPES["tai-lieu"]).Kind.values
    kind = data.get("kind", "") if data.get("kind", "") in PAGE_TYPES else ""
    material = data.get("material", "") if data.get("material", "") in materials else ""
    return AggregationFilters(
        **vars(basic), kind="tai-lieu" if material else kind, material=material, since=_day(data.get("since", "")),
        until=_day(data.get("until", "")), deep=IN_DEPTH_VALUE if data.get("deep") == IN_DEPTH_VALUE else "",
    )  # fmt: skip


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


class AggregatedItems(SchoolNews):
    """A sequence of cards for ``paged``, newest first."""

    def __init__(self, filters: AggregationFilters, current: sites.SiteInfo):
        super().__init__(filters, current)
        self._filters = filters
        self.labels = (PAGE_TYPES[filters.kind],) if filters.kind else tuple(PAGE_TYPES.values())
        self._only_accepted = not GatherRules.current().everything

    def _pages(self, label: str):
        pages, filters = super()._pages(label), self._filters
        if filters.material:
            pages = pages.filter(kind=filters.material)
        if filters.since:
            pages = pages.filter(date__gte=filters.since)
        if filters.until:
            pages = pages.filter(date__lte=filters.until)
        if filters.deep:
            pages = pages.filter(pk__in=Depth.objects.filter(in_depth=True).values("page"))
        if self._only_accepted:
            shown = Submission.objects.filter(accepted_revision__isnull=False)
            pages = pages.filter(pk__in=shown.values("page"))
        return pages


def list_kind_choices(filters: AggregationFilters) -> list[FilterChoice]:
    return [
        FilterChoice(value, apps.get_model(label)._meta.verbose_name, "", filters.kind == value)
        for value, label in PAGE_TYPES.items()
    ]
