"""Statuses follow the calendar: every night, and after migrating from a version that computed them otherwise."""

from __future__ import annotations

import datetime

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation

from cms.legal.documents import mirror
from cms.legal.documents.change_signals import announce_changes
from cms.legal.models import LegalDocument, ReviewTask
from cms.legal.validity import periods, upcoming


class Command(BaseCommand):
    help = (
        "Compute the statuses of all documents anew, list what changed and what changes soon, tell the schools' side, "
        "and open review tasks. A second run changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--soon", type=int, default=30, metavar="DAYS", help="how far to look ahead (30)")
        parser.add_argument("--day", type=datetime.date.fromisoformat, help="as if today were this day (YYYY-MM-DD)")

    def handle(self, **options):
        day = options["day"] or timezone.localdate()
        tasks = ReviewTask.objects.count()
        with transaction.atomic(), translation.override("vi"):
            told = dict(LegalDocument.objects.values_list("pk", "current_status"))
            periods.recompute_all_periods(day)
            now = dict(LegalDocument.objects.values_list("pk", "current_status"))
            changed = {pk for pk, code in now.items() if told[pk] and told[pk] != code}
            if changed:
                announce_changes(changed)
            self._list("Changed", self._changed(changed, told, now, day))
            mirror.reconcile_changes()
            soon = upcoming.upcoming_changes(
                day + datetime.timedelta(days=1), day + datetime.timedelta(days=options["soon"])
            )
            self._list(f"In the next {options['soon']} days", soon)
        opened = ReviewTask.objects.count() - tasks
        self.stdout.write(
            f"{len(now)} documents, {len(changed)} changed, {len(soon)} change soon, {opened} review tasks opened"
        )

    def _changed(self, changed: set[int], told: dict[int, str], now: dict[int, str], day: datetime.date):
        rows = (
            LegalDocument.objects.filter(pk__in=changed).order_by("number_key").values_list("pk", "number_raw", "title")
        )
        return [upcoming.StatusChange(pk, number, title, day, told[pk], now[pk]) for pk, number, title in rows]

    def _list(self, heading: str, rows: list) -> None:
        if rows:
            self.stdout.write(f"{heading}:")
        for row in rows:
            self.stdout.write(f"  {row}")
