"""How a status is known, and which status may be displayed. Pure, no Django.

A status is ``STATED`` by an official source on a day, ``COMPUTED`` from dates and events that a reader can check,
``DECIDED`` by the library with a reason, ``NOT_CONTRADICTED`` since the last reading of a source that would have
reported an end, or ``NOT_KNOWN``. Only the first two are a sufficient basis for "in force".
"""

STATED, COMPUTED, DECIDED = "stated", "computed", "decided"
NOT_CONTRADICTED, NOT_KNOWN = "not_contradicted", "not_known"
#: A consolidated text is not in force by itself: its status is that of the text it consolidates. Never stored.
CONSOLIDATED = "consolidated"
#: The code displayed for "in force" on a future day.
FORECAST = "forecast"

_GROUND = frozenset({STATED, COMPUTED})
_UNTOUCHED = frozenset({"in_force", "running"})
_IN_PART = frozenset({"partly_expired", "partly_suspended"})


def displayed_code(code: str, how: str, forecast: bool = False) -> str:
    """Returns the code of a badge: ``code`` itself, but for "in force" without a sufficient basis ``not_contradicted``,
    ``decided`` or ``unknown``. On a future day "in force" is never certain."""
    if how == CONSOLIDATED:
        return CONSOLIDATED
    if code in _IN_PART and how == NOT_KNOWN:
        return "unknown"
    if code not in _UNTOUCHED or how in _GROUND:
        return FORECAST if forecast and code in _UNTOUCHED else code
    return how if how in (NOT_CONTRADICTED, DECIDED) else "unknown"
