"""What the index tells of.

``text_wanted`` is sent with ``file_ids`` (ids of files) when something that carries them is found and their text has
not been read yet.
"""

from django.dispatch import Signal

text_wanted = Signal()
