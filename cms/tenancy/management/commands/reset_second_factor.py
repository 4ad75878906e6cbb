from django.core.management.base import BaseCommand

from cms.tenancy.accounts import second_factor
from cms.tenancy.management.commands._person import find_person


class Command(BaseCommand):
    help = "Take away a person's second factor (lost phone, no recovery codes): the next sign-in sets up a new one."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", default="", help="kept in the log")

    def handle(self, email, reason, **options):
        user = find_person(email)
        done = second_factor.reset_second_factor(user, reason=reason)
        self.stdout.write(f"{'reset' if done else 'unchanged':9} {user.email}")
