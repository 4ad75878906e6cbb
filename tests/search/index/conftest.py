import pytest


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """A context at whose end what waits for the commit is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
