"""Filters of the section's lists as plain links with counts: by year, kind and audience."""

from __future__ import annotations

from django.db.models import Count
from django.utils.translation import gettext as _

from cms.core.paging import query_string
from cms.legal import listings
from cms.legal.listings import Choice

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


def year_filter(queryset, request) -> tuple[dict, list[Choice], object]:
    """(parameters, choices, filtered queryset) of a dated list."""
    rows = listings.years(queryset)
    year = listings.chosen(request.GET.get(YEAR), [value for value, _number in rows])
    choices = [Choice("", _("All years"), query_string({}), not year, sum(number for _value, number in rows))]
    choices += [
        Choice(str(value), str(value), query_string({YEAR: value}), year == str(value), number)
        for value, number in rows
    ]
    return {YEAR: year}, choices if len(rows) > 1 else [], queryset.filter(date__year=int(year)) if year else queryset


def kind_choices(queryset, index, kind: str = "", audience: str = "") -> list[Choice]:
    """Kinds with counts (those that the chosen audience leaves); ``index``: the `NavItem` that the links lead to, None for the page itself."""
    base = index.url if index else ""
    if audience:
        queryset = queryset.filter(audience=audience)
    counts = dict(queryset.order_by().values_list("kind").annotate(number=Count("pk")))
    labels = listings.model("legal.LegalMaterialPage").Kind.choices
    return [
        Choice(
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


def audience_choices(queryset, kind: str, audience: str) -> list[Choice]:
    if kind:
        queryset = queryset.filter(kind=kind)
    counts = dict(queryset.order_by().values_list("audience").annotate(number=Count("pk")))
    labels = listings.model("legal.LegalMaterialPage")._meta.get_field("audience").choices
    return [
        Choice(value, label, query_string({KIND: kind}, **{AUDIENCE: value}), audience == value, counts.get(value, 0))
        for value, label in labels
        if value and (counts.get(value) or audience == value)
    ]
