"""How a status is known, and what may be shown of it. Pure, no Django.

A status is ``STATED`` by an official source on a day, ``COMPUTED`` from dates and events that a reader can check,
``DECIDED`` by the library with a reason, ``NOT_CONTRADICTED`` since the day on which a source was last read that would
have told of an end, or ``NOT_KNOWN``. Only the first two are ground for "in force".
"""

STATED, COMPUTED, DECIDED = "stated", "computed", "decided"
NOT_CONTRADICTED, NOT_KNOWN = "not_contradicted", "not_known"
HOWS = (STATED, COMPUTED, DECIDED, NOT_CONTRADICTED, NOT_KNOWN)

_GROUND = frozenset({STATED, COMPUTED})
_UNTOUCHED = frozenset({"in_force", "running"})


def shown(code: str, how: str) -> str:
    """What a badge shows: the code, and for "in force" without ground ``not_contradicted``, ``decided`` or
    ``unknown``."""
    if code not in _UNTOUCHED or how in _GROUND:
        return code
    return how if how in (NOT_CONTRADICTED, DECIDED) else "unknown"
