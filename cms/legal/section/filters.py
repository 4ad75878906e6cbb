"""Filters of the section's lists as plain links with counts: by year, kind and audience."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _

from cms.core.web.paging import query_string
from cms.legal.models import Audience, LegalMaterialPage
from cms.legal.section import listings, registry
from cms.legal.section.listings import FilterChoice

YEAR, KIND, AUDIENCE = "year", "kind", "audience"
KIND_ICONS = {
    "book": "book",
    "handbook": "clipboard",
    "leaflet": "leaflet",
    "story": "quote",
    "sketch": "mask",
    "video": "video",
    "lecture": "presentation",
    "infographic": "image",
    "outline": "checklist",
    "podcast": "headphones",
    "quiz": "question",
}


def year_filter(queryset, request, cards=()) -> tuple[dict, list[FilterChoice], object, list]:
    """Returns (parameters, choices, filtered queryset, filtered added cards) of a dated list."""
    counts = Counter(dict(listings.find_years(queryset)))
    counts.update(card.date.year for card in cards)
    rows = sorted(counts.items(), reverse=True)
    year = listings.chosen_value(request.GET.get(YEAR), [value for value, _number in rows])
    choices = [FilterChoice("", _("All years"), query_string({}), not year, sum(number for _value, number in rows))]
    choices += [
        FilterChoice(str(value), str(value), query_string({YEAR: value}), year == str(value), number)
        for value, number in rows
    ]
    filtered = queryset.filter(date__year=int(year)) if year else queryset
    return {YEAR: year}, choices if len(rows) > 1 else [], filtered, registry.cards_of_year(list(cards), year)


def kind_choices(queryset, index, kind: str = "", audience: str = "", cards=()) -> list[FilterChoice]:
    """Returns kinds with counts (for the chosen audience); ``index``: the `NavItem` that the links lead to, None for
    the page itself."""
    base = index.url if index else ""
    if audience:
        queryset = queryset.filter(audience=audience)
    counts = Counter(dict(queryset.order_by().values_list("kind").annotate(number=Count("pk"))))
    counts.update(card.extra.kind for card in cards if not audience or card.extra.audience == audience)
    labels = LegalMaterialPage.Kind.choices
    return [
        FilterChoice(
            value,
            label,
            base + query_string({AUDIENCE: audience}, **{KIND: value}),
            kind == value,
            counts.get(value, 0),
            KIND_ICONS.get(value, "file"),
        )
        for value, label in labels
        if counts.get(value) or kind == value
    ]


def audience_choices(queryset, kind: str, audience: str, cards=()) -> list[FilterChoice]:
    if kind:
        queryset = queryset.filter(kind=kind)
    counts = Counter(dict(queryset.order_by().values_list("audience").annotate(number=Count("pk"))))
    counts.update(card.extra.audience for card in cards if not kind or card.extra.kind == kind)
    labels = Audience.choices
    return [
        FilterChoice(
            value, label, query_string({KIND: kind}, **{AUDIENCE: value}), audience == value, counts.get(value, 0)
        )
        for value, label in labels
        if value and (counts.get(value) or audience == value)
    ]
