from unittest import mock

import pytest

from tests import shared
from tests.tenancy.wall.drawing import Drawer


@pytest.fixture
def world(request, db):
    """``{"A": Side, "B": Side}``: two schools with one thing of every kind."""
    return shared.given(request, "world")


@pytest.fixture(autouse=True)
def _drawn_once(request):
    """Long walks meet "This is not here, or not yours" tens of thousands of times; the others draw it each time."""
    if not request.node.get_closest_marker("long"):
        yield
        return
    with mock.patch("django.views.defaults.loader", Drawer()):
        yield
