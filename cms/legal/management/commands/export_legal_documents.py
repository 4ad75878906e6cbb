"""``manage.py export_legal_documents FILE``: the library as a file that ``import_legal_documents`` reads."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from cms.legal.exporter.files import FORMATS
from cms.legal.models import LegalDocument


class Command(BaseCommand):
    help = (
        "Writes the library to a file: .jsonl without loss (texts, relations, events), .csv or .xlsx with what is "
        "known "
        "of each document; drafts and confidential ones too. import_legal_documents reads all three."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args, file: Path, verbosity: int, **options):
        kind = file.suffix.lower().lstrip(".")
        if kind not in FORMATS:
            raise CommandError(
                _("A file of this kind cannot be written; kinds: %(kinds)s.") % {"kinds": ", ".join(FORMATS)}
            )
        documents = LegalDocument.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
        part = file.with_name(file.name + ".part")  # an interrupted run leaves no file that looks whole
        try:
            _write(part, tqdm(FORMATS[kind][1](documents), unit=" lines", disable=verbosity == 0 or None))
            part.replace(file)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(
                _("%(file)s cannot be written: %(error)s") % {"file": file, "error": error.strerror}
            ) from error
        count = documents.count()
        self.stdout.write(
            ngettext("%(count)d document written.", "%(count)d documents written.", count) % {"count": count}
        )


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("wb") as out:
        for chunk in chunks:
            out.write(chunk)
