"""What others may listen to. ``documents_changed`` is sent after the commit with ``ids`` (a list of
``LegalDocument`` primary keys that were created, changed or deleted)."""

from django.db import transaction
from django.dispatch import Signal

from cms.core import versions

documents_changed = Signal()


def announce(ids: list[int]) -> None:
    """Raise the library's version with the open transaction and tell the listeners once it is committed."""
    if not ids:
        return
    versions.bump(versions.LIBRARY)
    transaction.on_commit(lambda: documents_changed.send(sender=None, ids=ids))
