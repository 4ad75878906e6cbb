import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.legal.modifications.corpus import corpus_documents
from cms.legal.modifications.ended import find_plainly_ended
from cms.legal.modifications.scoring import LabelError, ModificationScore, read_labels, score_modifications


class Command(BaseCommand):
    help = (
        "Measures how well clauses that end, replace or amend other documents are read: precision of the sure ones, "
        "recall of all, on labels that name documents of LEGAL_DATA_DIR; and lists what these documents plainly end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("labels", nargs="+", type=Path, help="JSON lines: a document of the data and its clauses")
        parser.add_argument("--differences", action="store_true", help="print what is wrong and what is missed")
        parser.add_argument("--ended", action="store_true", help="print each document that another one plainly ends")

    def handle(self, *args: object, **options: object) -> None:
        paths: list[Path] = options["labels"]  # type: ignore[assignment]
        try:
            halves = {path: list(read_labels(path)) for path in paths}
            held = dict(corpus_documents(Path(settings.LEGAL_DATA_DIR or ".")))
        except OSError as error:
            raise CommandError(
                _("Cannot read %(path)s: %(error)s") % {"path": error.filename, "error": error.strerror}
            ) from error
        except (LabelError, UnicodeDecodeError) as error:
            raise CommandError(
                _("%(path)s is no file of labels: %(error)s") % {"path": paths[0], "error": error}
            ) from error
        self.stdout.write(
            f"{'labels':<16}{'documents':>10}{'clauses':>9}{'proposed':>10}{'sure':>6}"
            f"{'precision of sure':>19}{'recall':>8}{'by rule':>9}"
        )
        for path, rows in halves.items():
            self._half(path.stem, score_modifications(rows, held), bool(options["differences"]))
        ended = find_plainly_ended(held, datetime.date.today())
        self.stdout.write(
            f"{len({one.ended for one in ended})} of {len(held)} texts are plainly ended "
            f"by {len({one.by for one in ended})} others"
        )
        if options["ended"]:
            for one in sorted(ended, key=lambda one: one.ended):
                self.stdout.write(f"{one.ended} by {one.by} ({one.proposal.place}) from {one.proposal.day}")

    def _half(self, name: str, report: ModificationScore, differences: bool) -> None:
        taken = report.taken / report.labels if report.labels else 1.0
        self.stdout.write(
            f"{name:<16}{report.documents:>10}{report.labels:>9}{report.proposals:>10}{report.sure:>6}"
            f"{report.precision:>19.4f}{report.recall:>8.4f}{taken:>9.4f}"
        )
        if report.absent:
            self.stdout.write(f"  {report.absent} documents of the labels are not in the data")
        if differences:
            for line in (*(f"  wrong: {one}" for one in report.wrong), *(f"  missed: {one}" for one in report.missed)):
                self.stdout.write(line)
