"""Signals that a lower floor sends and a higher one receives (search, caches), so that imports keep pointing down."""

from django.dispatch import Signal

#: Pages were written past ``Page.save()`` (bulk creation, queryset updates). Sent with ``page_ids: Iterable[int]``,
#: once per chunk, inside or outside a transaction; receivers act after commit.
pages_changed = Signal()
