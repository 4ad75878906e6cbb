"""``manage.py decide_conflicts --field F --between A B --take A``: decides by rule what sources differ on."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.legal.models import SourceConflict
from cms.legal.sources import source_registry
from cms.legal.sources.conflicts import TEXT
from cms.legal.sources.resolution import resolve_conflicts


class Command(BaseCommand):
    help = (
        "Decides all open conflicts of a field between two sources for one of them. One transaction for each document; "
        "what cannot be decided is told and does not stop the others. The admin shows and takes back each decision."
    )

    def add_arguments(self, parser):
        parser.add_argument("--field", required=True, choices=[*source_registry.COMPARED, TEXT])
        parser.add_argument(
            "--between", required=True, nargs=2, choices=list(source_registry.SOURCES), metavar="SOURCE"
        )
        parser.add_argument("--take", required=True, choices=list(source_registry.SOURCES), metavar="SOURCE")
        parser.add_argument("--note", default="manage.py decide_conflicts", help="kept with each decision")
        parser.add_argument("--dry-run", action="store_true", help="try everything, write nothing")

    def handle(self, *args, field: str, between: list[str], take: str, note: str, dry_run: bool, **options):
        if take not in between or between[0] == between[1]:
            raise CommandError(_("--take is one of the two different sources of --between."))
        rows = SourceConflict.objects.filter(
            field=field, state=SourceConflict.State.OPEN, shown_source__in=between, other_source__in=between
        ).order_by("document_id", "pk")
        told = resolve_conflicts(rows, take, None, note, dry_run=dry_run)
        if dry_run:
            self.stdout.write(_("Trial run: nothing was written."))
        text = ngettext("%(count)d conflict decided.", "%(count)d conflicts decided.", told.count)
        self.stdout.write(text % {"count": told.count})
        for number, why in told.refused:
            self.stdout.write(f"{number}: {why}")
