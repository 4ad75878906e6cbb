from dataclasses import asdict

from django.utils.translation import gettext

from cms.home.management.commands._shared import ProvisioningCommand
from cms.home.provisioning.office import create_office
from cms.home.provisioning.printing import to_json, translate_status


class Command(ProvisioningCommand):
    help = "Make the office's portal (or bring its names in step), with roles, workflow, library taxonomies and links."

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="e.g. “Phòng Văn hóa - Xã hội xã Thanh Trì”")
        parser.add_argument("--short-name", default="", help="for phones, at most 42 characters")
        parser.add_argument("--lead", default="", help="one sentence under the name")
        parser.add_argument("--json", action="store_true")

    def run(self, options):
        made = create_office(options["name"], options["short_name"], options["lead"])
        changes = f" ({', '.join(made.changes)})" if made.changes else ""
        line = f"{translate_status(made.status):15} {made.name}  {made.url}{changes}"
        self.stdout.write(to_json(asdict(made)) if options["json"] else line)
        if options["lead"] and made.status != "created":
            self.stderr.write(gettext("The sentence under the name was not taken: it is changed on the home page."))
