"""Announces changed documents: updates the mirror's rows and the library's version at once, sends ``documents_changed``
after the commit."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from cms.core import versions
from cms.legal.documents import mirror
from cms.legal.signals import documents_changed


def announce_changes(ids: Iterable[int]) -> None:
    ids = sorted(ids)
    mirror.record_changes(ids)
    versions.bump_versions(versions.LIBRARY)
    transaction.on_commit(lambda: documents_changed.send(sender=None, ids=ids))
