import datetime
import itertools
from dataclasses import replace
from random import Random

import pytest

from cms.legal.models import StatusCode
from cms.legal.validity import events, status
from cms.legal.validity.events import Event
from cms.legal.validity.status import Facts, compute_periods, status_on

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


def some_facts(random):
    """Any mixture of dates and events within two years around DAY, some without a day."""

    def a_day(none=0.3):
        return None if random.random() < none else DAY + datetime.timedelta(days=random.randint(-365, 365))

    provisions = [("", ()), ("Điều 1", ("dieu-1",)), ("khoản 2 Điều 5", ("dieu-5-khoan-2",))]
    found = []
    for _ in range(random.randint(0, 5)):
        words, anchors = random.choice(provisions)
        found.append(Event(random.choice(events.KINDS), a_day(0.15), words, anchors, not_before=a_day(0.5)))
    return Facts(a_day(), a_day(), a_day(0.6), random.random() < 0.2, events=tuple(found))


@pytest.mark.parametrize("seed", range(200))
def test_the_history_agrees_with_every_single_day(seed):
    """Periods leave no gap, neighbours differ, and each day's status is the one asked for alone; the order in which
    events are entered does not matter; an unknown end is never read as force."""
    random = Random(seed)  # noqa: S311
    facts = some_facts(random)
    found = compute_periods(facts)
    assert found[0].begins is None
    assert found[-1].ends is None
    for one, two in itertools.pairwise(found):
        assert one.ends == two.begins
        assert one.code != two.code
    shuffled = replace(facts, events=tuple(random.sample(facts.events, len(facts.events))))
    for offset in range(-400, 400, 7):
        day = DAY + datetime.timedelta(days=offset)
        period = next(row for row in found if (row.begins or day) <= day and (row.ends is None or day < row.ends))
        here = status_on(facts, day)
        assert here.code == period.code == status_on(shuffled, day).code
        assert here.reasons
        if facts.effective_from is None and not facts.administrative:
            assert here.code in (status.UNKNOWN, status.EXPIRED)
        if here.code in (status.RUNNING, status.ENDED):
            assert facts.administrative


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ([Event(events.AMENDED, BEFORE, "Điều 5", ("dieu-5",))], status.PARTLY_EXPIRED),
        ([Event(events.AMENDED, AFTER, "Điều 5", ("dieu-5",))], status.IN_FORCE),
        ([Event(events.SUPPLEMENTED, BEFORE, "Điều 5a", ("dieu-5a",))], status.IN_FORCE),
        ([Event(events.CORRECTED, BEFORE)], status.IN_FORCE),
        ([Event(events.REPLACED, BEFORE)], status.EXPIRED),
        ([Event(events.REPLACED, BEFORE, "Điều 5", ("dieu-5",))], status.PARTLY_EXPIRED),
        ([Event(events.REPLACED, None)], status.UNKNOWN),  # whether it has happened nobody knows
        ([Event(events.REPLACED, None, not_before=AFTER)], status.IN_FORCE),  # it cannot have happened yet
        ([Event(events.SUSPENDED, BEFORE)], status.SUSPENDED),
        ([Event(events.SUSPENDED, BEFORE, "Điều 5", ("dieu-5",))], status.PARTLY_SUSPENDED),
        ([Event(events.SUSPENDED, BEFORE), Event(events.RESUMED, DAY)], status.IN_FORCE),
        ([Event(events.SUSPENDED, BEFORE), Event(events.RESUMED, DAY, "Điều 5", ("dieu-5",))], status.PARTLY_SUSPENDED),
        (
            [
                Event(events.SUSPENDED, BEFORE, "khoản 1 Điều 5", ("dieu-5-khoan-1",)),
                Event(events.RESUMED, DAY, "Điều 5", ("dieu-5",)),
            ],
            status.IN_FORCE,
        ),
        ([Event(events.SUSPENDED, DAY), Event(events.RESUMED, DAY)], status.IN_FORCE),
        ([Event(events.SUSPENDED, BEFORE), Event(events.ABOLISHED, DAY)], status.EXPIRED),
    ],
)
def test_what_events_do(told, code):
    facts = Facts(effective_from=DAY - datetime.timedelta(days=400), events=tuple(told))
    assert status_on(facts, DAY).code == code


