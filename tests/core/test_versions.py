import pytest
from django.db import transaction

from cms.core import versions
from cms.core.models import Version

# Every transactional test restores the rows of the migrations: one that did not would break the next that does.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def built():
    versions.clear_versions()
    calls = []

    def build():
        calls.append(1)
        return len(calls)

    return calls, build


def read(build):
    return versions.get_or_build(("test",), ("test.a",), build)


def test_built_once_per_version(built):
    calls, build = built
    assert [read(build) for _ in range(3)] == [1, 1, 1]
    versions.bump_versions("test.a")
    assert read(build) == 2
    assert len(calls) == 2


def test_another_counter_changes_nothing(built):
    _, build = built
    read(build)
    versions.bump_versions("test.b")
    assert read(build) == 1


def test_a_rollback_leaves_nothing_behind(built):
    _, build = built
    assert read(build) == 1
    with transaction.atomic():
        versions.bump_versions("test.a")
        assert read(build) == 2  # sees its own change
        transaction.set_rollback(True)
    assert read(build) == 1  # the cached value of the version that stands
    assert not Version.objects.filter(name="test.a").exists()


def test_an_open_transaction_reads_once_after_each_change(built):
    calls, build = built
    with transaction.atomic():
        versions.bump_versions("test.a")
        assert [read(build) for _ in range(3)] == [1, 1, 1]
        versions.bump_versions("test.b")  # any counter: what is read may rest on several
        assert read(build) == 2
        with transaction.atomic():
            versions.bump_versions("test.a")
            assert [read(build), read(build)] == [3, 3]
            transaction.set_rollback(True)
        assert read(build) == 2  # as before the savepoint
        try:
            with transaction.atomic():
                raise LookupError
        except LookupError:
            assert read(build) == 2
    assert read(build) == 4  # what the transaction read was its own
    assert len(calls) == 4


def test_nothing_read_in_a_savepoint_outlives_it(built):
    _, build = built
    with transaction.atomic():
        versions.bump_versions("test.a")
        with transaction.atomic():
            assert read(build) == 1  # perhaps over rows that the savepoint takes back
            transaction.set_rollback(True)
        assert read(build) == 2


def test_another_process_is_seen_after_a_second(built, monkeypatch):
    _, build = built
    assert read(build) == 1
    Version.objects.update_or_create(name="test.a", defaults={"value": 9})  # written elsewhere: no forget()
    assert read(build) == 1
    now = versions.time.monotonic()
    monkeypatch.setattr(versions.time, "monotonic", lambda: now + versions.MAX_AGE + 0.01)
    assert read(build) == 2


def test_counters_only_rise():
    versions.bump_versions("test.a")
    first = versions.current_versions("test.a")
    versions.bump_versions("test.a", "test.b")
    assert versions.current_versions("test.a")[0] == first[0] + 1
    assert versions.current_versions("test.b", "unknown") == (1, 0)
