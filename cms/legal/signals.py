"""Signals that other apps may receive.

``document_saved`` is sent when a ``LegalDocument`` and all that was entered with it are stored, in the open
transaction, with ``document`` and ``acted_upon`` (ids of the documents that its relations led to before).

``documents_changed`` is sent after the commit with ``ids`` (a list of ``LegalDocument`` primary keys that were
created, changed or deleted, or whose status history changed).

``statuses_changed`` is sent after the commit, once for every pair of statuses, with ``documents`` (primary keys),
``old`` and ``new`` (codes of ``cms.legal.validity.status``): on the day on which a status changes, whether an edit or
the calendar changed it. New documents send none.
"""

from django.dispatch import Signal

document_saved = Signal()
documents_changed = Signal()
statuses_changed = Signal()
