import json
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.legal.citations.scoring import LabelError, ScoringReport, read_labels, score_citations
from cms.legal.parsing.citation_finder import find_citations

SPEED_SAMPLE = 2_000_000  # bytes of text for the measurement of speed


class Command(BaseCommand):
    help = "Measures how well and how fast citations are found: precision, recall and F1 by kind on labelled sentences."

    def add_arguments(self, parser):
        parser.add_argument("labels", nargs="?", type=Path, help="JSON lines of the shape of gold_dev.jsonl")
        parser.add_argument("--differences", action="store_true", help="print the ids of sentences that differ")

    def handle(self, *args, **options):
        path = options["labels"] or Path(settings.LEGAL_DATA_DIR or ".") / "citations" / "gold_dev.jsonl"
        try:
            rows = list(read_labels(path))
        except OSError as error:
            raise CommandError(
                _("Cannot read %(path)s: %(error)s") % {"path": path, "error": error.strerror}
            ) from error
        except (LabelError, UnicodeDecodeError) as error:
            raise CommandError(
                _("%(path)s is no file of labels: %(error)s") % {"path": path, "error": error}
            ) from error
        report = score_citations(rows)
        self._table(report)
        if options["differences"]:
            self.stdout.write("differ: " + (" ".join(report.differences) or "-"))
        sentences = "\n".join(row["text"] for row in rows)
        self.stdout.write(f"find: {speed(sentences):.1f} MB/s on one core, in these sentences")
        if texts := self._full_texts():
            self.stdout.write(f"find: {speed(texts):.1f} MB/s on one core, in full texts of documents")
        legal = report.of("documents", "legal").f1, report.of("provisions", "legal").f1
        self.stdout.write(f"F1 documents={legal[0]:.4f} provisions={legal[1]:.4f} wrong_links={report.wrong_links}")

    def _table(self, report: ScoringReport) -> None:
        self.stdout.write(f"{report.sentences} sentences")
        self.stdout.write(f"{'kind':<8}{'level':<12}{'labels':>7}{'found':>7}{'precision':>11}{'recall':>8}{'F1':>8}")
        for kind in report.kinds:
            for level in ("documents", "provisions"):
                row = report.of(level, kind)
                self.stdout.write(
                    f"{kind:<8}{level:<12}{row.labelled:>7}{row.found:>7}{row.precision:>11.4f}{row.recall:>8.4f}{row.f1:>8.4f}"
                )

    @staticmethod
    def _full_texts() -> str:
        """Education documents of the real data; empty where they are absent."""
        path = Path(settings.LEGAL_DATA_DIR or ".") / "legal" / "vbpl_education_documents.jsonl"
        if not path.exists():
            return ""
        with path.open(encoding="utf-8", newline="\n") as file:
            return "\n".join(json.loads(line).get("text") or "" for line in file if line.strip())


def speed(text: str) -> float:
    """Megabytes of UTF-8 per second of processor time, in the best of the rounds: others use the machine too. A short
    text is repeated up to ``SPEED_SAMPLE``."""
    size = len(text.encode())
    if not size:
        return 0.0
    times = max(1, SPEED_SAMPLE // size)
    find_citations(text)
    best = float("inf")
    for _round in range(times):
        begun = time.process_time()
        find_citations(text)
        best = min(best, time.process_time() - begun)
    return size / 1e6 / max(best, 1e-9)
