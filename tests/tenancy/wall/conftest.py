import pytest
from django.core.cache import cache
from django.db import transaction

from cms.core import versions
from tests.factories import make_office, make_superuser
from tests.tenancy.wall.world import build_side


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """``{"A": Side, "B": Side}``, built once for all tests of a module and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        versions.clear()
        cache.clear()
        make_office()
        sides = {code: build_side(code) for code in "AB"}
        make_superuser(email="boss@example.vn")
        yield sides
        transaction.set_rollback(True)
