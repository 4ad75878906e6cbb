"""Pictures and PDF files that came with a question, where the office takes them."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.advice.models.questions import Question


def _place(row: Attachment, name: str) -> str:
    """Outside what the media serve; nobody guesses it, and it says nothing."""
    return f"questions/{secrets.token_hex(16)}{PurePath(name).suffix}"


class Attachment(models.Model):
    """``name``: as it was sent, for people who answer. Opened by a view that looks who asks."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    file = models.FileField(upload_to=_place, max_length=120)

    class Meta:
        verbose_name = _("attachment of a question")
        verbose_name_plural = _("attachments of questions")
        ordering = ["question", "pk"]

    def __str__(self):
        return self.name
