from django.conf import settings
from django.core.management.base import BaseCommand
from wagtail.log_actions import log

from cms.tenancy.accounts import lockout
from cms.tenancy.management.commands._person import find_person


class Command(BaseCommand):
    help = "Open an account that too many failed attempts have closed, before its time."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--address", default="", help="also forget the failures of this network address")

    def handle(self, email, address, **options):
        user = find_person(email)
        lockout.unlock_account(user.email, address)
        log(instance=user, action="accounts.unlocked")
        self.stdout.write(f"unlocked  {user.email}")
        if "locmem" in settings.CACHES["default"]["BACKEND"]:
            self.stderr.write("The failures are counted inside the server's process (no REDIS_URL): restart it.")
