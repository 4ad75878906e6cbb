"""What a process reads before its first question, so that nobody waits for it: words, readings, weights."""

from __future__ import annotations

import logging

from django.db import Error, connections

from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan

#: With marks and without, short and as a sentence: together they touch every file of ``search/data``.
_QUESTIONS = (
    "dạy thêm giờ", "hoc sinh bi ky luat", "nhà trường có được thu tiền dạy thêm của học sinh hay không", "tt 32/2018",
)  # fmt: skip
log = logging.getLogger(__name__)


def warm_up() -> None:
    """Without the database the first question says so, not the start."""
    try:
        for text in _QUESTIONS:
            make_plan(parse_query(text), SearchRequest())
    except Error:
        log.warning("The types of documents could not be read before the first question.", exc_info=True)
    finally:
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
