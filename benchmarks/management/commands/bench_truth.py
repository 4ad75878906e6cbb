"""``manage.py bench_truth``: codification, amendments and crawl of vbpl.vn in several orders; what is shown then."""

import hashlib
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benchmarks.scratch import scratch_database
from cms.legal.amendments.edges import build_edges, read_rows
from cms.legal.amendments.load import store_edges
from cms.legal.importer.run import import_files
from cms.legal.models import AmendmentEdge, LegalDocument, SourceConflict, SourceRecord, TextVersion
from cms.legal.modifications.open_ends import find_plainly_over
from cms.legal.modifications.signal_handlers import bring_up_to_date
from cms.legal.sources import source_registry
from cms.legal.sources.nodes import unpack_nodes
from cms.legal.validity.facts import validity_facts
from cms.legal.validity.status import status_on

CODIFICATION = ("phapdien_documents.csv", "phapdien_all_articles.jsonl.xz")
EDUCATION = ("phapdien_education_library.jsonl",)
AMENDMENTS, CRAWL = "phapdien_amendments.csv", "vbpl_documents_fulltext.jsonl.xz"
STEPS = ("codification", "amendments", "crawl")
#: Reasons that a reader can check: an event with its day, a day of the document itself.
CHECKABLE = frozenset({"event", "ended", "starts", "by_hand", "stated_otherwise"})


