"""What waits for answers in many schools at once; one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone

from cms.district import schools
from cms.district.broadcasts import index
from cms.district.broadcasts.index import Sent
from cms.district.broadcasts.report import ANSWERED
from cms.district.models import Receipt


def waiting(school_ids: Collection[int]) -> dict[int, list[Sent]]:
    """School id → live items that ask for an answer and have none, latest first; schools with nothing are left out."""
    now, wanted = timezone.now(), set(school_ids)
    today = timezone.localdate(now)
    asking = [row for row in index.all_sent() if row.asks and row.is_live(now)]
    facts = [school for pk, school in schools.facts().items() if pk in wanted]
    rows = Receipt.objects.filter(broadcast__in=[row.id for row in asking])
    done = set(rows.filter(state__in=ANSWERED).values_list("broadcast", "school"))
    done |= set(rows.filter(copy__isnull=False).values_list("broadcast", "school"))
    found: dict[int, list[Sent]] = defaultdict(list)
    for row in asking:
        for school in facts:
            if (row.id, school.id) not in done and row.audience_rule.means(school, today):
                found[school.id].append(row)
    return dict(found)
