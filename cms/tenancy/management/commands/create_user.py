import json
from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cms.tenancy.roles import Role
from cms.tenancy.staff.people import create_person

STATUS = {
    "created": pgettext_lazy("outcome", "created"),
    "updated": pgettext_lazy("outcome", "updated"),
    "unchanged": pgettext_lazy("outcome", "unchanged"),
}


class Command(BaseCommand):
    help = "Make a person with a role in a school or in the office; a made-up password is printed once."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="", help="family name first: “Nguyễn Thị Mẫu”")
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--school", metavar="CODE", help="the school's code")
        place.add_argument("--office", action="store_true")
        parser.add_argument(
            "--role", required=True, help="school: editor, approver, admin; office: library, approver, observer, admin"
        )
        parser.add_argument("--password", default="", help="empty: made up for a new person")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        with translation.override(settings.LANGUAGE_CODE):
            if options["school"] is not None and not options["school"].strip():
                raise CommandError(_("The school's code is empty."))
            try:
                made = create_person(
                    options["email"], options["name"], options["role"], options["school"] or "", options["password"]
                )
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(made), ensure_ascii=False))
            return
        with translation.override(settings.LANGUAGE_CODE):
            place = made.school or _("office")
            self.stdout.write(f"{STATUS[made.status]:15} {made.email}  {made.name}  {Role(made.role).label} ({place})")
            if made.password:
                self.stdout.write(_("Password: %(password)s") % {"password": made.password})
            if made.other_name:
                words = _("This person is already known as “%(name)s”; the name “%(other)s” was not taken.")
                self.stderr.write(words % {"name": made.name, "other": made.other_name})
