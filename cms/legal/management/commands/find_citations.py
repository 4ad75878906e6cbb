import datetime
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from cms.legal.citations.resolve import RESOLVED, UNRESOLVED, Resolution, resolve_citations
from cms.legal.parsing.citation_finder import Citation, find_citations

BATCH = 200  # records per question to the library


@dataclass(frozen=True)
class Record:
    id: object  # of the input; None: the number of the line on which the citation begins
    text: str
    line: int


class Command(BaseCommand):
    help = (
        'Reads text, or JSON lines {"text": …, "id": …}, and prints one JSON line per citation: the labels\' field '
        "names, "
        "the input's id or line number, and the permalink it leads to (or unresolved, ambiguous)."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="-", help="path, or - for standard input")
        parser.add_argument("--on", type=_date, help="date of the text (YYYY-MM-DD), for what is cited without a year")
        parser.add_argument("--no-resolve", action="store_true", help="only find; do not ask the library")

    def handle(self, *args, **options):
        records = self._records(options["file"])
        self.ask = not options["no_resolve"]
        while batch := list(islice(records, BATCH)):
            found = [(record, citation) for record in batch for citation in find_citations(record.text)]
            for (record, citation), answer in zip(
                found, self._answers([c for _r, c in found], options["on"]), strict=True
            ):
                self.stdout.write(_line(record, citation, answer))

    def _records(self, name: str) -> Iterator[Record]:
        text = self._read(name)
        if not text.lstrip("\ufeff \t\r\n").startswith("{"):
            yield Record(None, text, 1)
            return
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip("\ufeff \t\r"):
                continue
            try:
                row = json.loads(line.strip("\ufeff"))
                yield Record(row.get("id", number), str(row["text"]), number)
            except (ValueError, KeyError, AttributeError) as error:
                raise CommandError(_('Line %(line)d is no JSON object with a "text".') % {"line": number}) from error

    @staticmethod
    def _read(name: str) -> str:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            return data.decode("utf-8")
        except OSError as error:
            raise CommandError(
                _("Cannot read %(path)s: %(error)s") % {"path": name, "error": error.strerror}
            ) from error
        except UnicodeDecodeError as error:
            raise CommandError(_("%(path)s is not UTF-8 text.") % {"path": name}) from error

    def _answers(self, citations: list[Citation], on: datetime.date | None) -> list[Resolution]:
        if self.ask:
            try:
                return resolve_citations(citations, on)
            except DatabaseError as error:
                self.ask = False
                self.stderr.write(
                    _("The library cannot be asked (%(error)s); citations stay unresolved.") % {"error": error}
                )
        return [Resolution(UNRESOLVED)] * len(citations)


def _line(record: Record, citation: Citation, answer: Resolution) -> str:
    place = record.id if record.id is not None else record.line + record.text.count("\n", 0, citation.start)
    resolved = answer.path(citation) if answer.status == RESOLVED else answer.status
    return json.dumps({"id": place, **citation.as_dict(), "resolved": resolved}, ensure_ascii=False)


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
