import getpass
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.channels.outbox import access_tokens, channel_config
from cms.channels.outbox.channel_kinds import ChannelKind
from cms.channels.outbox.http_client import DeliveryError


class Command(BaseCommand):
    help = "Take the refresh token of a Zalo Official Account, from the keyboard or standard input, and use it at once."

    def add_arguments(self, parser):
        parser.add_argument("owner", help="code of the school, - for the office")

    def handle(self, *, owner, **options):
        entry = channel_config.parse_channels(settings.CHANNELS)[0].get((owner, ChannelKind.ZALO))
        if entry is None or not entry.to:
            raise CommandError(f"CHANNELS has no entry {owner}|zalo|number of the app|secret of the app")
        # Not an argument: the list of processes would show it.
        typed = getpass.getpass("Refresh token: ") if sys.stdin.isatty() else sys.stdin.readline()
        if not typed.strip():
            raise CommandError("no token was given")
        try:
            until = access_tokens.store_refresh_token(entry, typed.strip())
        except DeliveryError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"It works, and is renewed by itself from now on; the present key holds until {until:%d/%m/%Y %H:%M}"
        )
