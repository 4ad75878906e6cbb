"""For consolidated texts that came in before the library tied them by itself."""

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.legal.documents import consolidated
from cms.legal.documents.lifecycle import announce_documents
from cms.legal.models import LegalDocument, LegalRelation


class Command(BaseCommand):
    help = "Tie consolidated texts to the documents that they consolidate, where they say so; again changes nothing."

    def handle(self, **options):
        with transaction.atomic():
            tied = consolidated.tie_consolidated_texts()
            held = LegalDocument.objects.filter(consolidated.consolidated_condition())
            announce_documents(held.values_list("pk", flat=True))
        unbound = LegalRelation.objects.filter(origin=consolidated.ORIGIN, target__isnull=True).count()
        self.stdout.write(f"{held.count()} consolidated texts, {tied} newly tied, {unbound} wait for their document")
