"""Warm-up: loads word lists, compounds and weights before the first query of a process, so that nobody waits."""

from __future__ import annotations

import logging

from django.db import Error, connections

from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan

#: With and without diacritics, keywords and a question: together they read every file of ``search/data``.
_QUESTIONS = (
    "dạy thêm giờ", "hoc sinh bi ky luat", "nhà trường có được thu tiền dạy thêm của học sinh hay không", "tt 32/2018",
)  # fmt: skip
log = logging.getLogger(__name__)


def warm_up() -> None:
    """Plans sample queries to fill the caches. Logs database errors and does not raise them: the start succeeds."""
    try:
        for text in _QUESTIONS:
            make_plan(parse_query(text), SearchRequest())
    except Error:
        log.warning("The types of documents could not be read before the first question.", exc_info=True)
    finally:
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
