"""How a status is known, and what may be shown of it. Pure, no Django.

A status is ``STATED`` by an official source on a day, ``COMPUTED`` from dates and events that a reader can check,
``DECIDED`` by the library with a reason, ``NOT_CONTRADICTED`` since the day on which a source was last read that would
have told of an end, or ``NOT_KNOWN``. Only the first two are ground for "in force".
"""

STATED, COMPUTED, DECIDED = "stated", "computed", "decided"
NOT_CONTRADICTED, NOT_KNOWN = "not_contradicted", "not_known"
#: A consolidated text has no force of its own: its status is that of what it consolidates. Never stored.
CONSOLIDATED = "consolidated"
#: What is shown of "in force" on a day that lies ahead.
FORECAST = "forecast"

_GROUND = frozenset({STATED, COMPUTED})
_UNTOUCHED = frozenset({"in_force", "running"})
_IN_PART = frozenset({"partly_expired", "partly_suspended"})


def displayed_code(code: str, how: str, forecast: bool = False) -> str:
    """What a badge shows: the code, and for "in force" without ground ``not_contradicted``, ``decided`` or
    ``unknown``; of a day that lies ahead nobody knows that it will be."""
    if how == CONSOLIDATED:
        return CONSOLIDATED
    if code in _IN_PART and how == NOT_KNOWN:
        return "unknown"
    if code not in _UNTOUCHED or how in _GROUND:
        return FORECAST if forecast and code in _UNTOUCHED else code
    return how if how in (NOT_CONTRADICTED, DECIDED) else "unknown"
