"""Paged lists whose links preserve the filters: any page parameter gives a page, never an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

PER_PAGE = 12
PARAMETER = "page"


@dataclass(frozen=True)
class PageLink:
    """A number in the page row; ``url`` is empty for a gap ("…")."""

    number: int
    url: str
    current: bool = False


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its items (evaluated), the total and the links to the other pages."""

    items: Sequence[Any]
    total: int
    number: int
    pages: int
    links: tuple[PageLink, ...] = ()
    previous_url: str = ""
    next_url: str = ""

    def __iter__(self) -> Iterator:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def query_string(parameters: Mapping[str, Any], **changes: Any) -> str:
    """Returns ``?…`` with the non-empty parameters; "?" alone when there are none (a link to the unfiltered list).

    >>> query_string({"year": 2026}, page=2)
    '?year=2026&page=2'
    """
    merged = {key: value for key, value in {**parameters, **changes}.items() if value not in ("", None)}
    return "?" + urlencode(merged, doseq=True)


def paginate(
    items: Any, raw_number: str | None, parameters: Mapping[str, Any] | None = None, per_page: int = PER_PAGE
) -> ListPage:
    """Returns the page ``raw_number`` (as sent by the browser) of ``items`` (a queryset or a list).

    An invalid number gives page 1, a number past the end the last page. ``parameters``: the chosen filters.
    """
    page = Paginator(items, per_page).get_page(raw_number if _is_number(raw_number) else 1)
    parameters = parameters or {}

    def url(number: int) -> str:
        return query_string(parameters, **{PARAMETER: number if number > 1 else ""})

    paginator = page.paginator
    count = paginator.num_pages
    row = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return ListPage(
        items=list(page.object_list),
        total=paginator.count,
        number=page.number,
        pages=count,
        links=tuple(
            PageLink(number, url(number), number == page.number) if isinstance(number, int) else PageLink(0, "")
            for number in row
        )
        if count > 1
        else (),
        previous_url=url(page.number - 1) if page.has_previous() else "",
        next_url=url(page.number + 1) if page.has_next() else "",
    )


def _is_number(raw: str | None) -> bool:
    # get_page() maps negative numbers to the last page; page 1 is better for -1. int() rejects very long digit strings.
    return raw is not None and raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) > 0
