from django.core.management.base import BaseCommand, CommandError

from cms.tenancy.accounts import secrets


class Command(BaseCommand):
    help = "Encrypt all second factors anew with the first of SECOND_FACTOR_KEYS."

    def handle(self, **options):
        try:
            count = secrets.rotate_keys()
        except secrets.Unreadable:
            raise CommandError(
                "One of the second factors fits none of SECOND_FACTOR_KEYS; nothing was changed."
            ) from None
        self.stdout.write(f"{count} rows encrypted with the first key")
