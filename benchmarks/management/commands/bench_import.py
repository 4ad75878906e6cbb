"""``manage.py bench_import``: the whole codification into an empty library, twice; single documents against the truth
beside them; ``--hostile``: files made to break it."""

import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from benchmarks.scratch import scratch_database
from cms.legal.amendments.edges import build_edges, read_rows
from cms.legal.amendments.load import store_edges
from cms.legal.importer.documents import file_truth
from cms.legal.importer.records import ImportFileError
from cms.legal.importer.run import import_files
from cms.legal.importer.tables.hostile import FILES

CODIFICATION = ("phapdien_documents.csv", "phapdien_all_articles.jsonl.xz")
AMENDMENTS = "phapdien_amendments.csv"


class Command(BaseCommand):
    help = (
        "Measures the import, with the search index that follows it, in a scratch database beside the configured one: "
        "seconds, CPU seconds, highest memory and counts of a first and a second run. With --documents: how many "
        "of the files of a folder are read rightly, in percent."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="else the whole codification")
        parser.add_argument("--limit", type=int, help="the first N rows only")
        parser.add_argument("--hostile", action="store_true", help="trial runs of files made to fill memory or time")
        parser.add_argument(
            "--only", default="", metavar="WORDS", help="of the hostile files those with these words in the name"
        )
        parser.add_argument("--documents", type=Path, nargs="+", metavar="FOLDER", help="files with a truth.jsonl")
        parser.add_argument("--differences", action="store_true", help="of documents: print what is read wrongly")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, files, limit, documents, differences, **options):
        if documents:
            with scratch_database("bench_documents"):  # of types and bodies it reads those that each installation has
                return self._documents(documents, differences)
        if options["hostile"]:
            for found in hostile(options["only"]):
                line = json.dumps(found, ensure_ascii=False) if options["json"] else _in_words(found)
                self.stdout.write(line)
                self.stdout.flush()
            return None
        own = not files
        files = files or [settings.LEGAL_DATA_DIR / "legal" / name for name in CODIFICATION]
        amendments = settings.LEGAL_DATA_DIR / "legal" / AMENDMENTS
        if missing := [str(file) for file in files if not file.is_file()]:
            raise CommandError(f"no such file: {', '.join(missing)} (LEGAL_DATA_DIR names the folder of the real data)")
        with scratch_database("bench_import"):
            runs = []
            for name in ("first", "second"):
                runs.append({"run": name, **measured(lambda: import_files(files, limit=limit).counts())})
                if own and not limit and amendments.is_file():
                    runs.append(
                        {
                            "run": f"{name}, amendments",
                            **measured(lambda: store_edges(build_edges(read_rows(amendments)))),
                        }
                    )
        if options["json"]:
            self.stdout.write(json.dumps({"database": connection.vendor, "runs": runs}))
            return
        self.stdout.write(f"{connection.vendor}, {', '.join(file.name for file in files)}")
        for found in runs:
            self.stdout.write("  ".join(f"{name} {value}" for name, value in found.items()))

    def _documents(self, folders: list[Path], differences: bool) -> None:
        self.stdout.write("".join(f"{name:>10}" for name in ("set", "files", *file_truth.VALUES, "seconds")))
        for folder in folders:
            began = time.perf_counter()
            try:
                found = file_truth.score_reading(folder)
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
            values = "".join(f"{found.percent(name):>9.1f}%" for name in file_truth.VALUES)
            self.stdout.write(f"{folder.name:>10}{found.files:>10}{values}{time.perf_counter() - began:>10.1f}")
            if differences:
                for file, name, told, true in found.wrong:
                    self.stdout.write(f"  {file} {name}: {told!r}, in truth {true!r}")


def measured(work: Callable[[], dict]) -> dict:
    wall, cpu = time.perf_counter(), time.process_time()
    counts = work()
    return {
        "seconds": round(time.perf_counter() - wall, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,  # of the process so far
        **counts,
    }


def _in_words(found: dict) -> str:
    return "  ".join(f"{name} {value}" for name, value in found.items())


def hostile(words: str = "") -> Iterator[dict]:
    """Each file's trial run in a process of its own, whose highest memory is its alone (with the 150 MB of Django)."""
    processes = multiprocessing.get_context("fork")
    with scratch_database("bench_hostile"), tempfile.TemporaryDirectory() as folder:
        for name, write in FILES.items():
            if words not in name:
                continue
            path = Path(folder) / name
            write(path)
            size = path.stat().st_size
            connections.close_all()  # no connection lives in two processes
            ours, theirs = processes.Pipe()
            process = processes.Process(target=_tried, args=(path, theirs))
            process.start()
            theirs.close()
            try:
                found = ours.recv()
            except EOFError:
                found = {"ended": "killed"}
            process.join()
            path.unlink()
            yield {"file": name, "packed_mb": round(size / 1e6, 1), **found}


def _tried(path: Path, answer) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    ended: dict[str, int | str]
    try:
        counts = import_files([path], dry_run=True).counts()
        ended = {name: counts[name] for name in ("rows", "created", "merged", "rejected")}
    except ImportFileError as error:
        ended = {"refused": error.problem.code}
    found = {
        "seconds": round(time.perf_counter() - wall, 1),
        "cpu_seconds": round(time.process_time() - cpu, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    answer.send(found | ended)
