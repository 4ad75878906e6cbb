"""What is broken where: for the school's own list, the office's, and whoever counts (the board)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cms.district.models import BlockCheck, CheckedLink, LinkUse


def broken(school_id: int | None = None):
    """Uses of broken addresses on public pages of one school, of all by default, the oldest failure first."""
    rows = LinkUse.objects.filter(link__state=CheckedLink.State.BROKEN, page__live=True)
    if school_id is not None:
        rows = rows.filter(school=school_id)
    return rows.select_related("link", "page", "school").order_by("link__failed_since", "pk")


def broken_counts(school_ids: Iterable[int] | None = None) -> Counter:
    """School id → number of broken links on its public pages; one query."""
    rows = broken().exclude(school=None)
    if school_ids is not None:
        rows = rows.filter(school__in=list(school_ids))
    return Counter(rows.order_by().values_list("school_id", flat=True))


def whole_blocks(school_ids: Iterable[int] | None = None) -> dict[int, bool]:
    """School id → were bar and link block whole at the last check; schools never checked are left out; one query."""
    rows = BlockCheck.objects.all() if school_ids is None else BlockCheck.objects.filter(school__in=list(school_ids))
    return {school_id: not problems for school_id, problems in rows.values_list("school_id", "problems")}
