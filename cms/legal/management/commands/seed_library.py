import json

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.legal.documents.seeds import seed_library


class Command(BaseCommand):
    help = "Adds the document types, issuing bodies and fields of law that the library begins with; never overwrites."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args, **options):
        made = seed_library()
        if options["json"]:
            self.stdout.write(json.dumps(made))
            return
        self.stdout.write(
            _("Added: %(document_types)d document types, %(issuing_bodies)d issuing bodies, %(fields)d fields of law.")
            % made
        )
