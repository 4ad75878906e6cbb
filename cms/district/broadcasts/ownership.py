"""For the wall at the row: an item is theirs to whom the office sent it."""

from __future__ import annotations

from cms.district.broadcasts import cached_index
from cms.district.models import Broadcast, Receipt
from cms.tenancy.row_access.scope import FOREIGN, OWN, OwnerType


def owner_of_broadcast(row: Broadcast, wall) -> OwnerType:
    """Asked in memory; a school that answered keeps what it answered to, should it not be meant any more."""
    schools = [school_id for school_id in wall.places if school_id]
    if cached_index.is_broadcast_sent_to(row.pk, schools):
        return OWN
    return OWN if Receipt.objects.filter(broadcast=row.pk, school__in=schools).exists() else FOREIGN
