"""Who is meant: pure."""

import datetime

import pytest

from cms.district.broadcasts.audience import AudienceRule, SchoolFacts

REFORM = datetime.date(2025, 7, 1)
EVE = REFORM - datetime.timedelta(days=1)
DISTRICT, COMMUNE = 1, 2
A = SchoolFacts(1, "A", "A", "TH", "Xã Một", ((COMMUNE, REFORM, None), (DISTRICT, None, EVE)))
B = SchoolFacts(2, "B", "B", "THCS", "Xã Hai", ((DISTRICT, None, None),))


@pytest.mark.parametrize(
    ("rule", "day", "a", "b"),
    [
        (AudienceRule("all"), REFORM, True, True),
        (AudienceRule("level", levels=frozenset({"TH"})), REFORM, True, False),
        (AudienceRule("commune", communes=frozenset({"Xã Hai"})), REFORM, False, True),
        (AudienceRule("authority", authority_id=DISTRICT), EVE, True, True),
        (AudienceRule("authority", authority_id=DISTRICT), REFORM, False, True),
        (AudienceRule("authority", authority_id=DISTRICT, as_of=EVE), REFORM, True, True),
        (AudienceRule("authority", authority_id=COMMUNE), REFORM, True, False),
        (AudienceRule("authority"), REFORM, False, False),
        (AudienceRule("list", school_ids=frozenset({2})), REFORM, False, True),
        (AudienceRule("list"), REFORM, False, False),
    ],
)
def test_who_is_meant(rule, day, a, b):
    assert (rule.includes_school(A, day), rule.includes_school(B, day)) == (a, b)
