"""What a person has to look at in a proposed document, in words: its number and day, and the order of its articles."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.legal.importer.documents.uncertainties import Uncertainty
from cms.legal.parsing.texts.article_order import BACK, GAP, LEAP, STARTS, TWICE, OrderFault
from cms.legal.parsing.texts.structure_lines import find_head

_DOUBTS = {
    "number_missing": _("The number was not found in the file."),
    "number_form": _("The number does not look like one of a document."),
    "number_several": _("The head of the file names another number as well: %(other)s."),
    "number_type": _("The number is not one of a document of the type “%(type)s”."),
    "number_year": _("The number is of the year %(year)s, the day of issue of %(issued)s."),
    "day_missing": _("The day of issue was not found in the file, or there is no such day."),
    "day_several": _("The file names another day as well: %(other)s."),
    "day_future": _("The day of issue lies in the future."),
}
_FAULTS = {
    STARTS: _("The first article is Điều %(found)s: those before it are missing."),
    GAP: _("Between Điều %(before)s and Điều %(found)s articles are missing."),
    LEAP: _(
        "“Điều %(found)s” after Điều %(before)s is out of the order: most likely a line that only names an article."
    ),
    BACK: _("After Điều %(before)s comes Điều %(found)s: the count goes back."),
    TWICE: _("Điều %(found)s comes twice."),
}
MAX_LINES = 12  # sentences on the order of articles


def uncertainty_sentence(doubt: Uncertainty) -> str:
    values = dict(doubt.values)
    if doubt.code == "day_several" and not values["other"]:
        return gettext("The file names a day that does not exist.")
    return str(_DOUBTS[doubt.code]) % values


def fault_sentences(faults: Sequence[OrderFault]) -> list[str]:
    found = [str(_FAULTS[fault.kind]) % {"before": fault.before, "found": fault.found} for fault in faults[:MAX_LINES]]
    return [*found, "…"] if len(faults) > MAX_LINES else found


def fault_lines(faults: Sequence[OrderFault], lines: Sequence[str]) -> set[int]:
    """Where the articles stand that are out of the order."""
    numbers = {fault.found for fault in faults}
    heads = ((place, find_head(line)) for place, line in enumerate(lines)) if numbers else ()
    return {place for place, head in heads if head and head.kind == "article" and head.number in numbers}
