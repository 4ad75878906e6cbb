"""What others may listen to.

``documents_changed`` is sent after the commit with ``ids`` (a list of ``LegalDocument`` primary keys that were
created, changed or deleted, or whose status history changed).

``statuses_changed`` is sent after the commit, once for every pair of statuses, with ``documents`` (primary keys),
``old`` and ``new`` (codes of ``cms.legal.status``): on the day on which a status changes, whether an edit or the
calendar changed it. New documents are not told.
"""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

from cms.core import versions

documents_changed = Signal()
statuses_changed = Signal()


def announce(ids: Iterable[int]) -> None:
    """Documents were written: bind what cites them, bring the statuses that depend on them up to date, raise the
    library's version (all in the open transaction) and tell the listeners once it is committed."""
    from cms.legal import binding, periods

    ids = set(ids)
    if not ids:
        return
    ids |= binding.bind(ids)
    ids |= periods.recompute(ids)
    tell(ids)


def tell(ids: Iterable[int]) -> None:
    from cms.legal import mirror

    ids = sorted(ids)
    mirror.record(ids)
    versions.bump(versions.LIBRARY)
    transaction.on_commit(lambda: documents_changed.send(sender=None, ids=ids))
