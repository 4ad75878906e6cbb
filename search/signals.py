"""Signals of the index.

``text_requested`` is sent with ``file_ids`` (ids of files) when a page or document that carries them is indexed and
their text is not extracted yet.
"""

from django.dispatch import Signal

text_requested = Signal()
