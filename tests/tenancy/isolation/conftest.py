from unittest import mock

import pytest

from tests import shared
from tests.tenancy.isolation.drawing import Drawer
from tests.tenancy.isolation.world import build_world


@shared.once
def world():
    """``{"A": Side, "B": Side}``: two schools with one thing of every kind."""
    return build_world()


@pytest.fixture(autouse=True)
def _drawn_once(request):
    """Long walks meet "This is not here, or not yours" tens of thousands of times; the others draw it each time."""
    if not request.node.get_closest_marker("long"):
        yield
        return
    with mock.patch("django.views.defaults.loader", Drawer()):
        yield
