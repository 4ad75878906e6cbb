"""What waits for answers in many schools at once; one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone

from cms.district import school_facts
from cms.district.broadcasts import cached_index
from cms.district.broadcasts.cached_index import SentBroadcast
from cms.district.broadcasts.receipt_report import ANSWERED_STATES
from cms.district.models import Receipt


def find_pending_responses(school_ids: Collection[int]) -> dict[int, list[SentBroadcast]]:
    """School id → live items that ask for an answer and have none, latest first; schools with nothing are left out."""
    now, wanted = timezone.now(), set(school_ids)
    today = timezone.localdate(now)
    asking = [row for row in cached_index.list_sent_broadcasts() if row.asks and row.is_live(now)]
    facts = [school for pk, school in school_facts.get_school_facts().items() if pk in wanted]
    rows = Receipt.objects.filter(broadcast__in=[row.id for row in asking])
    done = set(rows.filter(state__in=ANSWERED_STATES).values_list("broadcast", "school"))
    done |= set(rows.filter(copy__isnull=False).values_list("broadcast", "school"))
    found: dict[int, list[SentBroadcast]] = defaultdict(list)
    for row in asking:
        for school in facts:
            if (row.id, school.id) not in done and row.audience_rule.includes_school(school, today):
                found[school.id].append(row)
    return dict(found)
