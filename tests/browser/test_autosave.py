"""Type, wait a moment, press: on a slow gunicorn each round ends in one object with the whole text, live if it says so.

One round of each kind; ``make bench-editing`` plays two hundred.
"""

import random

import pytest
from django.db import connection

from tests.editing.rounds import KINDS, Desks, play
from tests.editing.server import own_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_each_round_ends_in_one_whole_object(new_page):
    chance = random.Random(12)  # noqa: S311
    with own_server(slow=0.8, like=connection) as server:
        desks = Desks(server, new_page)
        faults = [fault for number, kind in enumerate(KINDS) for fault in play(desks, kind, number, chance)]
    assert faults == []
