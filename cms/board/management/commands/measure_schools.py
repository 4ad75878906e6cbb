import time

from django.core.management.base import BaseCommand

from cms.board.measuring import measure


class Command(BaseCommand):
    help = "Measure every open school for the board and keep the numbers of the day. Safe to run again."

    def handle(self, *args, **options):
        start = time.perf_counter()
        count = measure.take_snapshots()
        removed = measure.delete_old_snapshots()
        self.stdout.write(
            f"{count} schools measured in {time.perf_counter() - start:.1f} s, {removed} old rows removed"
        )