class Command(BaseCommand):
    help = (
        "Imports the real sources in scratch databases and prints: documents that lost a text, differences between the "
        "orders, changes by a second run, and the statuses beside those that vbpl.vn states (equal, differing with a "
        "reason, unknown, wrong)."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--orders", choices=("one", "two", "all"), default="two")
        parser.add_argument("--education", action="store_true", help="of the codification its education library alone")
        parser.add_argument("--differences", action="store_true", help="name each document whose status differs")

    def handle(self, *args, orders, education, differences, **options):
        folder = settings.LEGAL_DATA_DIR / "legal"
        codification = EDUCATION if education else CODIFICATION
        files = [folder / name for name in (*codification, AMENDMENTS, CRAWL)]
        if missing := [str(file) for file in files if not file.is_file()]:
            raise CommandError(f"no such file: {', '.join(missing)} (LEGAL_DATA_DIR names the folder of the real data)")
        steps = _steps(folder, codification)
        every: list[tuple[str, ...]] = list(itertools.permutations(STEPS))  # the first is STEPS, the last its reverse
        every = {"one": every[:1], "two": [every[0], every[-1]]}.get(orders, every)
        found = []
        for order in every:
            with scratch_database("bench_truth"):
                for name in (*order, "clauses"):
                    self._step(name, steps[name])
                found.append(fingerprints())
                if order == every[0]:
                    self._report(differences)
                    for name in order:
                        self._step(f"{name} again", steps[name])
                    self._print("changed by a second run", _differing(found[0], fingerprints()))
        for order, prints in zip(every[1:], found[1:], strict=True):
            self._print(f"differing in the order {', '.join(order)}", _differing(found[0], prints))

    def _step(self, name: str, work: Callable[[], dict]) -> None:
        begun = time.perf_counter()
        counts = work()
        words = ", ".join(f"{key} {value}" for key, value in counts.items() if value)
        self.stdout.write(f"{name}: {time.perf_counter() - begun:.0f} s; {words}")
        self.stdout.flush()

    def _report(self, differences: bool) -> None:
        self._print("documents", [str(LegalDocument.objects.count())])
        self._print("documents that lost a text", lost_texts())
        self._print("conflicts", [f"{name} {count}" for name, count in sorted(_conflicts().items())])
        ambiguous = AmendmentEdge.objects.filter(state=AmendmentEdge.State.AMBIGUOUS)
        self._print("ambiguous amendments", [str(edge) for edge in ambiguous])
        shown, pairs, wrong = statuses()
        self._print("shown", [f"{name} {count}" for name, count in shown.most_common()])
        self._print("beside what vbpl.vn states", [f"{name} {count}" for name, count in sorted(pairs.items())])
        self._print("wrong", wrong)
        over = find_plainly_over(timezone.localdate()).values_list("target__slug", flat=True).distinct()
        self._print("plainly ended by a held document and shown as in force", over)
        if differences:
            for line in sorted(different()):
                self.stdout.write(f"  {line}")

    def _print(self, what: str, found: Iterable[str]) -> None:
        found = list(found)
        numbers = found[0] if len(found) == 1 and found[0].isdigit() else str(len(found))
        self.stdout.write(f"{what}: {numbers}")
        if numbers == str(len(found)) and found:
            self.stdout.writelines(f"  {line}\n" for line in found[:40])
        self.stdout.flush()


def _steps(folder: Path, codification: tuple[str, ...]) -> dict[str, Callable[[], dict]]:
    def taken(*names: str) -> Callable[[], dict]:
        return lambda: import_files([folder / name for name in names]).counts()

    def amendments() -> dict:
        return dict(store_edges(build_edges(read_rows(folder / AMENDMENTS))))

    def clauses() -> dict:
        ids = list(LegalDocument.objects.order_by("pk").values_list("pk", flat=True))
        return {"read": sum(bring_up_to_date(ids[first : first + 50]) for first in range(0, len(ids), 50))}

    return {"codification": taken(*codification), "amendments": amendments, "crawl": taken(CRAWL), "clauses": clauses}


_RELATION = ("kind", "target__slug", "target_text", "provisions", "source_provisions")


def fingerprints() -> dict[str, str]:
    """Document → digest of all that a reader sees of it, without keys and moments."""
    found = {}
    rows = LegalDocument.objects.select_related("doc_type").prefetch_related(
        "issuer_links__body", "provisions", "fields"
    )
    for document in rows.order_by("pk").iterator(chunk_size=200):
        badge = document.badge
        told = [
            document.number_raw, document.title, document.doc_type.name if document.doc_type else "", document.slug,
            document.level, document.nature, document.education, document.signer, document.place, document.vbpl_id,
            document.source_url, document.issuer_names, sorted(field.name for field in document.fields.all()),
            *map(str, (document.issued_on, document.effective_from, document.effective_to, badge)),
            [(row.anchor, row.kind, row.label, row.heading, row.text) for row in document.provisions.all()],
            sorted(map(str, document.relations.values_list(*_RELATION))),
            sorted(document.events.values_list("kind", "by_text", "provisions", "by_provisions")),
            sorted(document.text_versions.values_list("source", "digest", "shown")),
            sorted(document.source_conflicts.values_list("field", "shown_source", "other_source")),
        ]  # fmt: skip
        found[document.slug] = hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()
    return found


def _differing(first: dict[str, str], second: dict[str, str]) -> list[str]:
    return sorted(slug for slug in first.keys() | second.keys() if first.get(slug) != second.get(slug))


def lost_texts() -> list[str]:
    """Texts that a source gave and that are neither shown nor kept, and shown texts that are not what was kept."""
    found = []
    for version in TextVersion.objects.filter(shown=True).select_related("document").iterator(chunk_size=200):
        kept = [(node.anchor, node.text) for node in unpack_nodes(version.packed)]
        if kept != list(version.document.provisions.order_by("order").values_list("anchor", "text")):
            found.append(f"{version.document.slug}: shown text is not the kept one")
    undoubted = TextVersion.objects.filter(current=True, doubts=[]).values("document")
    silent = LegalDocument.objects.filter(pk__in=undoubted, provisions__isnull=True)
    return found + [f"{document.slug}: no text is shown" for document in silent]


def _conflicts() -> Counter[str]:
    rows = SourceConflict.objects.values_list("field", "shown_source", "other_source")
    return Counter(f"{field} ({shown or '–'}/{other})" for field, shown, other in rows)


def _stated() -> dict[int, str]:
    rows = SourceRecord.objects.filter(source=source_registry.VBPL, replaced_at__isnull=True).exclude(status="")
    return dict(rows.values_list("document_id", "status"))


def statuses() -> tuple[Counter[str], Counter[str], list[str]]:
    """What badges show of all documents; of those whose status vbpl.vn states: how it compares; the wrong ones."""
    shown: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    wrong: list[str] = []
    stated, today = _stated(), timezone.localdate()
    for batch in _batches(500):
        for document, facts in zip(batch, validity_facts(batch), strict=True):
            status = status_on(facts, today)
            shown[status.shown] += 1
            if document.pk not in stated:
                continue
            said = stated[document.pk]
            if said == status.code:
                pairs["equal"] += 1
            elif status.code == "unknown":
                pairs["unknown"] += 1
            elif any(reason.code in CHECKABLE for reason in status.reasons):
                pairs[f"differs with a reason: {said} → {status.shown}"] += 1
            else:
                pairs["wrong"] += 1
                wrong.append(f"{document.slug}: {said}, shown {status.shown}")
    return shown, pairs, wrong


def different() -> list[str]:
    stated, today = _stated(), timezone.localdate()
    found = []
    documents = list(LegalDocument.objects.filter(pk__in=stated))
    for document, facts in zip(documents, validity_facts(documents), strict=True):
        status = status_on(facts, today)
        if status.code != stated[document.pk]:
            reasons = ", ".join(reason.code for reason in status.reasons)
            found.append(f"{document.slug}: {stated[document.pk]} → {status.shown} ({reasons})")
    return found


def _batches(size: int) -> Iterable[list[LegalDocument]]:
    rows = LegalDocument.objects.order_by("pk").iterator(chunk_size=size)
    while batch := list(itertools.islice(rows, size)):
        yield batch
