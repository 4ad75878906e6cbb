"""Counts by group: several questions at once, of different days, with anything as a filter."""

import datetime
from concurrent.futures import ThreadPoolExecutor

from search.backends import facet_counts
from search.backends.facet_counts import FacetCounter
from search.backends.groups import Group
from search.index.contract import DOCUMENT
from search.query_planning.query_plan import SearchRequest

GROUP = Group(DOCUMENT, None, ("vi",), (("year", "2019"),), (("in_force", "2020-01-01"), ("expired", "2024-07-01")))
NUMBER = -1  # no row of a database has it


def facets(day: datetime.date, **filters) -> dict:
    found = FacetCounter(SearchRequest(filters={name: (value,) for name, value in filters.items()}), day)
    found.count_all({NUMBER: 5}, {NUMBER: GROUP})
    return found.facets


def test_each_day_has_its_status():
    before, after = datetime.date(2022, 1, 1), datetime.date(2025, 1, 1)
    for _twice in range(2):
        assert facets(before)["status"] == {"in_force": 5}
        assert facets(after)["status"] == {"expired": 5}


def test_what_visitors_ask_for_is_not_kept():
    day = datetime.date(2022, 1, 1)
    assert facets(day, year="2019")["status"] == {"in_force": 5}
    known = len(facet_counts._values)
    for number in range(50):
        found = facets(day, year=f"x{number}")
        assert found["status"] == {}
        assert found["year"] == {"2019": 5}  # a facet is counted without its own filter
    assert len(facet_counts._values) == known


def test_the_first_question_of_a_process_may_have_filters():
    group = Group(DOCUMENT, None, ("vi",), (("year", "1907"),), ())  # no other test has met that year
    found = FacetCounter(SearchRequest(filters={"year": ("1907",)}), datetime.date(2022, 1, 1))
    found.count_all({-2: 5}, {-2: group})
    assert (found.total, found.groups) == (5, {-2})


def test_threads_number_alike():
    values = [("year", f"thread-{number}") for number in range(3000)]
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda start: [facet_counts._value_number(v) for v in values[start:] + values[:start]], range(8))
        )
    assert len({*found[0]}) == len(values)
    assert all(facet_counts._values[facet_counts._value_number(value)] == value for value in values)
