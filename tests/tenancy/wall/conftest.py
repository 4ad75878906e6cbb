import pytest

from tests import shared


@pytest.fixture
def world(request, db):
    """``{"A": Side, "B": Side}``: two schools with one thing of every kind."""
    return shared.given(request, "world")
