from django.core.management.base import BaseCommand
from django.db import transaction

from cms.contests.models import Contest
from cms.training import demo
from cms.training.models import Course


class Command(BaseCommand):
    help = "Part of load_demo: contests, certificates, courses, a roster. Does nothing when they are there."

    def handle(self, *args, **options):
        if not Contest.objects.exists() and not Course.objects.exists():
            with transaction.atomic():
                demo.load_training_demo()
