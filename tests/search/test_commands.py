"""Commands on the embedded engine, and the benchmark on a set of its own."""

import gzip
import io
import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from benchmarks.search import benchmark
from search.backends import build_engine
from search.backends.database import dialect_tables
from search.models import IndexEntry, PendingUpdate

pytestmark = pytest.mark.django_db


def called(name, *args, **options):
    out = io.StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def test_run_search_explains(content):
    told = json.loads(called("run_search", "luat tre em", json=True))
    assert told["query"]["syllables"] == ["luat", "tre", "em"]
    assert told["hits"][0]["url"] == "/van-ban/102-2016-qh13/"
    assert "luat" in called("run_search", "luat tre em", host="th-mau-a.localhost", scope="site")
    with pytest.raises(CommandError):
        called("run_search", "x", host="nobody.localhost")
    with pytest.raises(CommandError):
        called("run_search", "x", filter=["colour=red"])


def test_rebuild_repair_and_health(content):
    entries = IndexEntry.objects.count()
    assert json.loads(called("search_health", json=True))["healthy"]
    IndexEntry.objects.filter(kind="provision").delete()
    PendingUpdate.objects.create(source="page:1")
    with pytest.raises(SystemExit):
        called("search_health", json=True)
    mended = json.loads(called("search_repair", json=True))
    assert mended["replayed"] == 1
    assert IndexEntry.objects.count() == entries
    again = json.loads(called("rebuild_search", json=True))
    assert (again["changed"], again["entries"]) == (0, entries)
    assert json.loads(called("rebuild_search", from_nothing=True, json=True))["changed"] == entries
    assert dialect_tables().problems() == []


def test_frequencies_follow_every_write(content):
    before = dialect_tables().frequencies(["luat", "tre_em", "khongcotu"])
    assert before["luat"] > 0
    assert "khongcotu" not in before
    called("rebuild_search", from_nothing=True, json=True)
    assert dialect_tables().frequencies(["luat", "tre_em"]) == {name: before[name] for name in ("luat", "tre_em")}
    dialect_tables().compact()
    assert dialect_tables().frequencies(["luat", "tre_em"]) == {name: before[name] for name in ("luat", "tre_em")}


def test_addresses_of_engines():
    for wrong in ("mysql://x", "elasticsearch+http://", "http://localhost:9200"):
        with pytest.raises(ImproperlyConfigured):
            build_engine(wrong)


def test_scores_of_the_benchmark(tmp_path):
    found = benchmark.score([1, 2, None, 1], [1.0, 2.0, 3.0, 4.0], [1.0] * 4)
    assert (found.r1, found.r10, found.mrr, found.p50) == (0.5, 0.75, 0.625, 2.5)
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write('{"_id": "a", "text": "x\u2028y"}\n{"_id": "b", "text": ""}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "?"}\n{"_id": "r", "text": "!"}\n', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\nr\tb\t0\n", encoding="utf-8")
    assert [row["_id"] for row in benchmark.read_corpus(tmp_path)] == ["a", "b"]
    assert [(q.id, q.answers) for q in benchmark.read_questions(tmp_path)] == [("q", frozenset("a"))]
