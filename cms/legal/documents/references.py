"""Updates Wagtail's reference index once for a new object and all rows saved with it.

Wagtail reads the whole object again for each of its rows that is saved: a document of twenty relations twenty-one
times.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Model


@contextmanager
def unique_references(new: Model) -> Iterator[None]:
    """Context manager around saving ``new``, which has no rows yet that could be deleted meanwhile."""
    from wagtail import signal_handlers  # needs the models

    if getattr(signal_handlers.reference_index_auto_update_disabled, "value", False):  # somebody else updates it later
        yield
        return
    with signal_handlers.disable_reference_index_auto_update():
        yield
    signal_handlers.update_reference_index_on_save(new)
