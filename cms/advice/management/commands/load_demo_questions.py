from django.core.management.base import BaseCommand
from django.db import transaction

from cms.advice import demo
from cms.advice.models import Question


class Command(BaseCommand):
    help = "Part of load_demo: questions that people asked, an expert, an answer. Does nothing when they are there."

    def handle(self, *args, **options):
        if not Question.objects.exists():
            with transaction.atomic():
                demo.load_demo_questions()
