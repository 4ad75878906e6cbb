from django.core.management.base import BaseCommand
from django.db import transaction

from cms.board import demo
from cms.board.models import Plan


class Command(BaseCommand):
    help = (
        "Part of load_demo: the plan of the demo's office and half a year of the board. Does nothing when it is there."
    )

    def handle(self, *args, **options):
        if not Plan.objects.exists():
            with transaction.atomic():
                demo.load_board_demo()
