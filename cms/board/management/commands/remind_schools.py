from django.core.management.base import BaseCommand

from cms.board.measuring import reminders


class Command(BaseCommand):
    help = "Write to the schools that do not pass, at most once a week each."

    def handle(self, *args, **options):
        self.stdout.write(f"{reminders.send_due_reminders()} letters")
