"""Items of other owners in a site's lists: a higher layer registers them (the office's items on schools' sites).

A source is called with a list (the label of its model) and the site, and returns ``Card`` rows, newest first, with
``school`` set to their owner. It must not query the database for each list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import merge
from itertools import islice

from cms.core.web.paging import PARAMETER, ListPage, paginate
from cms.legal.section.listings import Card, build_card, select_for_cards
from cms.tenancy.sites import SiteInfo

Source = Callable[[str, SiteInfo], Sequence[Card]]
item_sources: list[Source] = []


class ItemSource(Sequence[Card]):
    """Cards created on access: a home page shows three of a thousand."""

    def __init__(self, rows: Sequence, make: Callable[..., Card]):
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, part):
        return (
            [self._make(row) for row in self._rows[part]] if isinstance(part, slice) else self._make(self._rows[part])
        )


def register_item_source(label: str, info: SiteInfo | None) -> Sequence[Card]:
    """Returns all cards added to the list of ``label`` on this site, newest first."""
    found = [cards for source in item_sources if (cards := source(label, info))] if info else []
    return found[0] if len(found) == 1 else list(merge(*found, key=_date, reverse=True))


def cards_of_year(cards: Sequence[Card], year: str) -> list[Card]:
    return [row for row in cards if not year or (row.date and str(row.date.year) == year)]


def _date(row: Card):
    return row.date


def newest_items(own: Sequence[Card], added: Sequence[Card], count: int | None) -> list[Card]:
    """Returns the first ``count`` of both lists together (each newest first)."""
    return list(islice(merge(added, own, key=_date, reverse=True), count))


class Merged:
    """A queryset of pages, newest first, with added cards between its rows: a sequence for ``paginate``.

    Only keys are loaded until the requested part is known: an office may have sent many items.
    """

    def __init__(self, queryset, added: Sequence[Card], info: SiteInfo | None):
        self._queryset, self._added, self._info = queryset, added, info

    def count(self) -> int:
        return self._queryset.count() + len(self._added)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Card]:
        start, stop = part.start or 0, part.stop
        if not self._added:
            return [build_card(row, self._info) for row in self._queryset[start:stop]]
        skipped = max(0, start - len(self._added))  # rows of the queryset that certainly come before ``start``
        keys = [(date, pk) for date, pk in self._queryset.values_list("date", "pk")[skipped:stop]]
        added = [(row.date, row) for row in self._added]
        together = merge(added, keys, key=lambda pair: pair[0], reverse=True)
        wanted = [what for _date, what in islice(together, start - skipped, None if stop is None else stop - skipped)]
        ids = [what for what in wanted if not isinstance(what, Card)]
        rows = {row.pk: row for row in self._queryset.filter(pk__in=ids)} if ids else {}
        return [
            what if isinstance(what, Card) else build_card(rows[what], self._info)
            for what in wanted
            if isinstance(what, Card) or what in rows
        ]


def card_page(queryset, request, info: SiteInfo | None, parameters=None, added: Sequence[Card] = ()) -> ListPage:
    """Returns the requested page of a list, items as cards, with the registered items among them."""
    return paginate(Merged(select_for_cards(queryset), added, info), request.GET.get(PARAMETER), parameters)
