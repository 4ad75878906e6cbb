"""One rebuild at a time; a dead one blocks nobody; the index answers all the while."""

import io
import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.index import indexing, rebuilding
from search.models import IndexEntry, Rebuild
from search.results_page.service import search

pytestmark = pytest.mark.django_db


def called(name, **options):
    call_command(name, json=True, stdout=io.StringIO(), **options)


def test_a_second_rebuild_is_refused_clearly(content):
    with rebuilding.exclusive_rebuild() as sign:
        sign(7)
        Rebuild.objects.update(done=7)
        for command in ("rebuild_search", "search_repair"):
            with pytest.raises(CommandError, match=rf"7\b.*{socket.gethostname()}"):
                called(command)
        assert rebuilding.current_rebuild().done == 7
        called("search_repair", quick=True)  # replaying what waits is always right
    assert rebuilding.current_rebuild() is None
    called("rebuild_search")


@pytest.mark.parametrize("where", ["elsewhere:12", f"{socket.gethostname()}:{2**22 + 1}"])
def test_a_dead_rebuild_blocks_nobody(content, where):
    Rebuild.objects.update_or_create(pk=1, defaults={"where": where})
    long_ago = timezone.now() - (timedelta(days=1) if where.startswith("elsewhere") else timedelta())
    Rebuild.objects.update(seen_at=long_ago)
    assert rebuilding.current_rebuild() is None
    called("rebuild_search")


def test_a_failure_lets_the_next_one_in(content, monkeypatch):
    monkeypatch.setattr("search.index.indexing.reconcile_database", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        called("rebuild_search")
    monkeypatch.undo()
    called("rebuild_search")


def test_the_index_answers_while_everything_is_written_again(content, monkeypatch):
    counts = []
    before = search("luật trẻ em", content.a_site).total
    entries = IndexEntry.objects.count()

    def looking(count):
        counts.append((search("luật trẻ em", content.a_site).total, IndexEntry.objects.count()))

    first = set(IndexEntry.objects.values_list("pk", flat=True))
    assert indexing.reconcile_database(looking, from_empty=True) == entries
    assert set(counts) == {(before, entries)}
    assert len(first & set(IndexEntry.objects.values_list("pk", flat=True))) < len(first)


def test_drift_of_the_content_is_seen(content):
    assert indexing.content_drift() == (0, 0)
    IndexEntry.objects.filter(ref=IndexEntry.objects.filter(kind="news").first().ref).delete()
    assert indexing.content_drift() == (1, 0)
    IndexEntry.objects.filter(kind="notice").update(source="page:999999")
    assert indexing.content_drift()[1] == 1
