"""Two people who add schools at the same moment do not meet in the tree (PostgreSQL; SQLite writes one at a time)."""

import threading

import pytest
from django.db import connection, connections
from wagtail.models import Collection, Page

from cms.home.provisioning.create import create_schools
from cms.home.provisioning.spec import SchoolSpec
from cms.tenancy.models import School
from tests.factories import make_office

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_schools_added_at_the_same_moment():
    if connection.vendor != "postgresql":
        pytest.skip("the database under test is not PostgreSQL")
    make_office()
    failures = []

    def work(letter: str) -> None:
        try:
            for number in range(4):
                # The same names on both sides: host labels are chosen under the lock as well.
                specs = [
                    SchoolSpec(code=f"{letter}{number}{n}", name=f"Trường Tiểu học Chung {n}", level="TH")
                    for n in range(3)
                ]
                create_schools(specs)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert School.objects.count() == 24
    assert School.objects.values("site__hostname").distinct().count() == 24
    assert Page.find_problems() == ([], [], [], [], [])
    assert Collection.find_problems() == ([], [], [], [], [])
