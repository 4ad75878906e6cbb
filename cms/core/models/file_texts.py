from django.db import models

from cms.core.media.file_text import extract


class FileText(models.Model):
    """The text read from a file, stored once for all uploads of the same content.

    ``text``: pages (of a PDF) in order, ``PAGE_BREAK`` between them; empty unless ``state`` is ``text``.
    """

    PAGE_BREAK = "\n\f\n"
    STATES = (extract.TEXT, extract.NO_TEXT, extract.ENCRYPTED, extract.UNREADABLE, extract.TOO_LARGE)

    file_hash = models.CharField(max_length=40, unique=True)  # as in ``SchoolDocument``
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES])
    page_count = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.file_hash}: {self.state}"