def test_a_status_set_by_hand_holds_from_its_day():
    facts = Facts(effective_from=BEFORE, override=status.OBSOLETE, override_reason="Lý do", override_from=AFTER)
    assert [status_on(facts, day).code for day in (DAY, AFTER)] == [status.IN_FORCE, status.OBSOLETE]


def test_a_plan_that_is_replaced_has_ended():
    facts = Facts(administrative=True, issued_on=BEFORE, events=(Event(events.REPLACED, DAY),))
    assert [status_on(facts, day).code for day in (BEFORE, DAY)] == [status.RUNNING, status.ENDED]


STARTED = datetime.date(2010, 1, 1)
AMENDED = Event(events.AMENDED, datetime.date(2015, 1, 1), "Điều 5", ("dieu-5",))
PAUSED = Event(events.SUSPENDED, datetime.date(2015, 1, 1))
RESUMED = Event(events.RESUMED, datetime.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("told", "happened", "shown"),
    [
        (status.IN_FORCE, (), status.IN_FORCE),
        (status.PARTLY_EXPIRED, (), status.PARTLY_EXPIRED),
        (status.EXPIRED, (AMENDED,), status.EXPIRED),
        (status.SUSPENDED, (AMENDED,), status.SUSPENDED),
        (status.EXPIRED, (PAUSED,), status.EXPIRED),
        (status.OBSOLETE, (PAUSED,), status.OBSOLETE),
        (status.IN_FORCE, (PAUSED,), status.UNKNOWN),  # they contradict each other
        (status.SUSPENDED, (RESUMED,), "unknown"),  # resumed after the source spoke, and nobody knows more
        (status.IN_FORCE, (AMENDED,), status.PARTLY_EXPIRED),
        (status.NOT_YET, (), status.UNKNOWN),  # it says so of a day after it had begun
    ],
)
def test_what_the_official_source_says_beside_the_events(told, happened, shown):
    stated = status.Stated(told, datetime.date(2024, 1, 1), "vbpl")
    facts = Facts(effective_from=STARTED, events=happened, stated=(stated,))
    assert status_on(facts, DAY).shown == shown


@pytest.mark.parametrize("ended", [None, datetime.date(2023, 1, 1)])
def test_the_past_is_not_quoted_from_a_later_statement(ended):
    """A statement holds for its day: an earlier one is computed from what was known of it, also where the events say
    that the document had ended before the statement was made."""
    stated = status.Stated(status.IN_FORCE, datetime.date(2024, 1, 1), "vbpl")
    facts = Facts(effective_from=STARTED, effective_to=ended, stated=(stated,), checked_on=stated.on, checked_by="vbpl")
    day = STARTED + datetime.timedelta(days=1)
    found = status_on(facts, day)
    assert (found.code, found.how, found.source, found.known_on) == (status.IN_FORCE, status.COMPUTED, "", None)
    assert "stated" not in [reason.code for reason in found.reasons]
    assert "stated_later" in [reason.code for reason in found.reasons]
    if ended is None:
        assert (status_on(facts, stated.on).how, status_on(facts, stated.on).source) == (status.STATED, "vbpl")
        unknown = status_on(replace(facts, incomplete=True), day)
        assert unknown.how == status.NOT_KNOWN


def test_not_yet_is_of_its_day_alone():
    stated = status.Stated(status.NOT_YET, datetime.date(2020, 1, 1), "vbpl")
    assert status_on(Facts(stated=(stated,)), DAY).code == status.UNKNOWN


def test_in_part_is_not_known_where_a_clause_waits():
    clause = Event(events.EXPIRED, datetime.date(2020, 1, 1), by="Thông tư số 1/2020/TT-BGDĐT")
    facts = Facts(effective_from=STARTED, events=(AMENDED,), may_end=(clause,))
    assert status_on(facts, DAY).shown == "unknown"
