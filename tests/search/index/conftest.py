import pytest

from search.backends import engine_at
from tests.search.conftest import ENGINES


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """A context at whose end what waits for the commit is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture(params=ENGINES)
def engine(request, settings):
    """Each engine, empty, as the one that is asked; None: the database."""
    if request.param == "database":
        yield None
        return
    settings.SEARCH_URL = f"{request.param}+{request.getfixturevalue(request.param + '_url')}"
    found = engine_at(settings.SEARCH_URL)
    found.rebuild([])
    yield found
    found.drop()
