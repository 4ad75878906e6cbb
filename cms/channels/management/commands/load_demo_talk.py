from django.core.management.base import BaseCommand
from django.db import transaction

from cms.channels import demo
from cms.opinions.models import Consultation


class Command(BaseCommand):
    help = "Part of load_demo: rounds of opinions, a board of the forum. Does nothing when they are there."

    def handle(self, *args, **options):
        if not Consultation.objects.exists():
            with transaction.atomic():
                demo.load_demo_discussion()
