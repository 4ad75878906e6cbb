"""Any page parameter gives a page; links keep the filters."""

import pytest

from cms.core.web.paging import paginate


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (None, 1),
        ("", 1),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 3),
        ("999999999", 3),
        ("9" * 5000, 1),
        ("0", 1),
        ("-1", 1),
        ("1.5", 1),
        ("abc", 1),
        ("٣", 1),
        ("²", 1),
        (" 2", 1),
        ("2;drop", 1),
    ],
)
def test_a_page_for_every_parameter(raw, number):
    found = paginate(list(range(25)), raw, per_page=12)
    assert found.number == number
    assert found.total == 25
    assert found.items == list(range(25))[(number - 1) * 12 : number * 12]


def test_an_empty_list_is_one_empty_page_without_links():
    found = paginate([], "7")
    assert (found.number, found.total, list(found), found.links) == (1, 0, [], ())
    assert not found.previous_url
    assert not found.next_url


def test_links_keep_the_filters_and_leave_out_what_is_empty():
    found = paginate(list(range(40)), "2", {"year": "2026", "kind": ""}, per_page=10)
    assert found.previous_url == "?year=2026"
    assert found.next_url == "?year=2026&page=3"
    assert [(link.number, link.current) for link in found.links] == [(1, False), (2, True), (3, False), (4, False)]


def test_long_rows_have_gaps():
    found = paginate(list(range(100)), "5", per_page=10)
    assert [link.number for link in found.links] == [1, 0, 4, 5, 6, 0, 10]
    assert [bool(link.url) for link in found.links] == [True, False, True, True, True, False, True]
