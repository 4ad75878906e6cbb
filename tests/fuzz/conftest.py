import pytest

from tests.tenancy.isolation.conftest import world as world  # two schools with one thing of every kind


@pytest.fixture
def count(request) -> int:
    """Requests of each side: ``pytest tests/fuzz --fuzz 10000`` (``make fuzz``) asks more than the check."""
    return request.config.getoption("--fuzz")


@pytest.fixture
def seed(request) -> int:
    return request.config.getoption("--fuzz-seed")
