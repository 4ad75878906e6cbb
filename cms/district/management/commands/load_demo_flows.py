from django.core.management.base import BaseCommand
from django.db import transaction

from cms.district import demo
from cms.district.models import Broadcast


class Command(BaseCommand):
    help = "Part of load_demo: what travels between the demo's office and its schools. Does nothing when it is there."

    def handle(self, *args, **options):
        if not Broadcast.objects.exists():
            with transaction.atomic():
                demo.load_demo_flows()
