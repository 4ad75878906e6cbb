"""Which schools an authority governs on a day, directly or through its subordinate authorities."""

from __future__ import annotations

import datetime
from collections import defaultdict

from cms.tenancy.models import GoverningAuthority, SchoolAuthority


def governed_school_ids(authority: GoverningAuthority, day: datetime.date):
    """Returns a query of school ids, for ``pk__in``."""
    links = SchoolAuthority.objects.as_of(day).filter(authority__in=with_descendants(authority))
    return links.values("school")


def with_descendants(authority: GoverningAuthority) -> set[int]:
    children = defaultdict(list)
    for pk, parent in GoverningAuthority.objects.values_list("pk", "parent"):
        children[parent].append(pk)
    found, queue = set(), [authority.pk]
    while queue:
        found.add(one := queue.pop())
        queue += [pk for pk in children[one] if pk not in found]
    return found
