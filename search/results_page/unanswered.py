"""Unanswered queries: counts queries without results, or without one that has all words, by site and day, so that the
office sees what is missing. It stores nothing about the user.

It does not store a query that looks like personal data, even if this drops harmless ones ("hồ sơ" begins like a name).
"""

from __future__ import annotations

import datetime
import logging
import re

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from cms.core.text import collapse_whitespace, fold_diacritics
from search.backends.posting_encoding import count_tokens, token_number
from search.models import IndexEntry, UnansweredQuery
from search.query_planning.analysis import syllables
from search.results_page.results import Results

log = logging.getLogger(__name__)
MAX_PER_DAY = 500  # different queries per site, so that nobody can fill the table
RETENTION = datetime.timedelta(days=180)
MAX_LENGTH = 100

_SURNAMES = ["nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô",
    "dương", "lý", "đinh", "trịnh", "lương", "mai", "tô", "tạ", "hà", "đoàn", "lâm", "phùng", "cao"]  # fmt: skip
_ADDRESS = re.compile(r"@|https?:|www\.|\.(?:vn|com|net|org)\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?:\d[ .\-()]?){7,}")
_NAMED = re.compile(rf"\b(?:{'|'.join(name.title() for name in _SURNAMES)})(?:\s+[^\W\d_a-z]\w*)+")
_MIDDLE = re.compile(
    rf"\b(?:{'|'.join(fold_diacritics(name) for name in _SURNAMES)}) (?:van|thi|duc|huu|dinh|ngoc|minh|thanh)\b"
)


def storable_form(text: str) -> str:
    """Returns the query in the form that may be stored, or "" if it must not be stored.

    >>> storable_form("  Xe đạp   ĐIỆN "), storable_form("0912 345 678")
    ('xe đạp điện', '')
    >>> storable_form("nguyen van a lop 3"), storable_form("a@b.vn")
    ('', '')
    """
    text = collapse_whitespace(text)
    plain = text.lower()
    forms = syllables(plain)
    if not 0 < len(plain) <= MAX_LENGTH or not forms or all(folded.isdigit() for _, folded in forms):
        return ""
    if (
        _ADDRESS.search(plain)
        or _LONG_NUMBER.search(plain)
        or _NAMED.search(text)
        or _MIDDLE.search(fold_diacritics(plain))
    ):
        return ""
    has_diacritics = any(exact != folded for exact, folded in forms)
    names = _SURNAMES if has_diacritics else [fold_diacritics(name) for name in _SURNAMES]
    is_name = 2 <= len(forms) <= 5 and forms[0][0 if has_diacritics else 1] in names
    return "" if is_name else plain


def has_every_word(results: Results) -> bool:
    """Returns whether a hit of the page has all content words: a relaxed query is not always an unanswered one."""
    wanted = frozenset(map(token_number, results.query.content))
    rows = IndexEntry.objects.filter(ref__in=[hit.ref for hit in results.hits]).values_list("packed", flat=True)
    return any(len(count_tokens(bytes(packed), wanted)) == len(wanted) for packed in rows)


def record_unanswered(text: str, site_id: int, partly: bool = False) -> None:
    """Counts the query; never raises. ``partly``: there are results, but none with all of its words."""
    query = storable_form(text)
    if not query:
        return
    today = timezone.localdate()
    try:
        with transaction.atomic():
            same = UnansweredQuery.objects.filter(query=query, site_id=site_id, day=today)
            if same.update(count=F("count") + 1, partly=partly):
                return
            if UnansweredQuery.objects.filter(site_id=site_id, day=today).count() < MAX_PER_DAY:
                UnansweredQuery.objects.create(query=query, site_id=site_id, day=today, partly=partly)
                UnansweredQuery.objects.filter(day__lt=today - RETENTION).delete()
    except DatabaseError:
        log.exception("search: a question without results was not counted")
