"""Who has answered and who has not. Counted from the rule and the receipts that exist; two queries in all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from cms.district import school_facts
from cms.district.broadcasts.audience import SchoolFacts
from cms.district.models import Broadcast, Receipt

#: States that answer what the item asks.
ANSWERED_STATES = (Receipt.State.CONFIRMED, Receipt.State.POSTED, Receipt.State.DECLINED)


@dataclass(frozen=True)
class ReceiptLine:
    """One school's line; ``receipt`` is None where nothing has happened yet."""

    school: SchoolFacts
    receipt: Receipt | None

    @property
    def state(self) -> str:
        """sent, seen, confirmed, posted, declined or error."""
        return self.receipt.state if self.receipt else "sent"

    @property
    def answered(self) -> bool:
        return self.state in ANSWERED_STATES


def target_schools(broadcast: Broadcast) -> list[SchoolFacts]:
    """The schools of the target by name: today's, after the end of the item those of its last day."""
    now = timezone.now()
    day = timezone.localdate(min(now, broadcast.ends_at) if broadcast.ends_at else now)
    found = [
        school
        for school in school_facts.get_school_facts().values()
        if broadcast.audience_rule.includes_school(school, day)
    ]
    return sorted(found, key=lambda school: (school.name, school.code))


def build_receipt_lines(broadcast: Broadcast) -> list[ReceiptLine]:
    """Every school of the target."""
    receipts = {row.school_id: row for row in broadcast.receipts.select_related("changed_by", "copy")}
    return [ReceiptLine(school, receipts.get(school.id)) for school in target_schools(broadcast)]


def schools_without_response(broadcast: Broadcast) -> list[SchoolFacts]:
    """The schools that have not answered."""
    answered = set(broadcast.receipts.filter(state__in=ANSWERED_STATES).values_list("school_id", flat=True))
    return [school for school in target_schools(broadcast) if school.id not in answered]


def count_responses(broadcasts: list[Broadcast]) -> dict[int, tuple[int, int]]:
    """Broadcast id → (schools that answered, schools meant), for a page of a list; one query."""
    answered: dict[int, set[int]] = {row.pk: set() for row in broadcasts}
    found = Receipt.objects.filter(broadcast__in=answered, state__in=ANSWERED_STATES).values_list("broadcast", "school")
    for broadcast_id, school_id in found:
        answered[broadcast_id].add(school_id)
    result = {}
    for row in broadcasts:
        ids = {school.id for school in target_schools(row)}
        result[row.pk] = (len(ids & answered[row.pk]), len(ids))
    return result


def count_states(found: list[ReceiptLine]) -> Counter:
    return Counter(row.state for row in found)
