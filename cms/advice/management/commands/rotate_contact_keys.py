from django.core.management.base import BaseCommand, CommandError

from cms.advice.intake import contact_details
from cms.core import encryption


class Command(BaseCommand):
    help = "Encrypt anew, with the first of CONTACT_KEYS, addresses of people who ask and tokens of channels."

    def handle(self, **options):
        try:
            count = encryption.rotate_keys(contact_details.KEYS_SETTING)
        except encryption.Unreadable:
            raise CommandError("One of the rows fits none of CONTACT_KEYS; nothing was changed.") from None
        self.stdout.write(f"{count} rows encrypted with the first key")
