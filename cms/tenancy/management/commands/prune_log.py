import calendar
import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.tenancy.models import JournalEntry

LEAST, USUAL, BATCH = 12, 24, 5_000


class Command(BaseCommand):
    help = f"Deletes entries of the log older than --months (default {USUAL}, never fewer than {LEAST})."

    def add_arguments(self, parser):
        parser.add_argument("--months", type=int, default=USUAL)

    def handle(self, *args, months, **options):
        if months < LEAST:
            raise CommandError(_("The log is kept for at least %(months)d months.") % {"months": LEAST})
        old = JournalEntry.objects.filter(at__lt=subtract_months(timezone.now(), months)).order_by("pk")
        count = 0
        while batch := list(old.values_list("pk", flat=True)[:BATCH]):
            JournalEntry.objects.filter(pk__in=batch).delete()
            count += len(batch)
        self.stdout.write(_("%(count)d entries deleted.") % {"count": count})


def subtract_months(now: datetime.datetime, months: int) -> datetime.datetime:
    """Returns the same day of the month, or its last one.

    >>> subtract_months(datetime.datetime(2026, 3, 31), 13).date()
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, calendar.monthrange(year, month + 1)[1]))
