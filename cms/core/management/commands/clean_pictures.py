"""``manage.py clean_pictures``: strips metadata from stored pictures. Run it once, after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.core.media import stored_pictures


class Command(BaseCommand):
    help = _(
        "Take place, person and the like out of all stored pictures, and remove sized pictures made before; they are"
        " made anew when they are shown. Safe to stop and to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("Count only; change nothing."))
        parser.add_argument("--after", type=int, default=0, metavar="ID", help=_("Go on after the picture ID."))

    def handle(self, *args: Any, after: int, dry_run: bool, **options: Any) -> None:
        def report(found: Any, last: int) -> None:
            self.stdout.write(_("%(count)s pictures, up to no. %(last)s") % {"count": found.seen, "last": last})

        found = stored_pictures.clean_pictures(after, dry_run, report)
        for number, name, reason in found.unread:
            self.stderr.write(
                _("No. %(number)s cannot be read: %(name)s (%(reason)s)")
                % {"number": number, "name": name, "reason": reason}
            )
        words = _("%(bared)s of %(seen)s pictures told more than they show; %(sized)s sized pictures from before.")
        self.stdout.write(words % {"bared": found.bared, "seen": found.seen, "sized": found.sized})
        if dry_run:
            self.stdout.write(_("Nothing was changed (--dry-run)."))
        if found.unread:
            raise CommandError(_("%(count)s pictures cannot be read; see above.") % {"count": len(found.unread)})
