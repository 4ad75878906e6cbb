"""Each job does its work in an office where there is nothing to do, and says so in at most one line."""

import pytest

from cms.core.jobs import all_jobs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(job.name for job in all_jobs()))
def test_it_runs_where_nothing_is_to_be_done(name, a):
    job = next(job for job in all_jobs() if job.name == name)
    for _turn in range(2):  # safe to run twice
        said = job.run()
        assert said is None or (isinstance(said, str) and "\n" not in said)
