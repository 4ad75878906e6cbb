import datetime

import pytest

from cms.legal import status
from cms.legal.models import StatusCode
from cms.legal.status import Facts, status_on

DAY = datetime.date(2026, 1, 1)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "code", "since"),
    [
        (Facts(effective_from=AFTER), status.NOT_YET, None),
        (Facts(effective_from=DAY), status.IN_FORCE, DAY),
        (Facts(effective_from=BEFORE), status.IN_FORCE, BEFORE),
        (Facts(effective_from=BEFORE, effective_to=AFTER), status.IN_FORCE, BEFORE),
        (Facts(effective_from=BEFORE, effective_to=DAY), status.EXPIRED, DAY),
        (Facts(effective_to=BEFORE), status.EXPIRED, BEFORE),
        (Facts(), status.UNKNOWN, None),
        (Facts(issued_on=BEFORE), status.UNKNOWN, None),  # a date of issue does not say when it began
        (Facts(effective_to=AFTER), status.UNKNOWN, None),
        (Facts(effective_from=BEFORE, override=status.OBSOLETE), status.OBSOLETE, None),
        (Facts(administrative=True, issued_on=BEFORE), status.RUNNING, BEFORE),
        (Facts(administrative=True, issued_on=BEFORE, effective_to=DAY), status.RUNNING, BEFORE),
        (Facts(administrative=True, issued_on=BEFORE, effective_to=BEFORE), status.ENDED, BEFORE),
        (Facts(administrative=True, effective_from=AFTER), status.NOT_YET, None),
        (Facts(administrative=True), status.UNKNOWN, None),
    ],
)
def test_status(facts, code, since):
    found = status_on(facts, DAY)
    assert (found.code, found.since) == (code, since)
    assert found.reasons


def test_the_reason_of_a_hand_set_status_is_kept():
    found = status_on(Facts(override=status.SUSPENDED, override_reason="Theo công điện"), DAY)
    assert found.reasons[0].text == "Theo công điện"


def test_every_code_has_words():
    assert set(StatusCode.values) == set(status.CODES)
