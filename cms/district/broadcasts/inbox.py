"""What a school has received, with its own answers: two queries for a page of the list."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from cms.district.broadcasts import cached_index
from cms.district.broadcasts.cached_index import SentBroadcast
from cms.district.broadcasts.receipt_report import ANSWERED_STATES
from cms.district.models import Broadcast, Receipt
from cms.tenancy.models import School


@dataclass(frozen=True)
class InboxLine:
    """One item in the school's list."""

    sent: SentBroadcast
    broadcast: Broadcast
    receipt: Receipt | None
    now: datetime.datetime

    @property
    def live(self) -> bool:
        return self.sent.is_live(self.now)

    @property
    def waits(self) -> bool:
        """For the school's answer."""
        return (
            self.live
            and self.sent.asks
            and (self.receipt is None or self.receipt.state not in ANSWERED_STATES)
            and not (self.receipt and self.receipt.copy_id)
        )

    @property
    def source_changed(self) -> bool:
        copied = self.receipt.copied_revision_id if self.receipt and self.receipt.copy_id else None
        return bool(copied and self.live and self.broadcast.source_revision_id not in (None, copied))


class Inbox:
    """A sequence for a list in pages: latest first."""

    def __init__(self, school: School):
        self._school, self._now = school, timezone.now()
        self._sent = cached_index.list_broadcasts_sent_to(school.pk, self._now)

    def __len__(self) -> int:
        return len(self._sent)

    def __getitem__(self, part: slice) -> list[InboxLine]:
        return self._lines(self._sent[part])

    def _lines(self, sent: list[SentBroadcast]) -> list[InboxLine]:
        ids = [row.id for row in sent]
        rows = Broadcast.objects.select_related("page", "document").in_bulk(ids)
        receipts = {row.broadcast_id: row for row in Receipt.objects.filter(school=self._school, broadcast__in=ids)}
        return [InboxLine(row, rows[row.id], receipts.get(row.id), self._now) for row in sent if row.id in rows]

    def waiting(self) -> list[InboxLine]:
        """Items that wait for the school's answer or whose source has changed since the copy."""
        asking = [row for row in self._sent if row.is_live(self._now) and row.asks]
        return [line for line in self._lines(asking) if line.waits or line.source_changed] if asking else []
