"""Recording mode of the wall at the row: what crosses is written down instead of being refused.

A list of what somebody forgot to filter: run a walk inside ``recording()`` and read the rows without a reason.
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from cms.core import instance_hooks
from cms.tenancy.row_access.policy import RowAccessPolicy

_HERE = str(Path(__file__).resolve().parents[3])


@contextmanager
def recording():
    """A counter of ``(model, reason, place in the code)``; the reason is empty where the wall would have refused."""
    found: Counter = Counter()

    def note(row, reason: str = "") -> None:
        found[row._meta.label, reason, _place()] += 1

    def passing(wall, reason):
        def look(row):
            with instance_hooks.use_instance_hook(None):
                if wall.refuses(row):
                    note(row, reason)

        look.passing = lambda other: passing(wall, other)
        return look

    refuse, instance_hooks.deny_row = instance_hooks.deny_row, note
    RowAccessPolicy.passing = passing
    try:
        yield found
    finally:
        instance_hooks.deny_row = refuse
        del RowAccessPolicy.passing


def _place() -> str:
    """The innermost lines that are neither Django's nor the wall's own: file:function."""
    frame, lines = sys._getframe(2), []
    while frame is not None and len(lines) < 3:
        name = frame.f_code.co_filename
        own = name.startswith((_HERE + "/cms/", _HERE + "/search/")) and "/tenancy/rows/" not in name
        if (own and not name.endswith(("core/rows.py", "core/versions.py"))) or "/wagtail" in name:
            short = name.removeprefix(_HERE + "/").rpartition("site-packages/")[2]
            lines.append(f"{short}:{frame.f_lineno}:{frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(lines)
