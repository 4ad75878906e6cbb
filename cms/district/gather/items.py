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
KINDS = {"tin": "home.NewsPage", "phap-luat": "legal.LegalNewsPage", "tai-lieu": "legal.LegalMaterialPage"}
DEEP = "1"


@dataclass(frozen=True)
class GatherFilters(portal.NewsFilters):
    """``kind``: a key of ``KINDS``; ``material``: a kind of material; days are ISO dates; ``deep``: "1" or empty."""

    kind: str = ""
    material: str = ""
    since: str = ""
    until: str = ""
    deep: str = ""


def filters_from(data) -> GatherFilters:
    """Of a query string; what makes no sense is ignored."""
    basic = portal.filters_from(data)
    materials = apps.get_model(KINDS["tai-lieu"]).Kind.values
    kind = data.get("kind", "") if data.get("kind", "") in KINDS else ""
    material = data.get("material", "") if data.get("material", "") in materials else ""
    return GatherFilters(
        **vars(basic), kind="tai-lieu" if material else kind, material=material, since=_day(data.get("since", "")),
        until=_day(data.get("until", "")), deep=DEEP if data.get("deep") == DEEP else "",
    )  # fmt: skip


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


class Gathered(SchoolNews):
    """A sequence of cards for ``paged``, newest first."""

    def __init__(self, filters: GatherFilters, current: sites.SiteInfo):
        super().__init__(filters, current)
        self._filters = filters
        self.labels = (KINDS[filters.kind],) if filters.kind else tuple(KINDS.values())
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


def kind_choices(filters: GatherFilters) -> list[FilterChoice]:
    return [
        FilterChoice(value, apps.get_model(label)._meta.verbose_name, "", filters.kind == value)
        for value, label in KINDS.items()
    ]
