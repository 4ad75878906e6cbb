"""Who is meant: pure."""

import datetime

import pytest

from cms.district.broadcasts.targets import SchoolFacts, Target

REFORM = datetime.date(2025, 7, 1)
EVE = REFORM - datetime.timedelta(days=1)
DISTRICT, COMMUNE = 1, 2
A = SchoolFacts(1, "A", "A", "TH", "Xã Một", ((COMMUNE, REFORM, None), (DISTRICT, None, EVE)))
B = SchoolFacts(2, "B", "B", "THCS", "Xã Hai", ((DISTRICT, None, None),))


@pytest.mark.parametrize(
    ("target", "day", "a", "b"),
    [
        (Target("all"), REFORM, True, True),
        (Target("level", levels=frozenset({"TH"})), REFORM, True, False),
        (Target("commune", communes=frozenset({"Xã Hai"})), REFORM, False, True),
        (Target("authority", authority_id=DISTRICT), EVE, True, True),
        (Target("authority", authority_id=DISTRICT), REFORM, False, True),
        (Target("authority", authority_id=DISTRICT, as_of=EVE), REFORM, True, True),
        (Target("authority", authority_id=COMMUNE), REFORM, True, False),
        (Target("authority"), REFORM, False, False),
        (Target("list", school_ids=frozenset({2})), REFORM, False, True),
        (Target("list"), REFORM, False, False),
    ],
)
def test_who_is_meant(target, day, a, b):
    assert (target.means(A, day), target.means(B, day)) == (a, b)
